import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { ask, fenced, messagesOf, modelFields, modelHints } from "./ask.ts"
import { says } from "./exampleAnswer.ts"

/** Says it shorter. */
export const aiSummarise = defineStep({
  kind: "ai.summarise",
  version: 1,
  title: "Summarise",
  summary: "Says a long text in few words",
  icon: "text-align-start",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    text: anyJson.meta({ description: "The text, or any value" }),
    words: z.int().min(5).max(5000).default(100).meta({ description: "About how many words" }),
    as: z
      .enum(["text", "bullets"])
      .default("text")
      .meta({ description: "Running text, or a list of points" }),
    instructions: z.string().default("").meta({ description: "For whom it is, and what matters" }),
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: z.strictObject({ text: z.string(), model: z.string() }),
  hints: {
    ...modelHints,
    text: { widget: "expression", placeholder: "{{ steps.read.output.content }}" },
    instructions: { widget: "multiline", advanced: true },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ words }} words",
  docs: `
Has a model say a long text in few words.

- **success**: \`text\`, and the \`model\`.

Fails as *Generate* does. The length is a wish: models count badly.
`,
  examples: [
    {
      title: "In one sentence",
      with: { provider: "simulated", text: "A long story …", words: 20 },
      answers: { ai: [says("A story.")] },
      outlets: { success: { text: "A story.", model: "simulated-1" } },
    },
    {
      title: "As points",
      with: { provider: "simulated", text: ["x", "y"], as: "bullets", instructions: "For the board" },
      answers: { ai: [says("- x\n- y")] },
      outlets: { success: { text: "- x\n- y", model: "simulated-1" } },
    },
  ],
  run: async (input, context) => {
    const form = input.as === "bullets" ? "as a list of short points in Markdown" : "as running text"
    const prompt = `Summarise the text below in about ${input.words} words, ${form}.\n${input.instructions}\n\n${fenced("text", input.text)}`
    const answer = await ask(input, messagesOf(undefined, prompt), context)
    return answer.ok ? done({ text: answer.value.text, model: answer.value.model }) : failed(answer.error)
  },
})
