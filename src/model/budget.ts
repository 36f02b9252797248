import { z } from "zod"
import { sayNumber } from "../language/formats.ts"
import { t } from "../language/t.ts"

/*
 * A budget limits what a run, or one of its steps, may use: money, tokens, requests, time. It is looked at before
 * each call that costs; what would go past it is not sent, and the run pauses until somebody raises the budget.
 */

/** What a budget can limit. */
export const budgetKinds = ["usd", "tokens", "requests", "time"] as const
/** What a budget can limit. */
export type BudgetKind = (typeof budgetKinds)[number]

/** How much may be used; time in milliseconds. */
export const limitsSchema = z.strictObject({
  usd: z.number().min(0).optional(),
  tokens: z.number().min(0).optional(),
  requests: z.number().min(0).optional(),
  time: z.number().min(0).optional(),
})
/** How much may be used; time in milliseconds. */
export type Limits = z.infer<typeof limitsSchema>

/** A budget that is used up. */
export const spentSchema = z.strictObject({
  /** The step that it is for; of the whole run, where it is left out. */
  step: z.string().optional(),
  what: z.enum(budgetKinds),
  limit: z.number(),
  used: z.number(),
})
/** A budget that is used up. */
export type Spent = z.infer<typeof spentSchema>

/** What is used, in the kinds of a budget. */
export type Usage = { readonly [Kind in BudgetKind]?: number }

/** The first limit that is reached; null where more may be used. */
export function reached(limits: Limits, used: Usage): Omit<Spent, "step"> | null {
  for (const what of budgetKinds) {
    const limit = limits[what]
    const so = used[what] ?? 0
    if (limit !== undefined && so >= limit) return { what, limit, used: so }
  }
  return null
}

/** Which part of its limits is used at most: 0.8 is four fifths. */
export function shareOf(limits: Limits, used: Usage): number {
  const shares = budgetKinds.map(what => {
    const limit = limits[what]
    if (limit === undefined) return 0
    return limit === 0 ? 1 : (used[what] ?? 0) / limit
  })
  return Math.max(0, ...shares)
}

/** An amount of what a budget limits, for people. */
export function sayAmount(what: BudgetKind, amount: number): string {
  if (what === "usd") return `$${amount < 0.01 && amount > 0 ? amount.toFixed(4) : amount.toFixed(2)}`
  if (what === "time") return `${Math.round(amount / 1000)} s`
  return sayCount(what, amount)
}

function sayCount(what: "tokens" | "requests", amount: number): string {
  if (what === "tokens") return amount === 1 ? t`1 token` : t`${sayNumber(amount)} tokens`
  return amount === 1 ? t`1 request` : t`${sayNumber(amount)} requests`
}

/** A budget that is used up, as a sentence. */
export function saySpent({ step, what, limit, used }: Spent): string {
  const [spent, most] = [sayAmount(what, used), sayAmount(what, limit)]
  return step === undefined
    ? t`The budget of the run is used up: ${spent} of ${most}`
    : t`The budget of the step “${step}” is used up: ${spent} of ${most}`
}
