import { parseDuration } from "../lib/durations.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { budgetKinds, type Limits } from "../model/budget.ts"
import type { Problem } from "../model/problems.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"

/** Reads `--budget usd=0.5,tokens=10000,requests=20,time=5m`; undefined where nothing is said. */
export function readBudget({ values }: Arguments): Result<Limits | undefined, Problem> {
  const texts = values.get("budget")
  if (texts === undefined) return ok(undefined)
  const limits: { [kind: string]: number } = {}
  for (const part of texts.flatMap(text => text.split(","))) {
    const [kind = "", amount = ""] = part.trim().split("=")
    const what = budgetKinds.find(known => known === kind)
    const number = what === "time" ? timeIn(amount) : Number(amount)
    if (what === undefined || amount === "" || !(number >= 0)) {
      const why = `Write ${budgetKinds.join(", ")} with an amount, such as usd=0.5 or time=5m.`
      return err(problem("option_unreadable", { option: "budget", text: part, why }))
    }
    limits[what] = number
  }
  return ok(limits)
}

function timeIn(text: string): number {
  const time = parseDuration(text)
  return time.ok ? time.value : Number.NaN
}
