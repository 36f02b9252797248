import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import { isList } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { parseExpression } from "../../syntax/expression.ts"
import { anyJson, plainId } from "../anyJson.ts"
import { durationText } from "../durationText.ts"
import { dataProblem } from "./dataProblems.ts"
import { itemsField, itemsOf, listOutput } from "./items.ts"

/** The names that the expression has anyway. */
const taken = ["item", "index", "items", "console", "secrets"]

/** Makes each item of a list anew by an expression. */
export const dataMap = defineStep({
  kind: "data.map",
  version: 1,
  title: "Map",
  summary: "Makes each item of a list anew by an expression",
  icon: "list-restart",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    expression: z
      .string()
      .min(1)
      .max(32_000)
      .meta({ description: "What each item becomes; it sees item, index and items" }),
    values: z
      .record(
        plainId.refine(name => !taken.includes(name), { error: "bad_id" }),
        anyJson,
      )
      .optional()
      .meta({ description: "What the expression sees besides, by name" }),
    timeout: durationText("The time that the whole list may take").default("10s"),
  }),
  output: listOutput,
  hints: {
    items: { widget: "expression", placeholder: "{{ incoming }}" },
    expression: {
      widget: "code",
      raw: true,
      placeholder: "{ name: item.name.trim(), gross: item.net * rate }",
    },
    values: { widget: "keyvalue" },
    timeout: { widget: "duration", advanced: true },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["code"],
  card: "{{ expression }}",
  docs: `
Makes a new item of each item of a list. The expression is JavaScript: it sees \`item\`, \`index\` (from 0), the whole
list as \`items\`, what *values* names, and the functions that every expression has. A map may be written with braces
alone: \`{ id: item.id }\`. It runs walled in, and is ended where it never ends by itself.

- **success**: the new list, of the same length and in the same order.

Fails if the expression cannot be read, throws for an item, or takes longer than *timeout*.
`,
  examples: [
    {
      title: "Net to gross",
      with: {
        items: [{ net: 100 }, { net: 50 }],
        expression: "item.net * (1 + rate)",
        values: { rate: 0.5 },
      },
      answers: { code: [[150, 75]] },
      outlets: { success: [150, 75] },
    },
    {
      title: "A map for each",
      with: { expression: "{ place: index + 1, name: item }" },
      scope: { incoming: ["Ada", "Bo"] },
      answers: {
        code: [
          [
            { place: 1, name: "Ada" },
            { place: 2, name: "Bo" },
          ],
        ],
      },
      outlets: {
        success: [
          { place: 1, name: "Ada" },
          { place: 2, name: "Bo" },
        ],
      },
    },
    {
      title: "An expression that ends too soon",
      with: { items: [1], expression: "item +" },
      problem: "data_bad_expression",
    },
  ],
  run: async ({ items, expression, values, timeout }, { ports, incoming, signal, log }) => {
    const list = itemsOf(items, incoming)
    if (!list.ok) return failed(list.error)
    const read = parseExpression(expression)
    if (!read.ok) return failed(dataProblem("data_bad_expression", { why: read.error.message }))
    const limit = parseDuration(timeout)
    const made = await ports.code.run({
      language: "javascript",
      // The break ends a comment with which the expression may end.
      source: `return items.map((item, index) => (${expression}\n))`,
      scope: { ...values, items: list.value },
      ...(limit.ok ? { timeout: limit.value } : {}),
      signal,
      onLog: log,
    })
    if (!made.ok) return failed(made.error)
    const result = isList(made.value) ? made.value : []
    return {
      type: "done",
      outlets: { success: result },
      origins: { success: result.map((_, index) => [index]) },
    }
  },
})
