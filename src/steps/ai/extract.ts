import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson, anyMap } from "../anyJson.ts"
import { askForForm, fenced, messagesOf, modelFields, modelHints, repairsField } from "./ask.ts"
import { says } from "./exampleAnswer.ts"

/** Takes fields out of text. */
export const aiExtract = defineStep({
  kind: "ai.extract",
  version: 1,
  title: "Extract",
  summary: "Takes fields out of text",
  icon: "square-dashed-text",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    text: anyJson.meta({ description: "The text, or any value" }),
    fields: anyMap.meta({
      description: "What to take out, as { name: string, total: number, due: string? }",
    }),
    instructions: z.string().default("").meta({ description: "What to mind" }),
    repairs: repairsField,
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: anyMap,
  hints: {
    ...modelHints,
    text: { widget: "expression", placeholder: "{{ steps.read.output.content }}" },
    fields: { widget: "schema" },
    instructions: { widget: "multiline", advanced: true },
    repairs: { advanced: true },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ fields }}",
  docs: `
Takes fields out of text, such as the total and the date of an invoice.

- **success**: a map with the fields. One that may be missing is written with \`?\` at the end of its type.

Fails as *Generate* with a form does.
`,
  examples: [
    {
      title: "An invoice",
      with: {
        provider: "simulated",
        text: "Total: 12.50 EUR",
        fields: { total: "number", currency: "string" },
      },
      answers: { ai: [says('{"total":12.5,"currency":"EUR"}')] },
      outlets: { success: { total: 12.5, currency: "EUR" } },
    },
    {
      title: "A field that may be missing",
      with: { provider: "simulated", text: "Ada", fields: { name: "string", age: "integer?" } },
      answers: { ai: [says('{"name":"Ada"}')] },
      outlets: { success: { name: "Ada" } },
    },
  ],
  run: async (input, context) => {
    const prompt = `Take the fields out of the text below. Invent nothing.\n${input.instructions}\n\n${fenced("text", input.text)}`
    const messages = messagesOf(undefined, prompt)
    const answer = await askForForm(input, messages, input.fields, input.repairs, context)
    return answer.ok ? done(answer.value) : failed(answer.error)
  },
})
