import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import { isMap, own } from "../../lib/json.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { durationText } from "../durationText.ts"
import { dataProblem, wordFor } from "./dataProblems.ts"

/** Finds, replaces and splits by a regular expression. */
export const dataMatch = defineStep({
  kind: "data.match",
  version: 1,
  title: "Match a pattern",
  summary: "Finds, replaces or splits text by a regular expression",
  icon: "regex",
  group: "data",
  input: z.strictObject({
    text: z.string().optional().meta({ description: "The text; what arrives by the wire if left out" }),
    pattern: z.string().min(1).max(2000).meta({ description: "The regular expression, without slashes" }),
    ignoreCase: z.boolean().default(false).meta({ description: "Whether A and a are the same" }),
    multiline: z
      .boolean()
      .default(false)
      .meta({ description: "Whether ^ and $ stand for the ends of lines, not of the text" }),
    dotAll: z.boolean().default(false).meta({ description: "Whether . stands for line breaks too" }),
    make: z
      .enum(["first", "all", "replace", "split"])
      .default("first")
      .meta({ description: "The first match, all matches, the text with them replaced, or what is between" }),
    replacement: z
      .string()
      .max(100_000)
      .default("")
      .meta({ description: "What stands in place of each match: $1 or $<name> are its groups" }),
    most: z
      .int()
      .min(1)
      .max(100_000)
      .default(10_000)
      .meta({ description: "The most matches that are given" }),
    timeout: durationText("The time that it may take").default("2s"),
  }),
  output: { success: anyJson, none: z.strictObject({ text: z.string() }) },
  hints: {
    text: { widget: "multiline", placeholder: "{{ incoming }}" },
    pattern: { widget: "code", raw: true, placeholder: "(?<year>\\d{4})-(\\d{2})" },
    replacement: { raw: true },
    multiline: { advanced: true },
    dotAll: { advanced: true },
    most: { advanced: true },
    timeout: { widget: "duration", advanced: true },
  },
  outlets: ["success", "none"],
  effect: "pure",
  needs: ["code"],
  card: "{{ make }} {{ pattern }}",
  docs: `
Looks for a regular expression (JavaScript's, with Unicode) in a text. It runs walled in: a pattern that would
search for ever is ended after *timeout*, and nothing else stands still meanwhile.

- **success**: for *first*, the match: \`text\`, \`index\`, \`groups\` by number and \`named\`; for *all*, a list of such;
  for *replace*, the text with every match replaced; for *split*, the pieces between the matches.
- **none**: nothing matched; with the text.

Fails if the pattern is none, or takes too long.
`,
  examples: [
    {
      title: "A date in a sentence",
      with: { text: "due 2026-03-01", pattern: "(?<year>\\d{4})-(\\d{2})" },
      answers: {
        code: [{ value: { text: "2026-03", index: 4, groups: ["2026", "03"], named: { year: "2026" } } }],
      },
      outlets: {
        success: { text: "2026-03", index: 4, groups: ["2026", "03"], named: { year: "2026" } },
      },
    },
    {
      title: "Nothing there",
      with: { text: "no digits", pattern: "\\d+" },
      answers: { code: [{}] },
      outlets: { none: { text: "no digits" } },
    },
    {
      title: "Replace",
      with: { text: "a  b", pattern: "\\s+", make: "replace", replacement: " " },
      answers: { code: [{ value: "a b" }] },
      outlets: { success: "a b" },
    },
    { title: "No pattern", with: { text: "a", pattern: "(" }, problem: "data_bad_pattern" },
  ],
  run: async (input, { ports, incoming, signal, log }) => {
    const text = input.text ?? incoming
    if (typeof text !== "string")
      return failed(dataProblem("data_not_text", { format: "a pattern", what: wordFor(text) }))
    const flags = `u${input.ignoreCase ? "i" : ""}${input.multiline ? "m" : ""}${input.dotAll ? "s" : ""}`
    const wrong = whatIsWrongWith(input.pattern, flags)
    if (wrong !== null) return failed(dataProblem("data_bad_pattern", { why: wrong }))
    const limit = parseDuration(input.timeout)
    const { pattern, make, replacement, most } = input
    const found = await ports.code.run({
      language: "javascript",
      source: search,
      scope: { text, pattern, flags, make, replacement, most },
      ...(limit.ok ? { timeout: limit.value } : {}),
      signal,
      onLog: log,
    })
    if (!found.ok) return failed(found.error)
    const value = isMap(found.value) ? own(found.value, "value") : undefined
    return value === undefined ? done({ text }, "none") : done(value)
  },
})

/** Made here and not searched with: to read a pattern takes no longer than it is. */
function whatIsWrongWith(pattern: string, flags: string): string | null {
  try {
    new RegExp(pattern, flags)
    return null
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

const search = `
const expression = new RegExp(pattern, flags + "g")
const say = match => ({ text: match[0], index: match.index,
  groups: match.slice(1).map(group => group ?? null), named: { ...match.groups } })
const matches = []
for (const match of text.matchAll(expression)) {
  matches.push(make === "first" || make === "all" ? say(match) : null)
  if (make !== "all" || matches.length >= most) break
}
if (matches.length === 0) return {}
if (make === "first") return { value: matches[0] }
if (make === "all") return { value: matches }
if (make === "replace") return { value: text.replace(expression, replacement) }
return { value: text.split(expression).map(piece => piece ?? "") }
`
