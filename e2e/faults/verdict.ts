import { expect } from "@playwright/test"
import type { EventOf, RunEvent } from "../../src/engine/core/event.ts"
import { plan } from "../../src/engine/core/plan.ts"
import { singlesOf } from "../../src/engine/core/singles.ts"
import type { StepPlace } from "../../src/runs/runService.ts"
import { runView } from "../../src/runs/runView.ts"
import { traced } from "../../src/runs/testing/traced.ts"
import { visitsOf } from "../../src/runs/visitDetail.ts"
import { steps } from "../../src/steps/registry.ts"
import type { Request } from "./effectsServer.ts"
import { faultEffect } from "./page/faultEffect.ts"
import { faultyWorkflow } from "./workflow.ts"

const kinds = new Map([...steps, faultEffect].map(step => [step.kind, step]))

/** What a trial has shown. */
export interface Evidence {
  readonly told: readonly RunEvent[]
  readonly requests: readonly Request[]
  readonly reference: unknown
}

/** What must be true of every run, whatever became of the browser on the way. */
export function judge({ told, requests, reference }: Evidence): void {
  expect(outcomeOf(told), "it ends as an uninterrupted run does").toEqual(reference)
  const all = told.flatMap(singlesOf)
  const starts = all.filter(event => event.type === "step.started")
  for (const key of new Set(starts.map(each => each.key))) {
    const own = requests.filter(each => each.key === key)
    const begun = starts.filter(each => each.key === key)
    expect(own.length, `requests of ${key} are no more than its attempts`).toBeLessThanOrEqual(begun.length)
    const performed = own.filter(each => each.performed).length
    if (begun[0]?.effect === "once") expect(performed, `${key} happened once`).toBe(1)
    else expect(performed, `${key} happened`).toBeGreaterThanOrEqual(1)
  }
  const strangers = requests.filter(({ key }) => !starts.some(each => each.key === key))
  expect(strangers, "no effect without its intent on disk").toEqual([])
  judgeTakeovers(told, requests)
}

function judgeTakeovers(told: readonly RunEvent[], requests: readonly Request[]): void {
  const all = told.flatMap(singlesOf)
  const first = all.findIndex(({ type }) => type === "run.taken_over")
  if (first === -1) {
    expect(all.filter(({ type }) => type === "step.doubted" || type === "step.decided")).toEqual([])
    return
  }
  const before = all.slice(0, first)
  const starts = before.filter(event => event.type === "step.started")
  const isDone = (start: EventOf<"step.started">): boolean =>
    before.some(event => event.type === "step.completed" && isSamePlace(event, start))
  const done = new Set(starts.filter(isDone).map(({ key }) => key))
  expect(
    requests.filter(({ key, life }) => life > 0 && done.has(key)),
    "what was done is not done again",
  ).toEqual([])
  const cut = starts.filter(start => start.effect === "once" && !isDone(start)).map(({ step }) => step)
  const doubted = doubtsIn(all.slice(0, first + 1)).map(({ place }) => place.step)
  expect(doubted.sort(), "what was cut and must happen once is in doubt, and nothing else").toEqual(
    cut.sort(),
  )
}

/** How the run ended, and what each visit of each step gave. */
export function outcomeOf(told: readonly RunEvent[]): unknown {
  const run = folded(told)
  const { status, output } = runView(run.state, run.trace)
  const ids = run.state.plan.scopes.flatMap(({ steps }) => steps.map(({ id }) => id))
  const all = Number.POSITIVE_INFINITY
  const visits = visitsOf(run, ids, all, all)
    .last(all)
    .map(({ key, look, outlets }) => [key, look, JSON.stringify(outlets ?? null)])
  return { status, output, visits: visits.sort(([a = ""], [b = ""]) => (String(a) < String(b) ? -1 : 1)) }
}

/** The steps that are in doubt after these events, with the keys of their effects. */
export function doubtsIn(told: readonly RunEvent[]): { readonly place: StepPlace; readonly key: string }[] {
  const starts = told.flatMap(singlesOf).filter(event => event.type === "step.started")
  const { state, trace } = folded(told)
  return runView(state, trace).doubts.map(({ place }) => ({
    place,
    key: starts.findLast(start => isSamePlace(start, place))?.key ?? "",
  }))
}

function folded(told: readonly RunEvent[]) {
  return traced(
    plan(faultyWorkflow, kind => kinds.get(kind)),
    told,
  )
}

function isSamePlace(
  a: { in: string; step: string; visit?: number },
  b: Pick<StepPlace, "in" | "step" | "visit">,
): boolean {
  return a.in === b.in && a.step === b.step && a.visit === b.visit
}
