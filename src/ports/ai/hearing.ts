import { isMap } from "../../lib/json.ts"
import { aiPortProblem } from "../../model/ai/aiPortProblems.ts"
import { costOf, type Prices } from "../../model/ai/prices.ts"
import type { AiAnswer, AiRequest, AiToolCall, AiUsage } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"

/*
 * An answer as it comes: pieces of text, pieces of calls, and what was used so far. However it ends, what was used
 * is known: by the vendor's count where it gave one that can be true, else by our own.
 */

/** The letters after which nothing more is read. */
export const longestAnswer = 4_000_000

/** The letters of a broken answer that are kept with its problem. */
const longestKept = 20_000

/** An answer under way. */
export interface Hearing {
  text(piece: string): void
  /** A piece of a call: what identifies it, and more of what it is called with. */
  call(index: number, piece: { readonly id?: string; readonly name?: string; readonly input?: string }): void
  used(tokens: { readonly input?: number | null; readonly output?: number | null }): void
  /** Whether it is longer than anything that is read. */
  isTooLong(): boolean
  /** The answer, once it has ended in order. */
  end(stop: AiAnswer["stop"], model: string): AiAnswer
  /** The problem with what had come and what that cost. */
  broken(problem: Problem): Problem
}

/** Begins to hear an answer. */
export function createHearing(request: AiRequest, model: string, prices: Prices): Hearing {
  const calls = new Map<number, { id: string; name: string; input: string }>()
  const parts: string[] = []
  let letters = 0
  let input: number | undefined
  let output: number | undefined

  const usage = (by: string): AiUsage => {
    const asked = request.messages.reduce((sum, { content }) => sum + content.length, 0)
    const said = letters + [...calls.values()].reduce((sum, call) => sum + call.input.length, 0)
    const tokens = { inputTokens: input ?? tokensIn(asked), outputTokens: output ?? tokensIn(said) }
    return { ...tokens, usd: costOf(by, tokens, prices) }
  }

  return {
    text(piece) {
      if (piece === "") return
      letters += piece.length
      parts.push(piece)
      request.onText?.(piece)
    },
    call(index, piece) {
      const call = calls.get(index) ?? { id: "", name: "", input: "" }
      calls.set(index, call)
      if (piece.id !== undefined) call.id = piece.id
      if (piece.name !== undefined) call.name += piece.name
      call.input += piece.input ?? ""
      letters += piece.input?.length ?? 0
    },
    used(tokens) {
      input = likely(tokens.input) ?? input
      output = likely(tokens.output) ?? output
    },
    isTooLong: () => letters > longestAnswer,
    end(stop, answeredBy) {
      const asked = [...calls.entries()].map(([index, call]) => callOf(call, index))
      return {
        text: parts.join(""),
        model: answeredBy,
        stop,
        usage: usage(model),
        ...(asked.length === 0 ? {} : { calls: asked }),
      }
    },
    broken(problem) {
      const came = letters > 0 || input !== undefined
      if (!came) return problem
      const { inputTokens, outputTokens, usd } = usage(model)
      const text = parts.join("").slice(0, longestKept)
      return { ...problem, data: { ...problem.data, text, usage: { inputTokens, outputTokens, usd } } }
    },
  }
}

/** The problem of an answer that goes on for longer than is read. */
export function tooLong(provider: string): Problem {
  return aiPortProblem("ai_too_large", { provider, most: longestAnswer })
}

/** About four letters make a token. */
export function tokensIn(letters: number): number {
  return Math.ceil(letters / 4)
}

function likely(count: number | null | undefined): number | undefined {
  return typeof count === "number" && Number.isFinite(count) && count >= 0 ? count : undefined
}

function callOf(
  call: { readonly id: string; readonly name: string; readonly input: string },
  index: number,
): AiToolCall {
  const { name } = call
  const id = call.id === "" ? `call_${index}` : call.id
  if (call.input.trim() === "") return { id, name, input: {} }
  try {
    const input: unknown = JSON.parse(call.input)
    if (isMap(input)) return { id, name, input }
  } catch {
    // It is told to the model, which may do better.
  }
  return { id, name, input: null, unreadable: call.input.slice(0, longestKept) }
}
