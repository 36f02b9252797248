import { isMap, own } from "../../lib/json.ts"
import type { AiPort, AiUsage } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"

/** What was used of models: null where one of the prices is not known. */
export interface AiUse {
  readonly usd: number | null
  readonly inputTokens: number
  readonly outputTokens: number
  readonly requests: number
}

/** An AI port that adds up what is asked through it, failures too; undefined while nothing was. */
export function createMeteredAi(ai: AiPort): { readonly ai: AiPort; readonly used: () => AiUse | undefined } {
  let total: AiUse | undefined
  const add = (usage: AiUsage | undefined): void => {
    if (usage === undefined) return
    const { usd, inputTokens, outputTokens, requests } = total ?? {
      usd: 0,
      inputTokens: 0,
      outputTokens: 0,
      requests: 0,
    }
    total = {
      usd: usd === null || usage.usd === null ? null : usd + usage.usd,
      inputTokens: Math.round(inputTokens + usage.inputTokens),
      outputTokens: Math.round(outputTokens + usage.outputTokens),
      requests: requests + 1,
    }
  }
  const { embed } = ai
  return {
    used: () => total,
    ai: {
      async chat(request) {
        const answer = await ai.chat(request)
        add(answer.ok ? answer.value.usage : usageOfProblem(answer.error))
        return answer
      },
      ...(embed && {
        async embed(request) {
          const answer = await embed(request)
          add(answer.ok ? answer.value.usage : usageOfProblem(answer.error))
          return answer
        },
      }),
    },
  }
}

/** What a call that came to a problem was paid for all the same. */
export function usageOfProblem({ data }: Problem): AiUsage | undefined {
  const usage = data?.usage
  if (!isMap(usage)) return undefined
  const usd = own(usage, "usd")
  return {
    inputTokens: Number(own(usage, "inputTokens") ?? 0),
    outputTokens: Number(own(usage, "outputTokens") ?? 0),
    usd: typeof usd === "number" ? usd : null,
  }
}
