import { isMap } from "../../lib/json.ts"
import { err, type Result } from "../../lib/result.ts"
import { type Spent, saySpent } from "../../model/budget.ts"
import type { AiUsage, Ports } from "../../model/ports.ts"
import { type Problem, problemsOf } from "../../model/problems.ts"
import type { MayAsk } from "../../model/recording.ts"
import { unsent } from "../sent.ts"

/** What an attempt used of what costs money. */
export interface Metered {
  readonly usd: number | null
  readonly inputTokens: number
  readonly outputTokens: number
  readonly requests: number
}

/** Ports that count what they cost, and what they have counted. */
export interface MeteredPorts {
  readonly ports: Partial<Ports>
  /** Undefined where nothing was used. */
  used(): Metered | undefined
  /** The budget that let the last call not be made. */
  spent(): Spent | undefined
}

const budgetProblem = problemsOf({
  budget_spent: { say: "{what}. Raise it, and the run goes on from here." },
})

/** The ports, counted; a call for which nothing is left is not made. */
export function meteredPorts(ports: Partial<Ports>, mayAsk: MayAsk): MeteredPorts {
  let used: Metered | undefined
  let refused: Spent | undefined
  const { ai, http } = ports

  const add = (more: Partial<AiUsage>): void => {
    const { usd = 0, inputTokens = 0, outputTokens = 0 } = more
    used = {
      usd: used === undefined ? usd : used.usd === null ? usd : used.usd + (usd ?? 0),
      inputTokens: (used?.inputTokens ?? 0) + inputTokens,
      outputTokens: (used?.outputTokens ?? 0) + outputTokens,
      requests: (used?.requests ?? 0) + 1,
    }
  }

  async function counted<T>(
    call: () => Promise<Result<T, Problem>>,
    usageOf: (answer: Result<T, Problem>) => Partial<AiUsage>,
  ): Promise<Result<T, Problem>> {
    const spent = mayAsk({
      usd: used?.usd ?? 0,
      tokens: (used?.inputTokens ?? 0) + (used?.outputTokens ?? 0),
      requests: used?.requests ?? 0,
    })
    if (spent !== null) {
      refused = spent
      return err(unsent(budgetProblem("budget_spent", { what: saySpent(spent) })))
    }
    const answer = await call()
    add(usageOf(answer))
    return answer
  }

  const { embed } = ai ?? {}
  return {
    ports: {
      ...ports,
      ...(ai && {
        ai: {
          chat: request => counted(() => ai.chat(request), usageIn),
          ...(embed && { embed: request => counted(() => embed.call(ai, request), usageIn) }),
        },
      }),
      ...(http && {
        http: {
          send: (request, signal) =>
            counted(
              () => http.send(request, signal),
              () => ({}),
            ),
          open: (request, signal) =>
            counted(
              () => http.open(request, signal),
              () => ({}),
            ),
        },
      }),
    },
    used: () => used,
    spent: () => refused,
  }
}

/** A call that failed may have been paid for all the same. */
function usageIn(answer: Result<{ readonly usage: AiUsage }, Problem>): Partial<AiUsage> {
  if (answer.ok) return answer.value.usage
  const usage = answer.error.data?.usage
  if (!isMap(usage)) return {}
  const { usd, inputTokens, outputTokens } = usage
  return {
    usd: typeof usd === "number" ? usd : null,
    inputTokens: typeof inputTokens === "number" ? inputTokens : 0,
    outputTokens: typeof outputTokens === "number" ? outputTokens : 0,
  }
}
