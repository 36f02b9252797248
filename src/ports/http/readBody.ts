import { joinBytes } from "../../lib/joinBytes.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Problem } from "../../model/problems.ts"
import { unanswered } from "../sent.ts"

/** What is known of a body before it is read. */
export interface BodyLimits {
  readonly host: string
  /** The most bytes that are kept, counted as they come out of their packing. */
  readonly most: number
  /** The answer to HEAD announces a body and has none. */
  readonly isHead: boolean
}

/** The body of a response, which is let go of as soon as it grows beyond what is wanted. */
export async function readBody(
  response: Pick<Response, "headers" | "body">,
  limits: BodyLimits,
): Promise<Result<Uint8Array, Problem>> {
  const { host, most, isHead } = limits
  const announced = Number(response.headers.get("content-length") ?? 0)
  const tooLarge = () => err(httpProblem("http_too_large", { host, most }))
  if (isHead || response.body === null) {
    await response.body?.cancel()
    return ok(new Uint8Array())
  }
  if (announced > most) {
    await response.body.cancel()
    return tooLarge()
  }
  const parts: Uint8Array[] = []
  let got = 0
  const reader = response.body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      got += read.value.length
      if (got > most) {
        await reader.cancel()
        return tooLarge()
      }
      parts.push(read.value)
    }
  } catch (cause) {
    if (isAbort(cause)) throw cause
    const size = announced > 0 ? announced : "an unknown number"
    return err(unanswered(httpProblem("http_cut_body", { host, got, size })))
  }
  return ok(joinBytes(parts))
}

function isAbort(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "AbortError"
}
