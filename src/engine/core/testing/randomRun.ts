import fc from "fast-check"
import type { Step, WireSpec, Workflow } from "../../../model/workflow.ts"
import { isOutstanding } from "../asking.ts"
import type { EventOf } from "../event.ts"
import { type ForkScope, forkOf } from "../fork.ts"
import { chanceOf } from "../retries.ts"
import { Driver, type DriverOptions, trouble } from "./driver.ts"
import { flow } from "./flow.ts"

/*
 * Random workflows, and a loop that does what they ask in a random order with random outcomes. All chance comes
 * from a seed of fast-check's, so that what fails is shrunk and printed.
 */

const outletsOf: { readonly [kind: string]: readonly string[] } = {
  do: ["success", "failure"],
  choose: ["yes", "no", "failure"],
  read: ["success", "failure"],
  once: ["success"],
  foreach: ["done", "failure"],
  group: ["done", "failure"],
}

const leafKinds = fc.constantFrom("do", "do", "choose", "choose", "read", "once")

interface Shape {
  readonly kind: string
  readonly join: number
  readonly wires: readonly { readonly to: number; readonly outlet: number; readonly extra: number }[]
  readonly onError: number
  readonly inside: readonly Shape[]
  readonly items: number
}

function shapes(depth: number, most: number): fc.Arbitrary<readonly Shape[]> {
  const shape: fc.Arbitrary<Shape> = fc.record({
    kind:
      depth > 0
        ? fc.oneof(
            { weight: 5, arbitrary: leafKinds },
            { weight: 1, arbitrary: fc.constantFrom("foreach", "group") },
          )
        : leafKinds,
    join: fc.nat(9),
    wires: fc.array(fc.record({ to: fc.nat(20), outlet: fc.nat(2), extra: fc.nat(11) }), { maxLength: 3 }),
    onError: fc.nat(3),
    inside: depth > 0 ? shapes(depth - 1, 3) : fc.constant([]),
    items: fc.nat(3),
  })
  return fc.array(shape, { minLength: 1, maxLength: most })
}

/** A random workflow: branches, joins, loops, conditions, delays, containers, so many within one another. */
function workflowsOf(depth: number, most: number): fc.Arbitrary<Workflow> {
  return fc
    .record({
      shapes: shapes(depth, most),
      order: fc.constantFrom("parallel", "depth_first", "breadth_first"),
      parallel: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ shapes: inside, order, parallel }) =>
      flow(stepsOf(inside, "s"), { settings: { order: order as "parallel", parallel } }),
    )
}

/** Random workflows, with containers among their steps. */
export const workflows = workflowsOf(1, 7)
/** Random workflows, with containers within containers. */
export const nestedWorkflows = workflowsOf(2, 5)
/** The same with steps that are done at the end of a run. */
export const endingWorkflows = fc
  .record({ workflow: nestedWorkflows, failure: shapes(1, 3), always: shapes(1, 3) })
  .map(
    ({ workflow, failure, always }): Workflow => ({
      ...workflow,
      failure: stepsOf(failure, "f"),
      always: stepsOf(always, "e"),
    }),
  )

function stepsOf(inside: readonly Shape[], prefix: string): Step[] {
  return inside.map((shape, index): Step => {
    const outlets = outletsOf[shape.kind] ?? ["success"]
    const next: { [outlet: string]: WireSpec[] } = {}
    for (const { to, outlet, extra } of shape.wires) {
      const name = outlets[outlet % outlets.length] ?? "success"
      next[name] ??= []
      next[name].push({ to: `${prefix}${to % inside.length}`, ...extras[extra] })
    }
    const container = shape.kind === "foreach" || shape.kind === "group"
    const join = joins[shape.join]
    const onError = onErrors[shape.onError]
    return {
      id: `${prefix}${index}`,
      kind: shape.kind,
      visits: 3,
      ...(join === undefined ? {} : { join }),
      ...(onError === undefined ? {} : { onError }),
      ...(shape.kind === "foreach"
        ? { with: { items: Array.from({ length: shape.items }, (_, item) => item), concurrency: 2 } }
        : {}),
      ...(container && shape.inside.length > 0 ? { steps: stepsOf(shape.inside, `${prefix}${index}_`) } : {}),
      next,
    }
  })
}

