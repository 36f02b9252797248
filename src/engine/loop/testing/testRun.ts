import { z } from "zod"
import { must } from "../../../lib/assert.ts"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { PortName } from "../../../model/ports.ts"
import {
  type AnyStep,
  defineStep,
  done,
  type Effect,
  type Outcome,
  type StepContext,
} from "../../../model/step.ts"
import type { Step, Workflow } from "../../../model/workflow.ts"
import { controlKinds } from "../../../steps/flow/controlKinds.ts"
import type { VisitStatus } from "../../core/state.ts"
import { createTestClock, type TestClock } from "../clock.ts"
import type { LoopParts, Rest, RunStart } from "../loopParts.ts"
import type { Run } from "../run.ts"
import { createRuns, type Runs } from "../runs.ts"
import { createTestJournal, type TestJournal } from "../testJournal.ts"
import { evaluateForTests } from "./scriptedEngine.ts"

/*
 * Drives runs in tests: a workflow of steps, what their code does, and then what came of it.
 *
 *     const { run } = await testRun([{ id: "a", kind: "do" }], { do: () => done(1) })
 *     await run.resting()
 */

/** What the code of a test's kind does; given as code alone it is pure. */
export type Act = (input: JsonMap, context: StepContext) => Outcome | Promise<Outcome>
/** The kinds of a test, by name: their code, or their code with its effect. */
export type Acts = {
  readonly [kind: string]:
    | Act
    | {
        readonly effect?: Effect
        readonly outlets?: string[]
        readonly needs?: readonly PortName[]
        readonly run: Act
      }
}

/** A place in which test runs go on. */
export interface TestPlace {
  readonly runs: Runs
  readonly clock: TestClock
  readonly journal: TestJournal
  start(workflow: Workflow, more?: Partial<RunStart>): Promise<Run>
  /** Takes the run up, or starts it where it never began. */
  take(workflow: Workflow): Promise<Run>
}

/** Makes a place with these kinds, over a journal that may have been there before. */
export function testPlace(
  acts: Acts,
  more: Partial<LoopParts> & {
    readonly journal?: TestJournal
    readonly clock?: TestClock
    readonly others?: readonly Workflow[]
    /** Kinds as they are for real. */
    readonly besides?: readonly AnyStep[]
  } = {},
): TestPlace {
  const { others = [], besides = [] } = more
  const clock = more.clock ?? createTestClock({ start: 0, scripted: true })
  const journal = more.journal ?? createTestJournal()
  const kinds = new Map<string, AnyStep>(controlKinds.map(kind => [kind.kind, kind]))
  for (const kind of besides) kinds.set(kind.kind, kind)
  for (const [name, act] of Object.entries(acts)) kinds.set(name, kindOf(name, act))
  const known = new Map<string, Workflow>(others.map(workflow => [workflow.id, workflow]))
  const runs = createRuns({
    kinds: kind => kinds.get(kind),
    evaluate: evaluateForTests,
    ports: () => ({ ports: {} }),
    workflows: {
      latest: async id => {
        const workflow = known.get(id)
        return workflow === undefined ? undefined : { workflow, hash: id }
      },
      pinned: async hash => known.get(hash ?? ""),
    },
    ...more,
    clock,
    journal,
  })
  const place: TestPlace = {
    runs,
    clock,
    journal,
    async start(workflow, given) {
      known.set(workflow.id, workflow)
      const started = await runs.start({ run: "r", seed: 1, workflow, hash: workflow.id, ...given })
      if (!started.ok) throw new Error(started.error.message)
      return started.value
    },
    async take(workflow) {
      known.set(workflow.id, workflow)
      if ((await journal.head("r")) === undefined) return place.start(workflow)
      const taken = await runs.takeUp("r")
      if (!taken.ok) throw new Error(taken.error.message)
      return taken.value
    },
  }
  return place
}

/** Starts a run of these steps. */
export async function testRun(
  steps: readonly Step[],
  acts: Acts,
  more: Parameters<typeof testPlace>[1] & { readonly workflow?: Partial<Workflow> } = {},
): Promise<TestPlace & { readonly run: Run }> {
  const place = testPlace(acts, more)
  const run = await place.start({ rivulet: 1, id: "w", steps, ...more.workflow })
  return { ...place, run }
}

/** How the run's steps stand, by path: their latest visit. */
export function statuses(run: Run): { [path: string]: VisitStatus } {
  const found: { [path: string]: VisitStatus } = {}
  for (const instance of run.state().instances.values()) {
    for (const [index, visits = []] of instance.visits.entries()) {
      const step = must(instance.scope.steps[index], "the step")
      const latest = visits.at(-1)
      if (latest !== undefined)
        found[`${instance.path === "" ? "" : `${instance.path}/`}${step.id}`] = latest.status
    }
  }
  return found
}

/** The code of the problem of the step's latest visit. */
export function problemOf(run: Run, step: string): string | undefined {
  const root = run.state().instances.get("")
  const planned = root?.scope.byId.get(step)
  return planned === undefined ? undefined : root?.visits[planned.index]?.at(-1)?.problem?.code
}

/** How the run ended, and with what. */
export function endOf(rest: Rest): { status: string; output?: Json; problem?: string } {
  if (rest.type !== "ended") return { status: rest.type }
  const { status, output, problem } = rest.end
  return {
    status,
    ...(output === null ? {} : { output }),
    ...(problem === undefined ? {} : { problem: problem.code }),
  }
}

/** A kind of a test. */
export function kindOf(name: string, act: Acts[string]): AnyStep {
  const {
    run,
    effect = "pure",
    outlets = ["success"],
    needs = [],
  } = typeof act === "function" ? { run: act } : act
  return defineStep({
    kind: name,
    version: 1,
    title: name,
    summary: "Does what the test says.",
    icon: "flask",
    group: "flow",
    input: z.looseObject({}),
    output: z.any(),
    outlets,
    effect,
    needs,
    card: "",
    docs: "",
    examples: [],
    run: (input, context) => run(input as JsonMap, context as unknown as StepContext),
  })
}

/** Gives back what came in, or its parameter `value`. */
export const give: Act = ({ value }, { incoming }) => done(value ?? incoming ?? null)
