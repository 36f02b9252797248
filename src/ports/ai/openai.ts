import OpenAI from "openai"
import { err, ok, type Result } from "../../lib/result.ts"
import { aiPortProblem } from "../../model/ai/aiPortProblems.ts"
import { costOf } from "../../model/ai/prices.ts"
import type { AiAnswer, AiMessage, AiRequest } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { Connector, ConnectorParts } from "./connector.ts"
import { createHearing, tokensIn, tooLong } from "./hearing.ts"
import { createSdkFetch, noKey } from "./sdkFetch.ts"
import { problemOfCall } from "./wentWrong.ts"

type Body = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming
type Asked = AiRequest & { readonly model: string }

const stops: { readonly [reason: string]: AiAnswer["stop"] } = {
  stop: "end",
  length: "length",
  tool_calls: "tool",
  function_call: "tool",
  content_filter: "refusal",
}

/** Speaks to OpenAI, and to every server that speaks as OpenAI does, through OpenAI's SDK. */
export function createOpenAi(parts: ConnectorParts): Connector {
  const { provider, prices, now } = parts
  return {
    async chat(request) {
      const model = request.model === "" ? await firstModel(parts) : ok(request.model)
      if (!model.ok) return model
      const asked = { ...request, model: model.value }
      const body = bodyOf(asked, provider.address)
      const answer = await askOnce(parts, asked, body)
      // Not every server can hold its answers to a schema; the prompt says it as well.
      const isRefused =
        !answer.ok && answer.error.code === "ai_bad_request" && body.response_format !== undefined
      if (!isRefused) return answer
      const { response_format: _, ...plain } = body
      return askOnce(parts, asked, plain)
    },
    async embed({ model, texts, signal }) {
      const { client, refused } = clientOf(parts)
      try {
        const input = [...texts]
        const { data, usage } = await client.embeddings.create(
          { model, input, encoding_format: "float" },
          signal ? { signal } : {},
        )
        const letters = texts.reduce((sum, { length }) => sum + length, 0)
        const tokens = { inputTokens: usage?.prompt_tokens ?? tokensIn(letters), outputTokens: 0 }
        const vectors = [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding)
        return ok({ vectors, model, usage: { ...tokens, usd: costOf(model, tokens, prices) } })
      } catch (cause) {
        return err(problemOfCall(cause, { provider, model, signal, refused: refused(), now: now() }))
      }
    },
  }
}

function clientOf({ provider, send }: ConnectorParts) {
  const { fetch, refused } = createSdkFetch(send, provider.secret)
  const client = new OpenAI({
    ...{ apiKey: noKey, organization: null, project: null, baseURL: provider.address, fetch },
    ...{ maxRetries: 0, dangerouslyAllowBrowser: true, logLevel: "off" },
  })
  return { client, refused }
}

/** A server of one's own has the models that were put there: the first of them is as good a choice as any. */
async function firstModel(parts: ConnectorParts): Promise<Result<string, Problem>> {
  const { provider, now } = parts
  const { client, refused } = clientOf(parts)
  try {
    const [first] = (await client.models.list()).data
    return first ? ok(first.id) : err(aiPortProblem("ai_model_unnamed", { provider: provider.title }))
  } catch (cause) {
    return err(
      problemOfCall(cause, { provider, model: "", signal: undefined, refused: refused(), now: now() }),
    )
  }
}

async function askOnce(
  parts: ConnectorParts,
  request: Asked,
  body: Body,
): Promise<Result<AiAnswer, Problem>> {
  const { provider, prices, now } = parts
  const { model, signal } = request
  const hearing = createHearing(request, model, prices)
  const { client, refused } = clientOf(parts)
  let stop: AiAnswer["stop"] | undefined
  let answeredBy = model
  let hasRefused = false
  try {
    const chunks = await client.chat.completions.create(body, signal ? { signal } : {})
    for await (const chunk of chunks) {
      if (chunk.model) answeredBy = chunk.model
      if (chunk.usage)
        hearing.used({ input: chunk.usage.prompt_tokens, output: chunk.usage.completion_tokens })
      const choice = chunk.choices?.[0]
      if (choice?.delta?.refusal) hasRefused = true
      hearing.text(choice?.delta?.content ?? choice?.delta?.refusal ?? "")
      for (const { index, id, function: called } of choice?.delta?.tool_calls ?? []) {
        hearing.call(index, {
          ...(id ? { id } : {}),
          ...(called?.name ? { name: called.name } : {}),
          ...(called?.arguments ? { input: called.arguments } : {}),
        })
      }
      if (choice?.finish_reason) stop = stops[choice.finish_reason] ?? "other"
      if (hearing.isTooLong()) return err(hearing.broken(tooLong(provider.title)))
    }
  } catch (cause) {
    const trouble = { provider, model, signal, refused: refused(), now: now() }
    return err(hearing.broken(problemOfCall(cause, trouble)))
  }
  // A stream that was aborted or cut ends as one that is whole does.
  if (signal?.aborted) return err(hearing.broken(aiPortProblem("ai_stopped", { provider: provider.title })))
  if (stop === undefined)
    return err(hearing.broken(aiPortProblem("ai_cut_stream", { provider: provider.title })))
  return ok(hearing.end(hasRefused ? "refusal" : stop, answeredBy))
}

function bodyOf({ model, messages, tools, schema, maxTokens, temperature }: Asked, address: string): Body {
  // The vendor itself no longer takes the old name, and most others do not know the new one.
  const limit = new URL(address).hostname === "api.openai.com" ? "max_completion_tokens" : "max_tokens"
  return {
    ...{ model, stream: true, stream_options: { include_usage: true } },
    messages: messages.map(turnOf),
    ...(tools === undefined || tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, input }) => ({
            type: "function" as const,
            function: { name, description, parameters: { ...input } },
          })),
        }),
    ...(schema?.type === "object"
      ? {
          response_format: {
            type: "json_schema",
            json_schema: { name: "answer", strict: false, schema: { ...schema } },
          },
        }
      : {}),
    ...(maxTokens === undefined ? {} : { [limit]: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
  }
}

function turnOf({
  role,
  content,
  calls,
  answers,
}: AiMessage): OpenAI.Chat.Completions.ChatCompletionMessageParam {
  if (role === "tool") return { role, content, tool_call_id: answers ?? "" }
  if (role !== "assistant" || calls === undefined || calls.length === 0) return { role, content }
  const tool_calls = calls.map(({ id, name, input, unreadable }) => ({
    ...{ id, type: "function" as const },
    function: { name, arguments: unreadable ?? JSON.stringify(input ?? {}) },
  }))
  return { role, content, tool_calls }
}
