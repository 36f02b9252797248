import fc from "fast-check"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Outcome } from "../../../model/step.ts"
import type { Step, WireSpec, Workflow } from "../../../model/workflow.ts"
import type { Call, Scripted, ScriptedKind, World } from "./naiveWorld.ts"

/*
 * Random workflows with the worlds that they run in. What is drawn is a recipe: small numbers that fast-check can
 * shrink; `cookRun` makes of it a workflow, in which every wire leads somewhere and every loop ends, and a world.
 * What a step gives is a digest of where it stands and of all that arrived, so that a wrong wire shows in the output.
 */

/** A workflow, its input, and what every attempt comes to. */
export interface ScriptedRun {
  readonly workflow: Workflow
  readonly inputs: JsonMap
  readonly world: World
  [fc.toStringMethod](): string
}

/** The kinds that random workflows are made of. */
export const scriptedKinds: { readonly [kind: string]: ScriptedKind } = {
  "try.pure": { outlets: ["success"], effect: "pure" },
  "try.read": { outlets: ["success"], effect: "read" },
  "try.write": { outlets: ["success"], effect: "write" },
  "try.once": { outlets: ["success"], effect: "once" },
  "try.split": { outlets: ["left", "right", "again"], effect: "pure" },
  "try.ask": { outlets: ["yes", "no", "timeout"], effect: "pure" },
  "try.rest": { outlets: ["success"], effect: "pure" },
  "try.call": { outlets: ["success"], effect: "read", calls: true },
  foreach: { outlets: ["done"], effect: "pure", container: "foreach" },
  repeat: { outlets: ["done", "exhausted"], effect: "pure", container: "repeat" },
  group: { outlets: ["done"], effect: "pure", container: "group" },
}

interface WireRecipe {
  readonly skip: number
  readonly outlet: number
  readonly when: "always" | "even" | "odd" | "else"
  readonly after: number
}

interface StepRecipe {
  readonly kind: string
  readonly join: "all" | "any" | "each" | number
  readonly wires: readonly WireRecipe[]
  /** Loops back to the step so many places before, or before those that rule it out, until its n-th visit. */
  readonly back: { readonly to: number; readonly times: number; readonly alone?: true } | null
  readonly takes: number
  /** How many attempts of each visit fail; beyond any retry when large. */
  readonly fails: number
  readonly retryable: boolean
  readonly attempts: number
  readonly onError: "stop" | "continue" | "default"
  readonly onItemError: "stop" | "continue" | "drop"
  readonly items: number
  readonly concurrency: number
  readonly each: boolean
  readonly writes: boolean
  readonly timeout: boolean
  readonly inside: readonly StepRecipe[]
}

interface RunRecipe {
  readonly steps: readonly StepRecipe[]
  readonly order: "parallel"
  /** Scopes say what their output is: what ended last would be a race. */
  readonly outputs?: true
}

const wire: fc.Arbitrary<WireRecipe> = fc.record({
  skip: fc.nat(3),
  outlet: fc.nat(5),
  when: fc.oneof(
    { weight: 6, arbitrary: fc.constant("always" as const) },
    { weight: 3, arbitrary: fc.constantFrom("even" as const, "odd" as const, "else" as const) },
  ),
  after: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 900_000 })),
})

const simpleKinds = [
  "try.pure",
  "try.read",
  "try.write",
  "try.once",
  "try.split",
  "try.ask",
  "try.rest",
  "try.call",
]
/** What a step calls; one item of many calls nothing that waits, or that a stop could leave in doubt. */
const calledKinds = ["try.pure", "try.read", "try.write", "try.call", "try.once", "try.ask", "try.rest"]
const calledByItems = 4
const containers = ["foreach", "repeat", "group"]

