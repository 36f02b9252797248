import type { Step, Workflow } from "../../model/workflow.ts"
import { apply, fold } from "./apply.ts"
import { decide } from "./decide.ts"
import type { RunEvent } from "./event.ts"
import { plan } from "./plan.ts"
import { newRun } from "./state.ts"

interface Line {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly wanted?: string
}

const chainLength = 10_000
const started: RunEvent = { type: "run.started", v: 1, at: 0, run: "r", inputs: {}, seed: 1 }

/** How fast the pure core is, with nothing stored. */
export default function bench(report: (line: Line) => void): void {
  const pure = (length: number) => plan(chain(length), () => ({ outlets: ["success"], effect: "pure" }))
  const chained = pure(chainLength)
  for (let warm = 0; warm < 3; warm++) runThrough(chained)
  // Others may use the machine as well: what the core can do shows in its best rounds, what one gets in the middle one.
  const seconds = roundsOf(chained, 15)
  const speed = (at: number) => Math.round(chainLength / (seconds[at] ?? Number.NaN))
  report({ name: "core: chain of 10,000 pure steps, middle of 15 rounds", value: speed(7), unit: "steps/s" })
  report({
    name: "core: chain of 10,000 pure steps, best of 15 rounds",
    value: speed(0),
    unit: "steps/s",
    wanted: "> 200,000",
  })
  const longer = roundsOf(pure(10 * chainLength), 3)[1] ?? Number.NaN
  report({
    name: "core: a step of a workflow that is ten times as long, to one of this",
    value: longer / 10 / (seconds[7] ?? Number.NaN),
    unit: "×",
  })
  const journal = runThrough(plan(chain(50_000), () => ({ outlets: ["success"], effect: "read" })))
  const long = plan(chain(50_000), () => ({ outlets: ["success"], effect: "read" }))
  const foldBegan = performance.now()
  fold(long, journal)
  report({
    name: `core: folding ${journal.length.toLocaleString("en")} events`,
    value: Math.round(performance.now() - foldBegan),
    unit: "ms",
    wanted: "< 500",
  })
}

function chain(length: number): Workflow {
  const steps: Step[] = Array.from({ length }, (_, index) => ({ id: `s${index}`, kind: "log" }))
  return { rivulet: 1, id: "chain", steps }
}

/** How many seconds each of the rounds took, the quickest first. */
function roundsOf(planned: ReturnType<typeof plan>, rounds: number): number[] {
  return Array.from({ length: rounds }, () => {
    const began = performance.now()
    runThrough(planned)
    return (performance.now() - began) / 1000
  }).sort((a, b) => a - b)
}

/** Does what a loop does, with a value for an effect; the events. */
function runThrough(planned: ReturnType<typeof plan>): RunEvent[] {
  const state = newRun(planned)
  const events: RunEvent[] = []
  const append = (event: RunEvent) => {
    events.push(event)
    apply(state, event)
  }
  append(started)
  let seen = 0
  for (let actions = decide(state); actions.length > 0; actions = decide(state, seen)) {
    for (const action of actions) {
      seen = action.seq
      if (action.type === "end") append(action.event)
      if (action.type !== "start") continue
      const { in: path, step, visit, attempt, key } = action
      if (planned.main.byId.get(step)?.kind.effect !== "pure") {
        append({
          type: "step.started",
          at: 1,
          in: path,
          step,
          visit,
          attempt,
          key,
          effect: "read",
          input: null,
        })
      }
      append({ type: "step.completed", at: 1, in: path, step, visit, outlets: { success: 1 } })
    }
  }
  return events
}
