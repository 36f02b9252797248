import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { ask, askForForm, messagesOf, modelFields, modelHints, repairsField } from "./ask.ts"
import { says } from "./exampleAnswer.ts"

/** Asks a model. */
export const aiGenerate = defineStep({
  kind: "ai.generate",
  version: 1,
  title: "Generate",
  summary: "Asks a model for text, or for an answer with a form",
  icon: "sparkles",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    prompt: z.string().min(1).meta({ description: "What to ask" }),
    system: z.string().optional().meta({ description: "Who the model is and what it always minds" }),
    answer: anyJson.optional().meta({
      description:
        "The form of the answer, as { severity: low | high, findings: [string] }, or a JSON Schema",
    }),
    repairs: repairsField,
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: anyJson,
  hints: {
    ...modelHints,
    prompt: { widget: "multiline" },
    system: { widget: "multiline", advanced: true },
    answer: { widget: "schema", label: "Answer as" },
    repairs: { advanced: true },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ provider }}: {{ prompt }}",
  docs: `
Asks a model. Its text streams onto the card as it comes.

- **success**: without a form, \`text\` and the \`model\` that answered; with one, the answer itself, so that
  \`steps.review.output.severity\` reads a field of it.

A form is written short: a type, choices as \`low | high\`, a list of one form, a map of fields; \`?\` at the end
makes a field optional. An answer that does not have its form is sent back with what is wrong, up to *repairs* times.

Fails if the model refuses, its answer is cut or empty, or still does not have its form; or as the provider says:
a wrong key, too many requests, no network.
`,
  examples: [
    {
      title: "Text",
      with: { provider: "simulated", prompt: "Say hello" },
      answers: { ai: [says("Hello!")] },
      outlets: { success: { text: "Hello!", model: "simulated-1" } },
    },
    {
      title: "An answer with a form",
      with: {
        provider: "simulated",
        prompt: "Review: x = 1",
        answer: { severity: "low | high", notes: ["string"] },
      },
      answers: { ai: [says('```json\n{"severity":"low","notes":[]}\n```')] },
      outlets: { success: { severity: "low", notes: [] } },
    },
    {
      title: "Mended at the second try",
      with: { provider: "simulated", prompt: "How many?", answer: { count: "integer" } },
      answers: { ai: [says("three"), says('{"count":3}')] },
      outlets: { success: { count: 3 } },
    },
    {
      title: "Never in form",
      with: { provider: "simulated", prompt: "How many?", answer: { count: "integer" }, repairs: 1 },
      answers: { ai: [says("I will not say"), says('{"count":"3"}')] },
      problem: "ai_bad_answer",
    },
  ],
  run: async (input, context) => {
    const messages = messagesOf(input.system, input.prompt)
    if (input.answer !== undefined) {
      const answer = await askForForm(input, messages, input.answer, input.repairs, context)
      return answer.ok ? done(answer.value) : failed(answer.error)
    }
    const answer = await ask(input, messages, context)
    return answer.ok ? done({ text: answer.value.text, model: answer.value.model }) : failed(answer.error)
  },
})
