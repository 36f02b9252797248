import { z } from "zod"
import { isMap, type Json, own } from "../../lib/json.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson, plainId } from "../anyJson.ts"
import { askForForm, fenced, messagesOf, modelFields, modelHints, repairsField } from "./ask.ts"
import { escalate } from "./escalate.ts"
import { says } from "./exampleAnswer.ts"

const verdict = z.strictObject({ class: z.string(), confidence: z.number(), why: z.string() })

/** Sorts text into classes, which are its outlets. */
export const aiClassify = defineStep({
  kind: "ai.classify",
  version: 1,
  title: "Classify",
  summary: "Sorts text into classes, and goes the way of its class",
  icon: "tags",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    text: anyJson.meta({ description: "The text, or any value" }),
    classes: z
      .array(
        z.strictObject({
          id: plainId.meta({ description: "The outlet's name" }),
          description: z.string().default("").meta({ description: "What belongs to it" }),
        }),
      )
      .min(1)
      .max(50)
      .meta({ description: "The classes" }),
    instructions: z.string().default("").meta({ description: "What to mind" }),
    sure: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({ description: "How sure the model must be, from 0 to 1; below that it leaves by otherwise" }),
    repairs: repairsField,
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: { otherwise: verdict },
  hints: {
    ...modelHints,
    text: { widget: "expression", placeholder: "{{ steps.read.output.content }}" },
    instructions: { widget: "multiline", advanced: true },
    sure: { advanced: true },
    repairs: { advanced: true },
  },
  outlets: ["otherwise"],
  outletsFrom: "classes[].id",
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ classes }}",
  docs: `
Has a model say to which class something belongs, and leaves by the outlet of that class.

- **each class's id**: \`class\`, \`confidence\` from 0 to 1, and \`why\`.
- **otherwise**: it fits no class, or the model is less sure than *sure*; then the event \`ai.escalated\` is emitted too.

Fails as *Generate* with a form does.
`,
  examples: [
    {
      title: "Mail",
      with: {
        provider: "simulated",
        text: "Where is my parcel?",
        classes: [{ id: "support" }, { id: "sales", description: "Wants to buy" }],
      },
      answers: { ai: [says('{"class":"support","confidence":0.9,"why":"Asks about an order"}')] },
      outlets: { support: { class: "support", confidence: 0.9, why: "Asks about an order" } },
    },
    {
      title: "Not sure enough",
      with: { provider: "simulated", text: "Hm", classes: [{ id: "support" }], sure: 0.8 },
      answers: { ai: [says('{"class":"support","confidence":0.3,"why":"Could be"}')] },
      outlets: { otherwise: { class: "support", confidence: 0.3, why: "Could be" } },
    },
  ],
  run: async (input, context) => {
    const ids = input.classes.map(({ id }) => id)
    const list = input.classes.map(({ id, description }) => `- ${id}: ${description}`).join("\n")
    const prompt = `Say to which class the text below belongs; otherwise, if to none.\n${list}\n- otherwise\n${input.instructions}\n\n${fenced("text", input.text)}`
    const form = {
      type: "object",
      properties: {
        class: { type: "string", enum: [...ids, "otherwise"] },
        confidence: { type: "number", minimum: 0, maximum: 1 },
        why: { type: "string" },
      },
      required: ["class", "confidence", "why"],
    }
    const answer = await askForForm(input, messagesOf(undefined, prompt), form, input.repairs, context)
    if (!answer.ok) return failed(answer.error)
    const { name, confidence, why } = parts(answer.value)
    const taken = ids.includes(name) && confidence >= input.sure ? name : "otherwise"
    if (confidence < input.sure) await escalate(context, "unsure", { class: name, confidence, why })
    return done({ class: name, confidence, why }, taken)
  },
})

function parts(answer: Json): { readonly name: string; readonly confidence: number; readonly why: string } {
  const map = isMap(answer) ? answer : {}
  return {
    name: String(own(map, "class")),
    confidence: Number(own(map, "confidence")),
    why: String(own(map, "why")),
  }
}
