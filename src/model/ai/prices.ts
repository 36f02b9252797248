import { own } from "../../lib/json.ts"
import published from "./prices.json" with { type: "json" }

/*
 * What models cost, in US dollars for a million tokens. The table that comes with the product says of which day it
 * is; what a user writes takes the place of its entries. A model that stands in neither has no price, and that is
 * what is said: never that it costs nothing.
 */

/** What a million tokens cost. */
export interface PlainPrice {
  readonly input: number
  readonly output: number
}

/** What a model costs, and what it costs for questions of more than so many tokens. */
export interface Price extends PlainPrice {
  readonly above?: { readonly input: number; readonly prices: PlainPrice }
}

/** Prices by model. */
export type Prices = { readonly [model: string]: Price }

/** The day of the table that comes with the product. */
export const pricesAsOf: string = published.asOf

/** The table that comes with the product. */
export const publishedPrices: Prices = published.models as Prices

/** The price of a model: by its name, or by its name without the day at the end; null where none is known. */
export function priceOf(model: string, prices: Prices): Price | null {
  const plain = model.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, "")
  return (
    own(prices, model) ??
    own(prices, plain) ??
    own(publishedPrices, model) ??
    own(publishedPrices, plain) ??
    null
  )
}

/** What so many tokens cost; null where the model's price is not known. */
export function costOf(
  model: string,
  { inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number },
  prices: Prices,
): number | null {
  const known = priceOf(model, prices)
  if (known === null) return null
  const { input, output } = known.above && inputTokens > known.above.input ? known.above.prices : known
  return (inputTokens * input + outputTokens * output) / 1_000_000
}