function steps(depth: number): fc.Arbitrary<readonly StepRecipe[]> {
  const step: fc.Arbitrary<StepRecipe> = fc.record({
    kind: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...simpleKinds) },
      { weight: depth > 0 ? 2 : 0, arbitrary: fc.constantFrom(...containers) },
    ),
    join: fc.oneof(
      { weight: 6, arbitrary: fc.constant("all" as const) },
      { weight: 2, arbitrary: fc.constant("any" as const) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
    ),
    wires: fc.array(wire, { maxLength: 3 }),
    back: fc.option(fc.record({ to: fc.nat(5), times: fc.integer({ min: 1, max: 4 }) }), { freq: 5 }),
    takes: fc.integer({ min: 1, max: 1_000_000_000 }),
    fails: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 })),
    retryable: fc.boolean(),
    attempts: fc.nat(4),
    onError: fc.oneof(
      { weight: 2, arbitrary: fc.constant("stop" as const) },
      { weight: 3, arbitrary: fc.constantFrom("continue" as const, "default" as const) },
    ),
    onItemError: fc.constantFrom("stop" as const, "continue" as const, "drop" as const),
    items: fc.nat(4),
    concurrency: fc.integer({ min: 1, max: 4 }),
    each: fc.boolean().map(yes => yes),
    writes: fc.boolean(),
    timeout: fc.boolean(),
    inside: depth > 0 ? steps(depth - 1) : fc.constant([]),
  })
  return fc.array(step, { minLength: 1, maxLength: depth > 1 ? 8 : 5 })
}

const arbitraryRecipe: fc.Arbitrary<RunRecipe> = fc.record({
  steps: steps(2),
  order: fc.constant("parallel" as const),
})

/** Random runs, printed as their workflow when one fails. */
export const arbitraryRun: fc.Arbitrary<ScriptedRun> = arbitraryRecipe.map(recipe =>
  cookRun({ ...recipe, steps: recipe.steps.map(busy) }),
)

/** A list of nothing takes no time, and two that end in the same moment race to no certain end. */
function busy(step: StepRecipe): StepRecipe {
  return { ...step, items: Math.max(1, step.items), inside: step.inside.map(busy) }
}

/** Random runs that come to the same whatever takes how long: nothing in them is a race. */
export const arbitraryCalmRun: fc.Arbitrary<ScriptedRun> = arbitraryRecipe.map(recipe =>
  cookRun({ ...recipe, steps: recipe.steps.map(calm), outputs: true }),
)

function calm(step: StepRecipe): StepRecipe {
  return {
    ...step,
    join: "all",
    back: step.back === null ? null : { ...step.back, to: 0, alone: true },
    onError: step.onError === "stop" ? "continue" : step.onError,
    onItemError: step.onItemError === "stop" ? "drop" : step.onItemError,
    writes: false,
    timeout: false,
    inside: step.inside.map(calm),
  }
}

/** Makes the workflow of a recipe, and its world. */
function cookRun(recipe: RunRecipe): ScriptedRun {
  const byId = new Map<string, StepRecipe>()
  const workflow: Workflow = {
    rivulet: 1,
    id: "drawn",
    variables: { written: 0 },
    steps: cookScope(recipe, "s", byId),
    settings: { parallel: 1000, order: recipe.order },
    ...(recipe.outputs ? { output: outputsOf(recipe.steps, "s") } : {}),
  }
  const inputs = { lists: [0, 1, 2, 3, 4].map(length => Array.from({ length }, (_, n) => n * 7 + 1)) }
  const shown = JSON.stringify(workflow.steps, null, 1)
  return { workflow, inputs, world: call => worldOf(byId, call), [fc.toStringMethod]: () => shown }
}

function outputsOf(recipes: readonly StepRecipe[], prefix: string): Json {
  return recipes.map((_, position) => `{{ steps.${prefix}${position}.output }}`)
}

function cookScope(run: RunRecipe, prefix: string, byId: Map<string, StepRecipe>): Step[] {
  const recipes = run.steps
  const ids = recipes.map((_, position) => prefix + position)
  // What is still on its way when a loop ends comes in an order that the rules leave open.
  const loops = recipes.some(recipe => recipe.back !== null && recipe.kind === "try.split")
  const next = recipes.map((recipe, position) => forwardWires(recipe, position, ids, !loops))
  for (const [position, recipe] of recipes.entries()) {
    const target = loopTarget(recipe, position, next, ids)
    if (target !== undefined) next[position] = { ...next[position], again: [target] }
  }
  return recipes.map((recipe, position) => {
    const id = prefix + position
    byId.set(id, recipe)
    const feeders = next
      .flatMap(({ again: _, ...forward }) => targetsOf(forward))
      .filter(each => each === id).length
    const join = typeof recipe.join === "number" ? Math.min(recipe.join, feeders) : recipe.join
    const fed: StepRecipe = { ...recipe, join: feeders === 0 ? "all" : join }
    const inside = cookScope({ ...run, steps: recipe.inside }, `${id}_`, byId)
    const step = cookStep(fed, id, next[position] ?? {}, inside)
    const said = run.outputs && inside.length > 0 && step.steps !== undefined
    return said ? { ...step, output: outputsOf(recipe.inside, `${id}_`) } : step
  })
}

