import type { Wire } from "./modelServer.ts"

const stops: { readonly [stop: string]: string } = {
  end: "end_turn",
  length: "max_tokens",
  tool: "tool_use",
}

/** Anthropic's messages, as they look on the wire. */
export const anthropicWire: Wire = {
  stream({ text, calls, stop, usage, piece }, { body }) {
    const event = (type: string, data: object) =>
      `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
    const message = { id: "msg_1", type: "message", role: "assistant", model: body.model, content: [] }
    const started = { ...message, stop_reason: null, usage: { input_tokens: usage.input, output_tokens: 1 } }
    const events = [event("message_start", { message: started })]
    let index = 0
    if (text !== "") {
      events.push(event("content_block_start", { index, content_block: { type: "text", text: "" } }))
      events.push(event("ping", {}))
      for (const part of pieces(text, piece))
        events.push(event("content_block_delta", { index, delta: { type: "text_delta", text: part } }))
      events.push(event("content_block_stop", { index }))
      index++
    }
    for (const [at, { name, input }] of calls.entries()) {
      const content_block = { type: "tool_use", id: `toolu_${at}`, name, input: {} }
      events.push(event("content_block_start", { index, content_block }))
      for (const part of pieces(input, piece))
        events.push(
          event("content_block_delta", { index, delta: { type: "input_json_delta", partial_json: part } }),
        )
      events.push(event("content_block_stop", { index }))
      index++
    }
    const delta = { stop_reason: stops[stop] ?? stop, stop_sequence: null }
    events.push(event("message_delta", { delta, usage: { output_tokens: usage.output } }))
    events.push(event("message_stop", {}))
    return events
  },
  whole({ text, stop, usage }, { body }) {
    return JSON.stringify({
      ...{ id: "msg_1", type: "message", role: "assistant", model: body.model },
      content: [{ type: "text", text }],
      stop_reason: stops[stop] ?? stop,
      usage: { input_tokens: usage.input, output_tokens: usage.output },
    })
  },
  error(
    status,
    {
      type = status === 429 ? "rate_limit_error" : status === 529 ? "overloaded_error" : "api_error",
      message = "no",
    },
  ) {
    return JSON.stringify({ type: "error", error: { type, message } })
  },
  errorEvent: error => `event: error\ndata: ${JSON.stringify({ type: "error", error })}\n\n`,
}

/** The text in pieces of so many letters. */
export function pieces(text: string, size: number): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length; at += size) parts.push(text.slice(at, at + size))
  return parts
}
