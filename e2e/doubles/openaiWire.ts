import { pieces } from "./anthropicWire.ts"
import type { Wire } from "./modelServer.ts"

const finishes: { readonly [stop: string]: string } = {
  end: "stop",
  length: "length",
  tool: "tool_calls",
  refusal: "content_filter",
}

/** OpenAI's chat completions, as they look on the wire. */
export const openaiWire: Wire = {
  stream({ text, calls, stop, usage, piece }, { body }) {
    const base = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: body.model }
    const event = (data: object) => `data: ${JSON.stringify({ ...base, ...data })}\n\n`
    const choice = (delta: object, finish_reason: string | null = null) =>
      event({ choices: [{ index: 0, delta, finish_reason }] })
    const events = [choice({ role: "assistant", content: "" })]
    for (const part of pieces(text, piece)) events.push(choice({ content: part }))
    for (const [index, { name, input }] of calls.entries()) {
      const first = { index, id: `call_${index}`, type: "function", function: { name, arguments: "" } }
      events.push(choice({ tool_calls: [first] }))
      for (const part of pieces(input, piece))
        events.push(choice({ tool_calls: [{ index, function: { arguments: part } }] }))
    }
    events.push(choice({}, finishes[stop] ?? stop))
    if (body.stream_options?.include_usage) {
      const { input, output } = usage
      const counted = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
      events.push(event({ choices: [], usage: counted }))
    }
    events.push("data: [DONE]\n\n")
    return events
  },
  whole({ text, stop, usage }, { body }) {
    const message = { role: "assistant", content: text }
    return JSON.stringify({
      ...{ id: "chatcmpl-1", object: "chat.completion", created: 1, model: body.model },
      choices: [{ index: 0, message, finish_reason: finishes[stop] ?? stop }],
      usage: { prompt_tokens: usage.input, completion_tokens: usage.output },
    })
  },
  error(_, { type = "error", code, message = "no" }) {
    return JSON.stringify({ error: { type, message, ...(code === undefined ? {} : { code }) } })
  },
  errorEvent: error => `data: ${JSON.stringify({ error })}\n\n`,
}