/** The steps that the wires lead to. */
function targetsOf(wires: NextByOutlet): string[] {
  return Object.values(wires)
    .flat()
    .map(spec => (typeof spec === "string" ? spec : spec.to))
}

type NextByOutlet = { [outlet: string]: readonly (string | WireSpec)[] }

function forwardWires(
  recipe: StepRecipe,
  position: number,
  ids: readonly string[],
  delays: boolean,
): NextByOutlet {
  const outlets = [...(scriptedKinds[recipe.kind]?.outlets ?? []), "failure"].filter(each => each !== "again")
  const next: NextByOutlet = {}
  for (const each of recipe.wires) {
    const to = ids[position + 1 + each.skip] ?? ids[position + 1]
    const outlet = outlets[each.outlet % outlets.length] ?? "success"
    if (to === undefined) continue
    const own = `steps.${ids[position]}.output.seen`
    const when = {
      always: undefined,
      even: `{{ ${own} % 2 == 0 }}`,
      odd: `{{ ${own} % 2 == 1 }}`,
      else: "else",
    }
    const spec: WireSpec = {
      to,
      ...(when[each.when] === undefined ? {} : { when: when[each.when] }),
      // Whether a failure is handled is known once a failure wire is live: a delay there holds the other outlets.
      ...(each.after === 0 || outlet === "failure" || !delays ? {} : { after: `${each.after}ms` }),
    }
    next[outlet] = [...(next[outlet] ?? []), Object.keys(spec).length === 1 ? to : spec]
  }
  return next
}

/** Only a step that every way leads through may be looped back to: then the wire closes a cycle, whatever the order. */
function loopTarget(
  recipe: StepRecipe,
  position: number,
  next: readonly NextByOutlet[],
  ids: readonly string[],
): string | undefined {
  if (recipe.back === null || recipe.kind !== "try.split") return undefined
  const feeders = ids.map((id, at) =>
    next.flatMap((wires, from) => (from < at && targetsOf(wires).includes(id) ? [from] : [])),
  )
  const ruling: number[][] = []
  for (const [at, before] of feeders.entries()) {
    const shared = before
      .map(each => ruling[each] ?? [])
      .reduce<number[] | null>(
        (common, each) => (common === null ? each : common.filter(one => each.includes(one))),
        null,
      )
    ruling.push([...(shared ?? []), at])
  }
  const choices = ruling[position] ?? []
  return ids[choices[Math.max(0, choices.length - 1 - recipe.back.to)] ?? position]
}

function cookStep(recipe: StepRecipe, id: string, next: NextByOutlet, inside: Step[]): Step {
  const { kind } = recipe
  const container = scriptedKinds[kind]?.container
  const list = `{{ inputs.lists[${recipe.items}] }}`
  const parameters: JsonMap =
    container === "foreach"
      ? { items: list, concurrency: recipe.concurrency, onItemError: recipe.onItemError }
      : container === "repeat"
        ? { max: recipe.concurrency, until: `{{ index == ${recipe.items} }}` }
        : {}
  const each =
    recipe.each &&
    container === undefined &&
    kind !== "try.ask" &&
    kind !== "try.split" &&
    kind !== "try.rest"
  const onError = recipe.onError === "default" ? { default: { instead: id } } : recipe.onError
  return {
    id,
    kind,
    ...(typeof recipe.join === "number"
      ? { join: { atLeast: recipe.join } }
      : recipe.join === "all"
        ? {}
        : { join: recipe.join }),
    ...(each ? { each: list, concurrency: recipe.concurrency, onItemError: eachError(recipe) } : {}),
    ...(Object.keys(parameters).length > 0 ? { with: parameters } : {}),
    ...(recipe.attempts > 0 && container === undefined
      ? {
          retry: {
            attempts: recipe.attempts,
            delay: `${1 + (recipe.takes % 5000)}ms`,
            jitter: "none" as const,
          },
        }
      : {}),
    ...(recipe.timeout && kind === "try.ask" ? { timeout: `${50_000 + (recipe.takes % 900_000)}ms` } : {}),
    ...(onError === "stop" ? {} : { onError }),
    ...(container === undefined ? {} : { steps: inside }),
    ...(Object.keys(next).length === 0 ? {} : { next }),
  }
}

