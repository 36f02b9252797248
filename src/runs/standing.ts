import { own } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { beginsFreely, findStep, holdersOf } from "../model/places.ts"
import type { Workflow } from "../model/workflow.ts"
import type { RunStore } from "./runStore.ts"

/** Where a step stands in the workflow and in a run of it, which decides what can begin there. */
export interface Standing {
  /** It is among what is done when a run ends. */
  readonly isAtEnd: boolean
  /** It is inside a container. */
  readonly isInside: boolean
  /** The path of the instance that the run has of its scope, as it is looked at; undefined where it has none. */
  readonly around: string | undefined
  /** What is missing where no run has come to it: names that its containers give; null where nothing is. */
  readonly missing: readonly string[] | null
  readonly hasRun: boolean
}

/** Where the step stands, and in which instance of the run that is looked at, unless that is known. */
export function standingOf(
  kinds: Catalogue["kinds"],
  workflow: Workflow | null,
  run: RunStore | null,
  step: string,
  known?: string,
): Standing {
  const path = (workflow && findStep(workflow, step)?.path) ?? []
  const holders =
    workflow === null ? [] : holdersOf(workflow, step).map(({ kind }) => own(kinds, kind)?.holds)
  const isFree = holders.every((holds, depth) => beginsFreely(holds, path[2 * depth + 2]))
  return {
    isAtEnd: path.length > 0 && path[0] !== "steps",
    isInside: path.length > 2,
    missing: isFree ? null : [...new Set(holders.flatMap(holds => holds?.gives ?? []))],
    hasRun: run !== null,
    around: known ?? (run?.store.getState().view == null ? undefined : run.around(step)),
  }
}

/** Whether the step can run by itself: of what is inside a container what a run has come to, or what lacks nothing. */
export function canRunAlone({ isInside, around, missing, hasRun }: Standing): boolean {
  return !isInside || around !== undefined || (!hasRun && missing === null)
}

/** Whether a run can go up to the step: to the end of a run only where one has come to its end. */
export function canRunUpTo({ isAtEnd, around }: Standing): boolean {
  return !isAtEnd || around !== undefined
}
