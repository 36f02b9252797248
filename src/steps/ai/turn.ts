import { z } from "zod"
import type { JsonMap } from "../../lib/json.ts"
import type { AiMessage } from "../../model/ports.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyMap } from "../anyJson.ts"
import { modelFields, modelHints } from "./ask.ts"
import { escalateSpent } from "./escalate.ts"
import { says } from "./exampleAnswer.ts"

const call = z.strictObject({
  id: z.string(),
  name: z.string(),
  input: anyMap.nullable(),
  unreadable: z.string().optional(),
})

const message = z.strictObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.string(),
  calls: z.array(call).optional(),
  answers: z.string().optional(),
  failed: z.boolean().optional(),
})

/** One turn of a conversation: what agents are made of. */
export const aiTurn = defineStep({
  kind: "ai.turn",
  version: 1,
  title: "Model turn",
  summary: "Has a model take one turn of a conversation, in which it may ask for tools",
  icon: "message-square-code",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    messages: z.array(message).min(1).meta({ description: "The conversation so far" }),
    tools: z
      .array(z.strictObject({ name: z.string(), description: z.string(), input: anyMap }))
      .default([])
      .meta({ description: "What it may ask for: name, description, and the JSON Schema of the input" }),
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: z.strictObject({
    text: z.string(),
    calls: z.array(call),
    stop: z.enum(["end", "length", "refusal", "tool", "other"]),
    model: z.string(),
    usd: z.number().nullable(),
  }),
  hints: {
    ...modelHints,
    messages: { widget: "expression" },
    tools: { widget: "expression", advanced: true },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ provider }}",
  docs: `
Has a model take one turn of a conversation. It may ask for tools, and the workflow answers: for an agent that does
all of this by itself there is *Agent*.

- **success**: \`text\`, the \`calls\` that it asks for, why it stopped (\`stop\`), the \`model\`, and what the turn cost
  (\`usd\`, null where the price is not known).

Fails as the provider says: a wrong key, too many requests, no network, a stream that was cut.
`,
  examples: [
    {
      title: "A question",
      with: { provider: "simulated", messages: [{ role: "user", content: "Hello" }] },
      answers: { ai: [says("Hello!")] },
      outlets: { success: { text: "Hello!", calls: [], stop: "end", model: "simulated-1", usd: 0 } },
    },
    {
      title: "It asks for a tool",
      with: {
        provider: "simulated",
        messages: [{ role: "user", content: "What is in a.md?" }],
        tools: [{ name: "read", description: "Reads a file", input: { type: "object" } }],
      },
      answers: {
        ai: [{ ...says(""), stop: "tool", calls: [{ id: "call_0", name: "read", input: { path: "a.md" } }] }],
      },
      outlets: {
        success: {
          text: "",
          calls: [{ id: "call_0", name: "read", input: { path: "a.md" } }],
          stop: "tool",
          model: "simulated-1",
          usd: 0,
        },
      },
    },
  ],
  run: async ({ provider, model, messages, tools, maxTokens, temperature }, context) => {
    const { ports, signal, stream } = context
    const answer = await ports.ai.chat({
      ...{ provider, messages: messages as readonly AiMessage[], signal, onText: stream },
      ...(tools.length === 0
        ? {}
        : { tools: tools as { name: string; description: string; input: JsonMap }[] }),
      ...(model === undefined ? {} : { model }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    })
    if (!answer.ok) return failed(await escalateSpent(answer.error, context))
    const { text, calls = [], stop, model: answeredBy, usage } = answer.value
    return done({
      ...{ text, stop, model: answeredBy, usd: usage.usd },
      calls: calls.map(({ id, name, input, unreadable }) => ({
        ...{ id, name, input },
        ...(unreadable === undefined ? {} : { unreadable }),
      })),
    })
  },
})