/** An item that stops the others leaves a `once` effect among them in doubt, and the run with a question. */
function eachError({ kind, onItemError }: StepRecipe): StepRecipe["onItemError"] {
  return kind === "try.once" && onItemError === "stop" ? "drop" : onItemError
}

function worldOf(byId: ReadonlyMap<string, StepRecipe>, call: Call): Scripted {
  const id = call.path.split("/").at(-1) ?? ""
  const recipe = byId.get(id)
  if (recipe === undefined) throw new Error(`Expected a step of the recipe but got ${call.path}`)
  const seen = digest([call.path, call.visit, call.item, call.incoming ?? null, call.arrivals])
  if (call.call !== null) return calledWorld(call, call.call)
  const takes = 1 + ((recipe.takes + seen) % (call.kind === "try.ask" ? 100_003 : 1_000_000_007))
  const calls = call.kind === "try.call" ? callsOf(call, seen % 4) : []
  if (call.attempt <= recipe.fails) {
    return { takes, calls, outcome: { type: "failed", problem: drawnProblem(recipe.retryable) } }
  }
  return { takes, calls, ...outcomeOf(recipe, call, seen) }
}

/** A call fails now and then, for good or at its first attempts, and may call in its turn. */
function calledWorld(call: Call, name: string): Scripted {
  const seen = digest([call.path, call.visit, call.item, name, call.with])
  const takes = 1 + (seen % 100_003)
  const calls = call.kind === "try.call" && name.length < 5 ? callsOf(call, seen % 3) : []
  const isBroken = seen % 11 === 0
  if (isBroken || (seen % 3 === 0 && call.attempt < 2)) {
    return { takes, calls, outcome: { type: "failed", problem: drawnProblem(!isBroken) } }
  }
  return { takes, calls, ...outcomeOf(undefined, call, seen) }
}

function callsOf({ call, item }: Call, count: number): NonNullable<Scripted["calls"]> {
  const kinds = item === null ? calledKinds : calledKinds.slice(0, calledByItems)
  return Array.from({ length: count }, (_, n) => ({
    kind: kinds[(n * 3 + count + (call?.length ?? 0)) % kinds.length] ?? "try.pure",
    with: { n: n % 2 },
  }))
}

function outcomeOf(recipe: StepRecipe | undefined, call: Call, seen: number): Omit<Scripted, "takes"> {
  const value: JsonMap = { by: call.path, seen }
  const done = (outlets: JsonMap): { outcome: Outcome } => ({
    outcome: { type: "done", outlets, ...(recipe?.writes ? { variables: { written: seen } } : {}) },
  })
  if (call.kind === "try.rest")
    return { outcome: { type: "waiting", wait: { for: "time", until: seen % 1_000_000 } } }
  if (call.kind === "try.ask") {
    const answer = { after: 1 + (seen % 1_000_000), outlet: seen % 2 === 0 ? "yes" : "no", value }
    return { outcome: { type: "waiting", wait: { for: "person", ask: { ...value, answer } } }, answer }
  }
  if (call.kind !== "try.split") return done({ success: value })
  const back = recipe?.back ?? null
  const again: JsonMap = back !== null && call.visit <= back.times ? { again: value } : {}
  if (back?.alone && Object.keys(again).length > 0) return done(again)
  const left: JsonMap = seen % 3 !== 0 ? { left: { ...value, side: "left" } } : {}
  const right: JsonMap = seen % 3 !== 1 ? { right: { ...value, side: "right" } } : {}
  return done({ ...left, ...right, ...again })
}

function drawnProblem(retryable: boolean): Problem {
  return { code: retryable ? "flaky" : "broken", message: "Drawn to fail", severity: "error", retryable }
}

/** A number that says the same for the same data: FNV-1a over its JSON, without the sentences of problems. */
export function digest(value: Json): number {
  let hash = 0x811c9dc5
  for (const letter of JSON.stringify(value, (key, each) => (hushed.includes(key) ? undefined : each))) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  return hash % 1_000_003
}

const hushed = ["message", "severity", "retryable", "data"]
