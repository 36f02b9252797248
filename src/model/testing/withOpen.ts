import { ok } from "../../lib/result.ts"
import { streamOf } from "../byteStream.ts"
import type { HttpPort } from "../ports.ts"

/** An http port of whole answers, which are also given piece by piece. */
export function withOpen(send: HttpPort["send"]): HttpPort {
  return {
    send,
    async open(request, signal) {
      const whole = await send(request, signal)
      return whole.ok ? ok({ ...whole.value, body: streamOf(whole.value.body) }) : whole
    },
  }
}
