import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { ask, fenced, messagesOf, modelFields, modelHints } from "./ask.ts"
import { says } from "./exampleAnswer.ts"

/** Says it in another language. */
export const aiTranslate = defineStep({
  kind: "ai.translate",
  version: 1,
  title: "Translate",
  summary: "Says a text in another language",
  icon: "languages",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    text: anyJson.meta({ description: "The text, or any value" }),
    to: z.string().min(2).max(80).meta({ description: "The language, as German or Brazilian Portuguese" }),
    from: z
      .string()
      .min(2)
      .max(80)
      .optional()
      .meta({ description: "The language it is in, if that is known" }),
    instructions: z.string().default("").meta({ description: "For whom it is, and which words to keep" }),
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: z.strictObject({ text: z.string(), model: z.string() }),
  hints: {
    ...modelHints,
    text: { widget: "expression", placeholder: "{{ steps.read.output.content }}" },
    to: { placeholder: "German" },
    from: { advanced: true },
    instructions: { widget: "multiline", advanced: true },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "to {{ to }}",
  docs: `
Has a model say a text in another language, with its form (Markdown, lists, names) left as it is.

- **success**: \`text\`, and the \`model\`.

Fails as *Generate* does.
`,
  examples: [
    {
      title: "A greeting",
      with: { provider: "simulated", text: "Good morning", to: "German" },
      answers: { ai: [says("Guten Morgen")] },
      outlets: { success: { text: "Guten Morgen", model: "simulated-1" } },
    },
    {
      title: "With words that stay",
      with: {
        provider: "simulated",
        text: "Rivulet runs",
        to: "French",
        from: "English",
        instructions: "Keep Rivulet",
      },
      answers: { ai: [says("Rivulet fonctionne")] },
      outlets: { success: { text: "Rivulet fonctionne", model: "simulated-1" } },
    },
  ],
  run: async (input, context) => {
    const from = input.from === undefined ? "" : ` from ${input.from}`
    const prompt = `Translate the text below${from} to ${input.to}. Keep its form. Answer with the translation alone.\n${input.instructions}\n\n${fenced("text", input.text)}`
    const answer = await ask(input, messagesOf(undefined, prompt), context)
    return answer.ok ? done({ text: answer.value.text, model: answer.value.model }) : failed(answer.error)
  },
})
