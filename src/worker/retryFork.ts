import { fold } from "../engine/core/apply.ts"
import type { EventOf, Kept, RunEvent, SingleEvent } from "../engine/core/event.ts"
import { plan } from "../engine/core/plan.ts"
import type { Instance, RunState, Visit } from "../engine/core/state.ts"
import type { Json } from "../lib/json.ts"
import type { AnyStep } from "../model/step.ts"
import type { Workflow } from "../model/workflow.ts"

/**
 * What a run that retries one that has ended takes over from it: each visit that completed. What failed, was
 * cancelled or was never reached runs. A container runs again around what was done inside it, for that is how the
 * variables and memories that were written inside come back.
 */
export function forkToRetry(
  workflow: Workflow,
  kinds: (kind: string) => AnyStep | undefined,
  events: readonly RunEvent[],
): NonNullable<EventOf<"run.started">["fork"]> {
  const state = fold(plan(workflow, kinds), events)
  const written = writtenBy(events)
  const containers = new Set([...state.instances.values()].map(instance => instance.parent))
  const kept: Kept[] = []
  for (const visit of visitsOf(state)) {
    const { status, problem, outlets, origins, task, instance, step, number } = visit
    if (status !== "completed" || problem !== undefined || outlets === undefined) continue
    if (containers.has(visit)) continue
    kept.push({
      ...{ in: instance.path, step: step.id, visit: number, outlets },
      ...(task === undefined ? {} : { key: task.key }),
      ...(origins === undefined ? {} : { origins: origins as NonNullable<Kept["origins"]> }),
      ...written.get(nameOf(instance.path, step.id, number)),
    })
  }
  return { of: state.run, kept }
}

function* visitsOf(state: RunState): Iterable<Visit> {
  for (const instance of state.instances.values()) yield* visitsIn(instance)
}

function* visitsIn(instance: Instance): Iterable<Visit> {
  for (const visits of instance.visits) if (visits !== undefined) yield* visits
}

interface Written {
  readonly variables?: { readonly [name: string]: Json }
  readonly memory?: Json
}

/** What each visit wrote with its completion, its items' writes in their order. */
function writtenBy(events: readonly RunEvent[]): Map<string, Written> {
  const written = new Map<string, Written>()
  const note = (event: SingleEvent): void => {
    if (event.type !== "step.completed" || (event.variables ?? event.memory) === undefined) return
    const name = nameOf(event.in, event.step, event.visit)
    const before = written.get(name)
    written.set(name, {
      ...(event.variables === undefined && before?.variables === undefined
        ? {}
        : { variables: { ...before?.variables, ...event.variables } }),
      ...(event.memory === undefined ? {} : { memory: event.memory }),
    })
  }
  for (const event of events) {
    if (event.type === "batch") event.events.forEach(note)
    else note(event)
  }
  return written
}

function nameOf(path: string, step: string, visit: number): string {
  return `${path}\n${step}\n${visit}`
}
