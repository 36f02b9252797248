import type { Problem } from "../model/problems.ts"
import { printable } from "./printable.ts"

/** What was found in one file. */
export interface Report {
  readonly file: string
  readonly isReadable: boolean
  readonly problems: readonly Problem[]
}

/** The report as one line of JSON. */
export function reportAsJson({ file, problems }: Report): string {
  const shown = problems.map(({ code, message, severity, at, fix, data }) => ({
    code,
    severity,
    message,
    line: at?.line ?? null,
    column: at?.column ?? null,
    path: at?.path ?? null,
    step: at?.step ?? null,
    fix: fix ?? null,
    ...(data === undefined ? {} : { data }),
  }))
  return `${JSON.stringify({ file, ok: !problems.some(isError), problems: shown })}\n`
}

/** The report for people: `file:line:column: error: sentence (code)`, and below it the fix where one is known. */
export function reportAsText({ file, problems }: Report, colours: boolean): string {
  const paint = (style: keyof typeof styles, text: string) =>
    colours ? `${styles[style]}${text}\u001b[0m` : text
  return problems
    .map(({ code, message, severity, at, fix }) => {
      const place = [printable(file), at?.line, at?.column].filter(part => part !== undefined).join(":")
      const say = `${paint("bold", place)}: ${paint(severity, severity)}: ${printable(message)} ${paint("dim", `(${code})`)}\n`
      return fix === undefined ? say : `${say}  ${paint("dim", "fix:")} ${printable(fix.say)}\n`
    })
    .join("")
}

const styles = {
  error: "\u001b[31m",
  warning: "\u001b[33m",
  bold: "\u001b[1m",
  dim: "\u001b[2m",
} as const

/** The last line for people: how much was found in how many files. */
export function summaryOf(reports: readonly Report[]): string {
  const problems = reports.flatMap(report => report.problems)
  const errors = problems.filter(isError).length
  const warnings = problems.length - errors
  const found = [count(errors, "error"), count(warnings, "warning")].filter(part => part !== undefined)
  return `${found.length === 0 ? "No problems" : found.join(" and ")} in ${count(reports.length, "file")}.\n`
}

function count(number: number, thing: string): string | undefined {
  if (number === 0) return undefined
  return `${number} ${thing}${number === 1 ? "" : "s"}`
}

/** Whether the problem keeps the workflow from running right, and is more than a warning. */
export function isError({ severity }: Problem): boolean {
  return severity === "error"
}
