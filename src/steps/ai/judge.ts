import { z } from "zod"
import { isMap, own } from "../../lib/json.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { askForForm, fenced, messagesOf, modelFields, modelHints, repairsField } from "./ask.ts"
import { escalate } from "./escalate.ts"
import { says } from "./exampleAnswer.ts"

const judgement = z.strictObject({ score: z.number(), why: z.string() })

/** Has a model judge something. */
export const aiJudge = defineStep({
  kind: "ai.judge",
  version: 1,
  title: "Judge",
  summary: "Has a model say whether something is good enough",
  icon: "scale",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    question: z.string().min(1).meta({ description: "What must be so, as: Is this polite?" }),
    content: anyJson.optional().meta({ description: "What is judged; what arrives by the wire if left out" }),
    atLeast: z.number().min(0).max(1).default(0.7).meta({ description: "The score from 0 to 1 that passes" }),
    repairs: repairsField,
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: { pass: judgement, fail: judgement },
  hints: {
    ...modelHints,
    question: { widget: "multiline" },
    content: { widget: "expression", placeholder: "{{ incoming }}" },
    atLeast: { advanced: true },
    repairs: { advanced: true },
  },
  outlets: ["pass", "fail"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ question }}",
  docs: `
Has a model judge something; on a wire it decides whether the wire may be taken (\`validate: [{ ai: … }]\`).

- **pass**: the score is at least *atLeast*.
- **fail**: it is lower; the event \`ai.escalated\` is emitted too. Both say \`score\` and \`why\`.

Fails as *Generate* with a form does: no judgement is not a pass.
`,
  examples: [
    {
      title: "Good enough",
      with: { provider: "simulated", question: "Is this polite?", content: "Thank you!" },
      answers: { ai: [says('{"score":0.95,"why":"It thanks"}')] },
      outlets: { pass: { score: 0.95, why: "It thanks" } },
    },
    {
      title: "Not good enough",
      with: { provider: "simulated", question: "Is this polite?" },
      scope: { incoming: "Go away" },
      answers: { ai: [says('{"score":0.1,"why":"It is rude"}')] },
      outlets: { fail: { score: 0.1, why: "It is rude" } },
    },
  ],
  run: async (input, context) => {
    const content = input.content === undefined ? (context.incoming ?? null) : input.content
    const prompt = `${input.question}\nGive a score from 0 (not at all) to 1 (fully), and say why.\n\n${fenced("content", content)}`
    const form = {
      type: "object",
      properties: { score: { type: "number", minimum: 0, maximum: 1 }, why: { type: "string" } },
      required: ["score", "why"],
    }
    const answer = await askForForm(input, messagesOf(undefined, prompt), form, input.repairs, context)
    if (!answer.ok) return failed(answer.error)
    const map = isMap(answer.value) ? answer.value : {}
    const score = Number(own(map, "score"))
    const why = String(own(map, "why"))
    if (score >= input.atLeast) return done({ score, why }, "pass")
    await escalate(context, "judged", { score, why })
    return done({ score, why }, "fail")
  },
})
