import type { Used } from "../engine/core/event.ts"
import { t } from "../language/t.ts"
import { sayUsd } from "./statusLooks.ts"

/** What attempts cost, those that failed too. */
export interface Cost {
  /** In dollars, as far as prices are known. */
  readonly usd: number
  readonly tokens: number
  /** The price of some of it is not known. */
  readonly isUnpriced: boolean
}

/** The cost of what was used. */
export function costOfUse(used: Used | undefined): Cost {
  const { usd = 0, inputTokens = 0, outputTokens = 0 } = used ?? {}
  const tokens = inputTokens + outputTokens
  return { usd: usd ?? 0, tokens, isUnpriced: usd === null && tokens > 0 }
}

/** The cost of all of these. */
export function costOfAll(costs: Iterable<Cost>): Cost {
  let [usd, tokens, isUnpriced] = [0, 0, false]
  for (const cost of costs) {
    usd += cost.usd
    tokens += cost.tokens
    isUnpriced ||= cost.isUnpriced
  }
  return { usd, tokens, isUnpriced }
}

/** The money in words: a price that is not known is never nothing. Empty where it cost nothing. */
export function sayPrice({ usd, isUnpriced }: Cost): string {
  if (isUnpriced) return usd > 0 ? t`over ${sayUsd(usd)}` : t`price not known`
  return usd > 0 ? sayUsd(usd) : ""
}

/** The tokens and the money in words; empty where no model was asked. */
export function sayCost(cost: Cost): string {
  const tokens = cost.tokens > 0 ? t`${cost.tokens.toLocaleString("en")} tokens` : ""
  return [tokens, sayPrice(cost)].filter(Boolean).join(" · ")
}
