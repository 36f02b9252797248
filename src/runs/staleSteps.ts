import { t } from "../language/t.ts"
import { type JsonMap, own, sameJson } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { type Graph, graphOf, type Wire } from "../model/graph.ts"
import { rootScopeKeys, type Step, scopeKeys, type Workflow } from "../model/workflow.ts"
import { referenceIn } from "./values/sayValue.ts"

/*
 * What a run gave is as good as the steps that made it. A step that was changed since is dirty, and so is one to which
 * something else leads than then, and all that follows from those: what stands there is the answer to another question.
 *
 *     then:  a ──▶ c ──▶ d        now:  a ──▶ b ──▶ c ──▶ d
 *
 *     c is stale for b, which was put before it, and d for c; a is not, for it gives what it gave.
 */

/** What besides the two workflows says whether what a run gave still holds. */
export interface StaleFacts {
  readonly kinds: Catalogue["kinds"]
  /** What steps gave in the run, and whether that was pinned to them. */
  readonly gave: ReadonlyMap<string, { readonly outlets: JsonMap | undefined; readonly isPinned: boolean }>
  /** What is pinned to steps now, by step and outlet. */
  readonly pins: { readonly [step: string]: JsonMap }
}

/** Why what a run gave for a step no longer holds, by the step's id. */
export function staleSteps(then: Workflow, now: Workflow, facts: StaleFacts): ReadonlyMap<string, string> {
  const before: Before = { steps: new Map(), into: new Map() }
  eachScope(then, facts, (steps, graph) => {
    for (const step of steps) before.steps.set(step.id, step)
    for (const [id, wires] of graph.into) before.into.set(id, wires)
  })
  const present = new Map<string, Step>()
  eachScope(now, facts, steps => {
    for (const step of steps) present.set(step.id, step)
  })
  const stale = new Map<string, string>()
  // What is inside comes first, for a container is as good as that.
  eachScope(now, facts, (steps, graph) => markScope(steps, graph, { before, present, facts, stale }))
  return stale
}

interface Before {
  readonly steps: Map<string, Step>
  /** The wires that led to each step. */
  readonly into: Map<string, readonly Wire[]>
}

interface Marking {
  readonly before: Before
  readonly present: ReadonlyMap<string, Step>
  readonly facts: StaleFacts
  readonly stale: Map<string, string>
}

/** Goes through all scopes with their graphs, the inner before the outer. */
function eachScope(
  workflow: Workflow,
  { kinds }: StaleFacts,
  see: (steps: readonly Step[], graph: Graph) => void,
): void {
  const go = (steps: readonly Step[], branches: boolean) => {
    for (const step of steps) {
      const holds = own(kinds, step.kind)?.holds
      for (const key of scopeKeys)
        if (step[key] !== undefined) go(step[key], key === "steps" && holds?.branches === true)
    }
    see(steps, graphOf(steps, { branches }))
  }
  for (const key of rootScopeKeys) go(workflow[key] ?? [], false)
}

function markScope(steps: readonly Step[], graph: Graph, marking: Marking): void {
  const { before, stale, facts } = marking
  const spread: { readonly from: string; readonly say: string }[] = []
  for (const step of steps) {
    const old = before.steps.get(step.id)
    const name = step.name || step.id
    const changed = old && whyChanged(step, old, marking)
    const isLedTo = old && !changed ? whyLedToOtherwise(step, graph, marking) : undefined
    const why = changed ?? isLedTo
    if (why !== undefined) stale.set(step.id, why)
    if (changed !== undefined)
      spread.push({ from: step.id, say: t`“${name}”, which leads here, was changed since this run` })
    else if (isLedTo !== undefined)
      spread.push({
        from: step.id,
        say: t`What leads to “${name}” was changed since this run, and that leads here`,
      })
    else if (old && gaveOtherwise(step.id, facts))
      spread.push({ from: step.id, say: t`“${name}”, which leads here, was pinned since this run` })
  }
  const sayOf = new Map(spread.map(({ from, say }) => [from, say]))
  for (const { target, body } of graph.loops) {
    const changed = steps.find(({ id }) => id !== target && body.has(id) && sayOf.has(id))
    if (!changed || stale.has(target) || !before.steps.has(target)) continue
    stale.set(
      target,
      t`“${changed.name || changed.id}”, in the loop that begins here, was changed since this run`,
    )
    spread.push({ from: target, say: sayOf.get(changed.id) ?? "" })
  }
  for (const { from, say } of spread) {
    const following = [from]
    for (const id of following) {
      for (const { to } of graph.out.get(id) ?? []) {
        if (to === from || stale.has(to)) continue
        stale.set(to, say)
        following.push(to)
      }
    }
  }
}

