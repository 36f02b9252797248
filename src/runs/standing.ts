import { findStep } from "../model/places.ts"
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
}

/** Where the step stands, and in which instance of the run that is looked at, unless that is known. */
export function standingOf(
  workflow: Workflow | null,
  run: RunStore | null,
  step: string,
  known?: string,
): Standing {
  const path = (workflow && findStep(workflow, step)?.path) ?? []
  return {
    isAtEnd: path.length > 0 && path[0] !== "steps",
    isInside: path.length > 2,
    around: known ?? (run?.store.getState().view == null ? undefined : run.around(step)),
  }
}

/** Whether the step can run by itself: of what is inside a container only what a run has come to. */
export function canRunAlone({ isAtEnd, isInside, around }: Standing): boolean {
  return !isAtEnd && (!isInside || around !== undefined)
}