const extras: readonly Partial<WireSpec>[] = [
  { when: "true" },
  { when: "false" },
  { when: "else" },
  { after: "1s" },
  { validate: [{ expression: "true" }] },
  { validate: [{ expression: "false" }] },
]
const joins = ["any", "each", { atLeast: 2 }] as const
const onErrors = ["continue", { default: 1 }] as const

/** The seed of what happens next. */
export const seeds = fc.integer({ min: 1, max: 1_000_000 })

/** Runs the workflow to its end, or to the most events; what is under way is chosen by chance. */
export function runAtRandom(
  workflow: Workflow,
  seed: number,
  {
    most = 400,
    crashes = false,
    started = {},
  }: { most?: number; crashes?: boolean; started?: DriverOptions["started"] } = {},
): Driver {
  const driver = new Driver(workflow, { values: { true: true, false: false }, started })
  let drawn = 0
  const next = () => Math.floor(chanceOf(seed, String(drawn++)) * 1_000)
  while (driver.state.phase !== "ended" && driver.events.length < most) {
    const waiting = driver.asked("start").filter(({ seq }) => isOutstanding(driver.state, seq))
    const aborts = driver.asked("abort")
    const timers = driver.asked("wake")
    const doubted = inDoubt(driver)
    const choices = [...waiting, ...aborts, ...timers.slice(0, 1), ...doubted]
    const choice = choices[next() % Math.max(1, choices.length)]
    if (choice === undefined) break
    if ("timer" in choice) {
      driver.passes(Math.max(0, choice.at - driver.now))
      continue
    }
    const step = driver.step(
      `${choice.in === "" ? "" : `${choice.in}/`}${choice.step}`,
      "task" in choice ? choice.task : undefined,
    )
    if (!("type" in choice)) step.decides({ type: "retry" })
    else if (choice.type === "abort") step.stops()
    else doSomething(driver, step, next)
    if (crashes && next() % 25 === 0) driver.crashes().append({ type: "run.released", at: driver.now })
    if (crashes && next() % 40 === 0) driver.pauses().resumes()
    if (crashes && next() % 200 === 0) driver.cancels()
  }
  return driver
}

/** A fork of the run that goes another way at some step of it, by chance. */
export function forkAtRandom(parent: Driver, seed: number): RandomFork | undefined {
  const pick = <T>(list: readonly T[], what: string): T | undefined =>
    list[Math.floor(chanceOf(seed, what) * list.length)]
  const instances = [...parent.state.instances.values()]
  // The deeper ones are the ones that matter.
  const inside = instances.filter(({ path }) => path !== "")
  const instance = pick(inside.length > 0 && seed % 4 > 0 ? inside : instances, "instance")
  const step = instance && pick(instance.scope.steps, "step")
  if (instance === undefined || step === undefined) return undefined
  const visit = pick([undefined, ...(instance.visits[step.index] ?? []).map(({ number }) => number)], "visit")
  const types = [
    "step",
    "upTo",
    "from",
    ...(instance.parent === undefined ? [] : (["iteration"] as const)),
  ] as const
  const type = pick(types, "type") ?? "step"
  const scope: ForkScope =
    type === "iteration"
      ? { type, in: instance.path }
      : { type, in: instance.path, step: step.id, ...(visit === undefined ? {} : { visit }) }
  const started = forkOf(parent.state, scope, { at: 0, run: "r2", seed })
  return { scope, started: JSON.parse(JSON.stringify(started)) }
}

/** A fork, as it is started. */
export interface RandomFork {
  readonly scope: ForkScope
  readonly started: EventOf<"run.started">
}

function inDoubt(driver: Driver) {
  return [...driver.state.instances.values()].flatMap(({ path, active }) =>
    [...active]
      .filter(({ status }) => status === "in_doubt")
      .map(({ step }) => ({ in: path, step: step.id })),
  )
}

function doSomething(_: Driver, step: ReturnType<Driver["step"]>, next: () => number): void {
  const { kind } = step.visit.step.spec
  const roll = next() % 20
  if (step.visit.task?.status === "handed" && (kind === "once" || kind === "read")) step.starts(kind)
  else if (roll === 0) step.fails(trouble("odd", { retryable: true }))
  else if (roll === 1) step.doubts()
  else if (kind === "choose")
    step.leaves(roll === 2 ? { yes: 1, no: 2 } : roll % 2 === 0 ? { yes: 1 } : { no: 2 })
  else step.completes(roll)
}
