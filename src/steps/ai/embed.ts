import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { aiProblem } from "./aiProblems.ts"
import { modelFields, modelHints } from "./ask.ts"
import { escalateSpent } from "./escalate.ts"

/** Makes vectors of texts. */
export const aiEmbed = defineStep({
  kind: "ai.embed",
  version: 1,
  title: "Embed",
  summary: "Makes vectors of texts, by which those that mean alike are found",
  icon: "waypoints",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    texts: z
      .union([z.string(), z.array(z.string()).min(1).max(2000)])
      .meta({ description: "A text, or a list of texts" }),
  }),
  output: z.strictObject({ vectors: z.array(z.array(z.number())), model: z.string() }),
  hints: {
    provider: modelHints.provider,
    texts: { widget: "expression", placeholder: "{{ steps.split.output }}" },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ provider }}",
  docs: `
Makes a vector of each text: a list of numbers that are near each other where texts mean alike.

- **success**: \`vectors\`, one for each text in order, and the \`model\`.

Fails if the provider makes none (\`ai_no_vectors\`), or as it says: a wrong key, too many requests, no network.
`,
  examples: [
    {
      title: "Two texts",
      with: { provider: "openai", texts: ["cat", "dog"] },
      answers: {
        ai: [
          {
            vectors: [
              [0.1, 0.2],
              [0.1, 0.3],
            ],
            model: "m",
            usage: { inputTokens: 2, outputTokens: 0, usd: 0 },
          },
        ],
      },
      outlets: {
        success: {
          vectors: [
            [0.1, 0.2],
            [0.1, 0.3],
          ],
          model: "m",
        },
      },
    },
    {
      title: "One text",
      with: { provider: "openai", texts: "cat" },
      answers: { ai: [{ vectors: [[0.1]], model: "m", usage: { inputTokens: 1, outputTokens: 0, usd: 0 } }] },
      outlets: { success: { vectors: [[0.1]], model: "m" } },
    },
  ],
  run: async ({ provider, model, texts }, context) => {
    const { ports, signal } = context
    const list = typeof texts === "string" ? [texts] : texts
    if (ports.ai.embed === undefined) return failed(aiProblem("ai_no_vectors", { provider }))
    const asked = { provider, texts: list, signal, ...(model === undefined ? {} : { model }) }
    const answer = await ports.ai.embed(asked)
    if (!answer.ok) return failed(await escalateSpent(answer.error, context))
    return done({ vectors: answer.value.vectors, model: answer.value.model })
  },
})
