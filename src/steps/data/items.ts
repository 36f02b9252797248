import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { StepContext } from "../../model/step.ts"
import { anyList } from "../anyJson.ts"
import { dataProblem, wordFor } from "./dataProblems.ts"

/** The parameter of steps that work on a list. */
export const itemsField = anyList
  .optional()
  .meta({ description: "The list; what arrives by the wire if left out" })

/** The list that a step works on: the one given, else the one that arrived. */
export function itemsOf(
  items: readonly Json[] | undefined,
  incoming: Json | undefined,
): Result<readonly Json[], Problem> {
  const list = items ?? incoming
  return Array.isArray(list) ? ok(list) : err(dataProblem("data_not_list", { what: wordFor(list) }))
}

/** The lists that arrived at two named inlets, unless they are given. */
export function pairOf(
  given: { readonly first: readonly Json[] | undefined; readonly second: readonly Json[] | undefined },
  arrivals: StepContext["arrivals"],
): Result<{ readonly first: readonly Json[]; readonly second: readonly Json[] }, Problem> {
  const arrived = (name: string, number: number) =>
    arrivals.find(({ inlet }) => inlet === name || inlet === number)?.value
  const first = itemsOf(given.first, arrived("first", 1))
  const second = itemsOf(given.second, arrived("second", 2))
  if (!first.ok) return first
  return second.ok ? ok({ first: first.value, second: second.value }) : second
}

/** Where an item of two lists came from: the places of the second list count on from those of the first. */
export function placesOf(one: number | undefined, other: number | undefined, firstLength: number): number[] {
  if (other === undefined) return one === undefined ? [] : [one]
  return one === undefined ? [firstLength + other] : [one, firstLength + other]
}

const chunk = 4096

/** Does the work for 0 up to the count in portions, with progress, and stops between them once it is aborted. */
export function inPortions(
  count: number,
  { signal, progress }: Pick<StepContext, "signal" | "progress">,
  work: (index: number) => void,
): Problem | null {
  for (let from = 0; from < count; from += chunk) {
    if (signal.aborted) return dataProblem("data_stopped")
    const to = Math.min(from + chunk, count)
    for (let index = from; index < to; index++) work(index)
    if (to < count) progress(to / count)
  }
  return null
}

/** The JSON type of a step that gives a list. */
export const listOutput = z.array(anyList.element)
