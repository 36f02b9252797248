import type { RunState, Task } from "./state.ts"
import { tasksOf } from "./whereabouts.ts"

/** A power that the run waits for: what would have to be granted, and the tasks that were refused for want of it. */
export interface AwaitedGrant {
  readonly pattern: string
  /** Completes "It may …". */
  readonly say: string
  readonly tasks: readonly Task[]
}

/** The powers that the run waits for. */
export function awaitedGrants(state: RunState): readonly AwaitedGrant[] {
  const found = new Map<string, AwaitedGrant>()
  for (const { active } of state.instances.opened()) {
    for (const visit of active) {
      for (const task of tasksOf(visit)) {
        const { status, wait } = task
        if (status !== "waiting" || wait?.for !== "grant") continue
        const { pattern, say } = wait
        found.set(pattern, { pattern, say, tasks: [...(found.get(pattern)?.tasks ?? []), task] })
      }
    }
  }
  return [...found.values()]
}