/** Why the step itself would give something else than it did. */
function whyChanged(step: Step, old: Step, { stale, facts }: Marking): string | undefined {
  if (!sameJson(meaning(old), meaning(step))) return t`Changed since this run`
  if ((old.disabled === true) !== (step.disabled === true))
    return step.disabled === true ? t`Switched off since this run` : t`Switched on since this run`
  if (facts.gave.get(step.id)?.isPinned && !Object.hasOwn(facts.pins, step.id))
    return t`Unpinned since this run`
  const inner = scopeKeys.flatMap(key => step[key] ?? [])
  const dirty = inner.find(({ id }) => stale.has(id))
  if (dirty) return t`“${dirty.name || dirty.id}”, inside, was changed since this run`
  const isSame = scopeKeys.every(key => sameJson(idsOf(step[key]), idsOf(old[key])))
  return isSame ? undefined : t`What is inside was changed since this run`
}

/** Whether what is pinned to the step now is not what it gave. */
function gaveOtherwise(id: string, { gave, pins }: StaleFacts): boolean {
  const pinned = own(pins, id)
  const given = gave.get(id)
  if (pinned === undefined || given?.outlets === undefined) return false
  // A large value stands in its event as the hash by which it is kept: that it differs cannot be said from here.
  const { outlets } = given
  const names = new Set([...Object.keys(pinned), ...Object.keys(outlets)])
  return [...names].some(name => {
    const was = own(outlets, name)
    return referenceIn(was) === undefined && !sameJson(own(pinned, name), was)
  })
}

/** Why other wires lead to the step than did. */
function whyLedToOtherwise(
  step: Step,
  graph: Graph,
  { before, present, facts }: Marking,
): string | undefined {
  const [then, now] = [before.into.get(step.id) ?? [], graph.into.get(step.id) ?? []]
  const keyThen = (wire: Wire) => keyOf(wire, before.steps.get(wire.from), facts)
  const keyNow = (wire: Wire) => keyOf(wire, present.get(wire.from), facts)
  const [keysThen, keysNow] = [new Set(then.map(keyThen)), new Set(now.map(keyNow))]
  const added = now.filter(wire => !keysThen.has(keyNow(wire)))
  const gone = then.filter(wire => !keysNow.has(keyThen(wire)))
  if (added.length === 0 && gone.length === 0) return undefined
  const fresh = added.map(({ from }) => from).find(from => !before.steps.has(from))
  if (fresh !== undefined) return t`“${present.get(fresh)?.name || fresh}” was put before it since this run`
  const taken = gone.map(({ from }) => from).find(from => !present.has(from))
  if (taken !== undefined)
    return t`“${before.steps.get(taken)?.name || taken}”, which led here, was taken away since this run`
  return t`Other wires lead here than in this run`
}

/** A wire as far as it makes a difference: the first outlet is the same, whether it is named or not. */
function keyOf(
  { from, outlet, spec: { to: _, ...spec } }: Wire,
  source: Step | undefined,
  { kinds }: StaleFacts,
) {
  const first = own(kinds, source?.kind ?? "")?.outlets[0] ?? "success"
  return JSON.stringify([from, outlet ?? first, spec])
}

/** What a step says that makes a difference to what it gives: not its name, its note or its place, nor where it leads. */
function meaning(step: Step): unknown {
  const { name: _, note: __, next: ___, disabled: ____, ...rest } = step
  return Object.fromEntries(Object.entries(rest).filter(([key]) => !scopeNames.has(key)))
}

const scopeNames: ReadonlySet<string> = new Set(scopeKeys)

function idsOf(steps: readonly Step[] | undefined): readonly string[] {
  return steps?.map(({ id }) => id) ?? []
}
