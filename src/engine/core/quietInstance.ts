import type { JsonMap } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import { ActiveVisits } from "./activeVisits.ts"
import type { ScopePlan, StepPlan } from "./plan.ts"
import type { Coming, Instance, Visit } from "./state.ts"

/** Where an instance stands. */
export interface OpeningPlace {
  readonly scope: ScopePlan
  readonly name: Instance["name"]
  readonly parent?: Visit
  readonly index: number
  readonly gives?: JsonMap | undefined
  readonly error?: Problem | undefined
  /** Begins at these steps and not at the scope's entries. */
  readonly entries?: readonly StepPlan[] | undefined
}

/** What all instances share in which nothing is under way. */
export const nothing: never[] = []
/** The same of visits. */
export const noVisits = new ActiveVisits()
/** The same of wires on their way. */
export const noneComing = new Set<Coming>()

/** A wire of the instance is on its way. Few instances ever have one, and only those keep a set. */
export function addComing(instance: Instance, coming: Coming): void {
  if (instance.coming === noneComing) instance.coming = new Set()
  instance.coming.add(coming)
}

/** An instance in which nothing is under way, opened by the event with this number. */
export function quietInstance(opening: OpeningPlace, openedBy: number): Instance {
  const { scope, parent, name, index, gives, error } = opening
  return {
    path: pathOf(opening),
    scope,
    parent,
    name,
    index,
    openedBy,
    gives,
    status: "running",
    wires: nothing,
    carried: nothing,
    open: nothing,
    live: nothing,
    entered: nothing,
    waits: nothing,
    stir: nothing,
    visits: [],
    active: noVisits,
    coming: noneComing,
    stack: undefined,
    loops: nothing,
    spreads: undefined,
    spreadsOf: undefined,
    resting: 0,
    isIdle: false,
    memory: undefined,
    stopping: undefined,
    cancelling: false,
    action: 0,
    output: null,
    error: error ?? parent?.error,
  }
}

function pathOf({ parent, name, index }: OpeningPlace): string {
  if (parent === undefined) return name === "steps" ? "" : `!${name}`
  const { instance, step, number } = parent
  const around = instance.path === "" ? "" : `${instance.path}/`
  return `${around}${step.id}${name === "steps" ? "" : `.${name}`}[${index}]#${number}`
}
