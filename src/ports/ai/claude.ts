import Anthropic from "@anthropic-ai/sdk"
import { err, ok, type Result } from "../../lib/result.ts"
import { aiPortProblem } from "../../model/ai/aiPortProblems.ts"
import type { AiAnswer, AiMessage, AiRequest } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { Connector, ConnectorParts } from "./connector.ts"
import { createHearing, tooLong } from "./hearing.ts"
import { createSdkFetch, noKey } from "./sdkFetch.ts"
import { problemOfCall } from "./wentWrong.ts"

type Body = Anthropic.MessageCreateParamsStreaming
type Asked = AiRequest & { readonly model: string }

/** The longest answer, in tokens, where a step says nothing: thinking counts among them. */
const usualMaxTokens = 16_000

const stops: { readonly [reason: string]: AiAnswer["stop"] } = {
  end_turn: "end",
  stop_sequence: "end",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool",
  refusal: "refusal",
}

/** Speaks to Claude, through its own SDK. */
export function createClaude(parts: ConnectorParts): Connector {
  return {
    async chat(request) {
      const body = bodyOf(request)
      const answer = await askOnce(parts, request, body)
      // Not every schema is one that answers can be held to; the prompt says it as well.
      const isRefused =
        !answer.ok && answer.error.code === "ai_bad_request" && body.output_config !== undefined
      if (!isRefused) return answer
      const { output_config: _, ...plain } = body
      return askOnce(parts, request, plain)
    },
  }
}

async function askOnce(
  { provider, send, prices, now }: ConnectorParts,
  request: Asked,
  body: Body,
): Promise<Result<AiAnswer, Problem>> {
  const { model, signal } = request
  const hearing = createHearing(request, model, prices)
  const { fetch, refused } = createSdkFetch(send, provider.secret)
  const client = new Anthropic({
    ...{ apiKey: noKey, baseURL: provider.address, fetch },
    ...{ maxRetries: 0, dangerouslyAllowBrowser: true, logLevel: "off", openTelemetry: false },
  })
  let stop: AiAnswer["stop"] | undefined
  let answeredBy = model
  let isOver = false
  try {
    const events = await client.messages.create(body, signal ? { signal } : {})
    for await (const event of events) {
      switch (event.type) {
        case "message_start":
          answeredBy = event.message.model
          hearing.used(counted(event.message.usage))
          break
        case "content_block_start":
          if (event.content_block.type === "tool_use")
            hearing.call(event.index, { id: event.content_block.id, name: event.content_block.name })
          break
        case "content_block_delta":
          if (event.delta.type === "text_delta") hearing.text(event.delta.text)
          if (event.delta.type === "input_json_delta")
            hearing.call(event.index, { input: event.delta.partial_json })
          break
        case "message_delta":
          stop = stops[event.delta.stop_reason ?? ""] ?? "other"
          hearing.used({ output: event.usage.output_tokens })
          break
        case "message_stop":
          isOver = true
          break
      }
      if (hearing.isTooLong()) return err(hearing.broken(tooLong(provider.title)))
    }
  } catch (cause) {
    const trouble = { provider, model, signal, refused: refused(), now: now() }
    return err(hearing.broken(problemOfCall(cause, trouble)))
  }
  // A stream that was aborted or cut ends as one that is whole does.
  if (signal?.aborted) return err(hearing.broken(aiPortProblem("ai_stopped", { provider: provider.title })))
  if (!isOver) return err(hearing.broken(aiPortProblem("ai_cut_stream", { provider: provider.title })))
  return ok(hearing.end(stop ?? "other", answeredBy))
}

function counted(usage: Anthropic.Usage): { readonly input: number; readonly output: number } {
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = usage
  const input = input_tokens + (cache_creation_input_tokens ?? 0) + (cache_read_input_tokens ?? 0)
  return { input, output: output_tokens }
}

/** What is sent. Claude knows no temperature any more, so that is left out. */
function bodyOf({ model, messages, tools, schema, maxTokens }: Asked): Body {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content)
  const isObject = schema?.type === "object"
  return {
    ...{ model, stream: true, max_tokens: maxTokens ?? usualMaxTokens },
    ...(system.length === 0 ? {} : { system: system.join("\n\n") }),
    messages: turnsOf(messages.filter(({ role }) => role !== "system")),
    ...(tools === undefined || tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, input }) => ({
            ...{ name, description },
            input_schema: { type: "object" as const, ...input },
          })) as Body["tools"] & {},
        }),
    ...(isObject ? { output_config: { format: { type: "json_schema", schema } } } : {}),
  }
}

/** The turns, with the answers of several tools in one. */
function turnsOf(messages: readonly AiMessage[]): Anthropic.MessageParam[] {
  const turns: { role: "user" | "assistant"; content: Anthropic.ContentBlockParam[] }[] = []
  for (const message of messages) {
    const role = message.role === "assistant" ? "assistant" : "user"
    const last = turns.at(-1)
    const turn = last?.role === role ? last : { role, content: [] as Anthropic.ContentBlockParam[] }
    if (turn !== last) turns.push(turn as (typeof turns)[number])
    turn.content.push(...blocksOf(message))
  }
  return turns
}

function blocksOf({ role, content, calls, answers, failed }: AiMessage): Anthropic.ContentBlockParam[] {
  if (role === "tool") {
    return [
      { type: "tool_result", tool_use_id: answers ?? "", content, ...(failed ? { is_error: true } : {}) },
    ]
  }
  const text = content === "" ? [] : [{ type: "text" as const, text: content }]
  const uses = (calls ?? []).map(({ id, name, input }) => ({
    type: "tool_use" as const,
    id,
    name,
    input: input ?? {},
  }))
  return [...text, ...uses]
}
