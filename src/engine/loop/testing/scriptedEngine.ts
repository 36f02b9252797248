import { z } from "zod"
import { must } from "../../../lib/assert.ts"
import { isMap, type Json, type JsonMap } from "../../../lib/json.ts"
import { type AnyStep, defineStep, type Effect, type Outcome, type StepContext } from "../../../model/step.ts"
import { controlKinds } from "../../../steps/flow/controlKinds.ts"
import type { RunState } from "../../core/state.ts"
import type { TestClock } from "../clock.ts"
import type { Evaluate } from "../evaluating.ts"
import type { Outside } from "../loopParts.ts"
import { scriptedKinds } from "./arbitraryRun.ts"
import type { NaiveEvaluate } from "./naive.ts"
import { type Call, type NaiveRun, type NaiveVisit, type World, withCalls } from "./naiveWorld.ts"

/*
 * A scripted world for the engine: kinds whose code rests on the simulated clock for as long as the script says, and
 * then comes to what it says; people who answer when it says; and what a run came to, in the words of the naive
 * interpreter, so that the two can be compared.
 */

/** Evaluates templates as JavaScript: a stand-in that trusts its text, for tests alone. */
export const standInEvaluate: NaiveEvaluate = (text, names) => {
  const whole = /^\{\{(.*)\}\}$/s.exec(text)?.[1] ?? ""
  try {
    return compiled(whole)(names) as Json | undefined
  } catch (cause) {
    if (cause instanceof TypeError) return undefined
    throw cause
  }
}

const cache = new Map<string, (names: object) => unknown>()

function compiled(expression: string): (names: object) => unknown {
  const known = cache.get(expression)
  if (known !== undefined) return known
  const made = new Function("names", `with (names) { return (${expression}) }`) as (names: object) => unknown
  cache.set(expression, made)
  return made
}

/** The stand-in for the engine. */
export const evaluateForTests: Evaluate = (texts, names) => ({
  ok: true,
  value: texts.map(text => standInEvaluate(text, names)),
})

/** What a test sees of the code of scripted kinds. */
export interface Observer {
  /** Whether the program that the code runs in is alive: else it comes to nothing. */
  alive(): boolean
  /** The code of an effect begins. */
  began(key: string, effect: Effect): void
  /** The effect happened at the other end. */
  happened(key: string, effect: Effect): void
}

const nobody: Observer = { alive: () => true, began: () => {}, happened: () => {} }

/** The kinds of random workflows, with code that does what the script says. */
export function scriptedSteps(
  world: World,
  clock: TestClock,
  observer: Observer = nobody,
): (kind: string) => AnyStep | undefined {
  const kinds = new Map<string, AnyStep>(controlKinds.map(kind => [kind.kind, kind]))
  for (const [name, { outlets, effect, container, calls: mayCall }] of Object.entries(scriptedKinds)) {
    if (container !== undefined) continue
    const run = async (input: unknown, context: StepContext<"steps">): Promise<Outcome> => {
      const {
        takes,
        outcome,
        calls = [],
      } = world({
        ...callFrom(context.key),
        kind: name,
        with: input as JsonMap,
        attempt: context.attempt,
        incoming: context.incoming,
        arrivals: context.arrivals as unknown as Json,
      })
      observer.began(context.key, effect)
      context.log("info", context.key)
      const got: Json[] = []
      for (const { kind, with: parameters } of calls) {
        const result = await context.ports.steps.call(kind, parameters)
        got.push(result.ok ? result.value.output : result.error.code)
      }
      await clock.rest(takes, context.signal)
      if (!observer.alive()) return new Promise(() => {})
      if (context.signal.aborted) throw new Error("stopped")
      if (outcome.type !== "failed") observer.happened(context.key, effect)
      return withCalls(outcome, got)
    }
    kinds.set(name, scriptedKind(name, { outlets, effect, needs: mayCall ? ["steps"] : [], run }))
  }
  return kind => kinds.get(kind)
}

function scriptedKind(
  kind: string,
  {
    outlets,
    effect,
    needs,
    run,
  }: Pick<AnyStep, "outlets" | "needs"> & {
    readonly effect: Effect
    readonly run: NonNullable<AnyStep["run"]>
  },
): AnyStep {
  return defineStep({
    ...{ kind, version: 1, title: kind, summary: "Does what the script says.", icon: "flask", group: "flow" },
    ...{
      input: z.looseObject({}),
      output: z.any(),
      outlets,
      effect,
      needs,
      card: "",
      docs: "",
      examples: [],
    },
    run,
  })
}

/** Reads where an effect belongs out of its key: `run:each[2]#1/inner#3.4~0` is the first call of item 4. */
export function callFrom(key: string): Pick<Call, "path" | "visit" | "item" | "call"> {
  const parts = /^[^:]*:(.*)#(\d+)(?:\.(\d+))?(?:~([\d.]+))?$/.exec(key)
  const [, path = "", visit = "1", item, call = null] = must(parts, `a key that can be read in ${key}`)
  return { path, visit: Number(visit), item: item === undefined ? null : Number(item), call }
}

/** People who answer what the script says, when it says so: the question says it too. */
export function scriptedPeople(clock: TestClock): Outside {
  return {
    listen(_, wait, answer) {
      if (wait.for !== "person" || !isMap(wait.ask.answer)) return () => {}
      const { after, outlet, value = null } = wait.ask.answer
      return clock.at(clock.now() + Number(after), () => answer({ outlet: String(outlet), value }))
    },
  }
}

/** What the run came to, in the words of the naive interpreter. */
export function seenOf(state: RunState): NaiveRun {
  const steps: Record<string, NaiveVisit[]> = {}
  for (const instance of state.instances.values()) {
    for (const [index, visits = []] of instance.visits.entries()) {
      const step = must(instance.scope.steps[index], "the step")
      const prefix = instance.path === "" || instance.path.startsWith("!") ? "" : `${instance.path}/`
      if (visits.length === 0) continue
      steps[`${prefix}${step.id}`] = visits.map(visit => ({
        status: statusOf(visit.status),
        outlets: visit.outlets ?? {},
        ...(visit.problem === undefined ? {} : { problem: visit.problem.code }),
      }))
    }
  }
  return {
    status: state.result === undefined || state.result === "cancelled" ? "waiting" : state.result,
    output: state.result === "completed" ? (state.output ?? null) : null,
    steps,
  }
}

function statusOf(status: string): NaiveVisit["status"] {
  if (status === "completed" || status === "failed" || status === "cancelled" || status === "skipped")
    return status
  return status === "in_doubt" ? "doubt" : "waiting"
}

/** The same without what the rules leave open: the sentences of problems, and skips after which nothing came. */
export function comparable(run: NaiveRun): unknown {
  const steps = Object.entries(run.steps).map(([path, visits]) => {
    const last = visits.findLastIndex(visit => visit.status !== "skipped")
    return [path, visits.slice(0, last + 1)] as const
  })
  return hushed({ ...run, steps: Object.fromEntries(steps.filter(([, visits]) => visits.length > 0)) })
}

function hushed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hushed)
  if (typeof value !== "object" || value === null) return value
  const isProblem = "code" in value && "message" in value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(isProblem && key !== "code" && key !== "at"))
      .map(([key, each]) => [key, hushed(each)]),
  )
}
