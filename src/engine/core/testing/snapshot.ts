import { decide } from "../decide.ts"
import type { Instance, RunState, Task, Visit } from "../state.ts"

/** All that a state says, as plain data: two states with the same one behave alike from here on. */
export function snapshot(state: RunState): unknown {
  const { phase, result, variables, events, worked, busy, busySince, takeovers, output, problem } = state
  return {
    ...{ phase, result, variables, events, worked, busy, busySince, takeovers, output, problem },
    actions: decide(state),
    queue: [...state.queue].map(taskSnapshot),
    memory: [...state.memory].map(([{ id }, remembered]) => [id, remembered]),
    turns: [...state.turns].map(([{ id }, { task, next }]) => [id, [task, ...next].map(taskSnapshot)]),
    timers: [...state.timers].map(([name, { at }]) => [name, at]),
    instances: [...state.instances.values()].map(instance => [instance.path, instanceSnapshot(instance)]),
  }
}

function instanceSnapshot(instance: Instance) {
  const { status, wires, open, live, entered, stir, waits, output, resting, cancelling, stopping } = instance
  return {
    ...{ status, wires, open, live, entered, stir, waits, output, resting, cancelling, stopping },
    visits: instance.visits.map(visits => visits?.map(visitSnapshot)),
    active: [...instance.active].map(({ step, number }) => `${step.id}#${number}`),
    coming: [...instance.coming].map(({ wire, validator }) => [wire.index, validator]),
    loops: instance.loops.map(({ busy, undecided, ended, pending, held }) => ({
      ...{ busy, undecided, ended },
      pending: pending.map(({ wire, visit }) => [wire.index, visit.number]),
      held: [...held].map(wire => wire.index),
    })),
    spreads: [...(instance.spreads ?? [])].map(([step, { busy, pending }]) => [
      step.id,
      busy,
      pending.length,
    ]),
  }
}

function visitSnapshot(visit: Visit) {
  const { number, status, outlets, problem, live, input, origins, endedBy, error } = visit
  return {
    ...{ number, status, outlets, problem, live, input, origins, endedBy, error },
    arrivals: visit.arrivals.map(({ wire, visit: from }) => [wire.index, from.number]),
    task: visit.task && taskSnapshot(visit.task),
    tasks: visit.tasks?.map(taskSnapshot),
    steering: visit.steering && { state: visit.steering.state, running: visit.steering.running.size },
  }
}

function taskSnapshot(task: Task) {
  const { number, status, attempt, key, effect, input, outlets, tries, wait } = task
  return { number, status, attempt, key, effect, input, outlets, tries, wait }
}
