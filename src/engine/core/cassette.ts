import type { Cassette, RecordedStep } from "../../model/recording.ts"
import { beginningOf } from "./beginning.ts"
import type { RunEvent, SingleEvent } from "./event.ts"
import { didIn } from "./laps.ts"
import { singlesOf } from "./singles.ts"

/** Everything that a run got from outside, as its events tell it; undefined where they do not begin with its start. */
export function cassetteOf(events: Iterable<RunEvent>): Cassette | undefined {
  let made: Cassette | undefined
  const steps: { [name: string]: RecordedStep } = { __proto__: null } as never
  const timers: string[] = []
  const times: { [name: string]: number } = { __proto__: null } as never
  const change = (event: StepEvent, more: (before: RecordedStep) => Partial<RecordedStep>): void => {
    const name = nameOf(event)
    const before = steps[name] ?? { attempts: [] }
    steps[name] = { ...before, ...more(before) }
  }
  for (const event of singles(events)) {
    if ("saw" in event && event.saw?.now !== undefined) times[evaluationName(event)] = event.saw.now
    switch (event.type) {
      case "run.started":
        made = cassetteFrom(event, steps, timers, times)
        break
      case "timer.fired":
        timers.push(event.timer)
        break
      case "step.started": {
        const { input } = event
        if (input !== undefined) change(event, () => ({ input }))
        break
      }
      case "step.completed":
      case "step.failed":
      case "step.waiting":
      case "step.doubted":
      case "step.stopped": {
        const { calls = [], changes } = event
        const input = event.type === "step.completed" ? event.input : undefined
        change(event, ({ attempts }) => ({
          attempts: [...attempts, calls],
          ...(changes === undefined ? {} : { changes }),
          ...(input === undefined ? {} : { input }),
        }))
        break
      }
      case "step.lapped":
        for (const { input, ...place } of didIn(event))
          steps[nameOf(place)] = { attempts: [[]], ...(input === undefined ? {} : { input }) }
        break
      case "step.answered": {
        const { outlet, value, problem } = event
        const answer = {
          ...(outlet === undefined ? {} : { outlet }),
          ...(value === undefined ? {} : { value }),
          ...(problem === undefined ? {} : { problem }),
        }
        change(event, () => ({ answer }))
        break
      }
      case "wire.enabled": {
        const { wire, value } = event
        const enabled = { wire, ...(value === undefined ? {} : { value }) }
        change(event, before => ({ enabled: [...(before.enabled ?? []), enabled] }))
        break
      }
      default:
    }
  }
  return made
}

type StepEvent = Extract<SingleEvent, { step: string }>

function* singles(events: Iterable<RunEvent>): Iterable<SingleEvent> {
  for (const event of events) yield* singlesOf(event)
}

function cassetteFrom(
  event: Extract<SingleEvent, { type: "run.started" }>,
  steps: Cassette["steps"],
  timers: string[],
  times: NonNullable<Cassette["times"]>,
): Cassette {
  const { run, at, seed, mode = "live", workflow, timezone } = event
  return {
    ...{ run, mode, startedAt: at, seed, steps, timers, times },
    ...beginningOf(event),
    ...(workflow === undefined ? {} : { workflow }),
    ...(timezone === undefined ? {} : { timezone }),
  }
}

/** The event that carries what was evaluated, and where it belongs. */
export interface EvaluationPlace {
  readonly type: SingleEvent["type"]
  readonly in?: string
  readonly step?: string
  readonly visit?: number
  readonly task?: number | undefined
  readonly wire?: number
  readonly validator?: number
}

/** Names what an evaluation was for: the same in a run and in a replay of it. */
export function evaluationName(event: EvaluationPlace): string {
  const { type, in: path = "", step, visit = 1, task, wire, validator } = event
  const place = step === undefined ? path : nameOf({ in: path, step, visit, task })
  return [type, place, wire, validator].filter(part => part !== undefined).join(" ")
}

/** The name of the task that an event is about. */
export function nameOf({
  in: path,
  step,
  visit,
  task,
  call,
}: {
  readonly in: string
  readonly step: string
  readonly visit: number
  readonly task?: number | undefined
  readonly call?: string | undefined
}): string {
  const within = `${task === undefined ? "" : `.${task}`}${call === undefined ? "" : `~${call}`}`
  return `${path === "" ? "" : `${path}/`}${step}#${visit}${within}`
}
