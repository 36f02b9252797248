import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { parseTemplate } from "../../syntax/template.ts"
import { anyJson } from "../anyJson.ts"
import { durationText } from "../durationText.ts"
import { dataProblem } from "./dataProblems.ts"

const templateText = (description: string) => z.string().max(100_000).meta({ description })

/** Fills a template once per item, and joins the texts. */
export const dataTemplate = defineStep({
  kind: "data.template",
  version: 1,
  title: "Fill a template",
  summary: "Writes a text from a list: once per item, with a head and a foot",
  icon: "file-text",
  group: "data",
  input: z.strictObject({
    items: anyJson
      .optional()
      .meta({ description: "A list, or one value; what arrives by the wire if left out" }),
    template: templateText("The text for each item, with {{ item.name }} in its holes").min(1),
    separator: z.string().max(1000).default("\n").meta({ description: "What stands between the texts" }),
    head: templateText("What stands before them all; it sees items").optional(),
    foot: templateText("What stands after them all; it sees items").optional(),
    timeout: durationText("The time that all of it may take").default("10s"),
  }),
  output: z.string(),
  hints: {
    items: { widget: "expression", placeholder: "{{ incoming }}" },
    template: { widget: "multiline", raw: true, placeholder: "- {{ item.name }}: {{ item.total }}" },
    separator: { advanced: true },
    head: { widget: "multiline", raw: true, advanced: true },
    foot: { widget: "multiline", raw: true, advanced: true },
    timeout: { widget: "duration", advanced: true },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["code"],
  card: "{{ template }}",
  docs: `
Fills a text template once for each item of a list, and joins the texts. The holes are the expressions of every
template, and see \`item\`, \`index\` (from 0) and \`items\`; *head* and *foot* stand once, and see \`items\`. Text is
written as it is, a list or a map as JSON, and nothing where there is nothing.

- **success**: the text.

Fails if a template cannot be read, an expression in it throws, or all of it takes longer than *timeout*.
`,
  examples: [
    {
      title: "A list in Markdown",
      with: {
        items: [{ name: "Ada" }, { name: "Bo" }],
        head: "{{ items.length }} people\n",
        template: "- {{ item.name }}",
      },
      answers: { code: ["2 people\n- Ada\n- Bo"] },
      outlets: { success: "2 people\n- Ada\n- Bo" },
    },
    {
      title: "One value",
      with: { template: "Dear {{ item.name }}," },
      scope: { incoming: { name: "Ada" } },
      answers: { code: ["Dear Ada,"] },
      outlets: { success: "Dear Ada," },
    },
    {
      title: "The same for each",
      with: { items: [1, 2], template: "* * *" },
      answers: { code: ["* * *\n* * *"] },
      outlets: { success: "* * *\n* * *" },
    },
    {
      title: "A hole that is not closed",
      with: { items: [], template: "Dear {{ item.name" },
      problem: "data_bad_template",
    },
  ],
  run: async ({ items, template, separator, head, foot, timeout }, context) => {
    const { ports, incoming, signal, log } = context
    const given = items === undefined ? (incoming ?? null) : items
    const texts: string[] = []
    for (const text of [head ?? "", template, foot ?? ""]) {
      const written = expressionOf(text)
      if ("why" in written) return failed(dataProblem("data_bad_template", { why: written.why }))
      texts.push(written.source)
    }
    const [before, each, after] = texts
    const limit = parseDuration(timeout)
    const filled = await ports.code.run({
      language: "javascript",
      source: `${textOf}
return ${before} + items.map((item, index) => ${each}).join(between) + ${after}`,
      scope: { items: Array.isArray(given) ? given : [given], between: separator },
      ...(limit.ok ? { timeout: limit.value } : {}),
      signal,
      onLog: log,
    })
    if (!filled.ok) return failed(filled.error)
    return done(typeof filled.value === "string" ? filled.value : "")
  },
})

const textOf = `const textOf = value => value === null || value === undefined ? ""
  : typeof value === "object" ? JSON.stringify(value) : String(value);`

/** The template as one JavaScript expression that gives its text. */
function expressionOf(text: string): { readonly source: string } | { readonly why: string } {
  const template = parseTemplate(text)
  if (!template.ok) return { why: template.error.message }
  const parts = template.value.map(part =>
    part.type === "text" ? JSON.stringify(part.text) : `textOf(${part.source}\n)`,
  )
  return { source: `(${['""', ...parts].join(" + ")})` }
}
