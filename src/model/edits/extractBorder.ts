import { sameJson } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Graph, Wire } from "../graph.ts"
import type { Problem } from "../problems.ts"
import type { Step, WireSpec } from "../workflow.ts"
import { extractProblem } from "./extractProblems.ts"
import type { Selection } from "./extractSelection.ts"

/*
 * The border of a selection that is to become one step: which wires cross it, and whether one step in its place
 * means the same. It does where the selection begins as a whole, is left for good, and is left in the same way
 * however it went inside:
 *
 *     a ─▶│ b ─▶ c │─▶ d        a ─▶ call ─▶ d
 *
 *     a ─▶│ b ─true▶ │─▶ c      refused: from outside nobody sees how b decided
 *         │   ─false▶│─▶ d
 */

/** The wires that cross the border, and where the inside begins. */
export interface Border {
  readonly entries: readonly string[]
  readonly entering: readonly Wire[]
  readonly leaving: readonly Wire[]
  /** What leads on from the one step: each wire once. */
  readonly onward: readonly Pick<Wire, "outlet" | "spec">[]
  /** The join of the steps that are entered, which becomes that of the one step. */
  readonly join?: Step["join"]
}

/** Reads the border, or says why one step cannot take the place of the selection. */
export function borderOf(selection: Selection): Result<Border, Problem> {
  const { graph, ids } = selection
  const entering = graph.wires.filter(wire => !ids.has(wire.from) && ids.has(wire.to))
  const leaving = graph.wires.filter(wire => ids.has(wire.from) && !ids.has(wire.to))
  const across = [...entering, ...leaving].find(wire => graph.backs.has(wire))
  if (across !== undefined) return err(extractProblem("loop_across_border", across))
  const back = comesBack(selection, entering, leaving)
  if (back !== undefined) return err(extractProblem("way_comes_back", { id: back }))
  const inlet = entering.find(wire => wire.spec.inlet !== undefined)
  if (inlet !== undefined) return err(extractProblem("wire_to_inlet", { id: inlet.to }))
  const starts = new Set([...entering.map(wire => wire.to), ...graph.entries.filter(id => ids.has(id))])
  const entries = selection.chosen.filter(step => starts.has(step.id))
  const problem =
    entranceProblem(selection, entries, entering) ??
    failureProblem(selection, entries, leaving) ??
    exitProblem(selection, entries, leaving) ??
    countedProblem(selection, leaving)
  if (problem !== undefined) return err(problem)
  const join = entries[0]?.join
  return ok({
    entries: entries.map(step => step.id),
    entering,
    leaving,
    onward: onwardOf(leaving),
    ...(join === undefined ? {} : { join }),
  })
}

/** A step outside that stands between two steps inside. */
function comesBack({ graph, ids }: Selection, entering: readonly Wire[], leaving: readonly Wire[]) {
  const reach = (starts: readonly string[], next: (id: string) => readonly string[]) => {
    const found = new Set(starts)
    for (const id of found) for (const other of next(id)) if (!ids.has(other)) found.add(other)
    return found
  }
  const forward = (wires: readonly Wire[] = []) => wires.filter(wire => !graph.backs.has(wire))
  const after = reach(
    leaving.map(wire => wire.to),
    id => forward(graph.out.get(id)).map(wire => wire.to),
  )
  const before = reach(
    entering.map(wire => wire.from),
    id => forward(graph.into.get(id)).map(wire => wire.from),
  )
  return [...after].find(id => before.has(id))
}

/** Several steps may begin the inside if all do at once, whatever happens: the same wires and triggers lead to each. */
function entranceProblem(selection: Selection, entries: readonly Step[], entering: readonly Wire[]) {
  const { graph, triggers } = selection
  const signature = (step: Step) => ({
    wires: entering
      .filter(wire => wire.to === step.id)
      .map(({ from, outlet, spec }) => ({ from, outlet, ...spec, to: "" })),
    begins: graph.entries.includes(step.id),
    triggers: triggers.get(step.id) ?? [],
    join: step.join ?? "all",
  })
  const [first, ...others] = entries
  if (first === undefined) return undefined
  const other = others.find(step => !sameJson(signature(step), signature(first)))
  if (other !== undefined) return extractProblem("several_entrances", { id: first.id, other: other.id })
  const looping = entries.find(
    step => step.join !== undefined && step.join !== "all" && isLedToFromInside(selection, step.id),
  )
  return looping === undefined ? undefined : extractProblem("join_in_loop", { id: looping.id })
}

/** Whether a wire of the selection leads to the step. */
export function isLedToFromInside({ graph, ids }: Pick<Selection, "graph" | "ids">, id: string): boolean {
  return (graph.into.get(id) ?? []).some(wire => ids.has(wire.from))
}

/**
 * From outside all failures inside are one, and end everything inside. So where failures lead outside, all must lead
 * to the same steps or be handled inside, and no two steps inside may run side by side.
 */
function failureProblem(selection: Selection, entries: readonly Step[], leaving: readonly Wire[]) {
  const { graph, ids, chosen } = selection
  const failing = leaving.filter(wire => wire.outlet === "failure")
  const [first] = failing
  if (first === undefined) return undefined
  const all = keysOf(failing)
  for (const step of chosen) {
    const wires = (graph.out.get(step.id) ?? []).filter(wire => wire.outlet === "failure")
    const out = keysOf(wires.filter(wire => !ids.has(wire.to)))
    const isHandled = wires.length > 0 || (step.onError ?? "stop") !== "stop"
    const isInside = out.length === 0 && isHandled
    const isOutside = wires.every(wire => !ids.has(wire.to)) && sameJson(out, all)
    if (!isInside && !isOutside) return extractProblem("failures_differ", { id: first.from })
  }
  const isSideBySide = chosen.some(step => {
    const out = graph.out.get(step.id) ?? []
    const names = out.map(wire => wire.outlet).filter(outlet => outlet !== "failure")
    return new Set(names).size < names.length && out.some(wire => ids.has(wire.to))
  })
  const isOne = entries.length <= 1 && !isSideBySide
  return isOne ? undefined : extractProblem("failures_differ", { id: first.from })
}

function keysOf(wires: readonly Wire[]): string[] {
  return [...new Set(wires.map(wire => keyOf(wire)))].sort()
}

/** What a wire says but for where it comes from: wires that say the same become one. */
function keyOf({ outlet, spec }: Pick<Wire, "outlet" | "spec">): string {
  const fields = Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([outlet === "failure", fields])
}

/** Every wire that leaves must be taken however it goes inside. */
function exitProblem(selection: Selection, entries: readonly Step[], leaving: readonly Wire[]) {
  const { graph, ids, chosen } = selection
  const starts = entries.length === 0 ? chosen : entries
  const seen = new Set<string>()
  for (const wire of leaving) {
    const group = outOf(graph, wire.from).filter(other => other.outlet === wire.outlet)
    const isMixed = group.some(other => ids.has(other.to))
    if (isMixed && group.some(other => other.spec.when === "else")) {
      return extractProblem("exit_not_certain", { id: wire.to })
    }
    const key = keyOf(wire)
    if (wire.outlet === "failure" || seen.has(key)) continue
    seen.add(key)
    const certain = certainSteps(selection, key)
    if (!starts.some(step => certain.has(step.id))) return extractProblem("exit_not_certain", { id: wire.to })
  }
  return undefined
}

/**
 * The steps from which the wire with the key is always reached. All are thought to be until one is found to have an
 * outlet that leads nowhere else; a loop is left in the end, or fails.
 */
function certainSteps({ graph, ids, chosen, first, outlets }: Selection, key: string): ReadonlySet<string> {
  const certain = new Set(ids)
  const isTaken = (wire: Wire) => {
    if (!ids.has(wire.to)) return keyOf(wire) === key
    return certain.has(wire.to) && isUnconditional(wire.spec)
  }
  for (const { id, join } of chosen) if (typeof join === "object") certain.delete(id)
  const byId = new Map(chosen.map(step => [step.id, step]))
  const fromTheEnd = graph.sorted.flatMap(id => byId.get(id) ?? []).reverse()
  let before: number
  do {
    before = certain.size
    for (const step of fromTheEnd) {
      const out = outOf(graph, step.id).map(wire => ({ wire, outlet: wire.outlet ?? first(step) }))
      const failures = out.filter(({ outlet, wire }) => outlet === "failure" && ids.has(wire.to))
      const used = failures.length > 0 ? [...outlets(step), "failure"] : outlets(step)
      const isCertain = used.every(name => {
        const group = out.filter(({ outlet }) => outlet === name).map(({ wire }) => wire)
        return group.some(isTaken) || isTakenByElse(group, wire => ids.has(wire.to) && certain.has(wire.to))
      })
      if (!isCertain) certain.delete(step.id)
    }
  } while (certain.size < before)
  return certain
}

function isUnconditional(spec: WireSpec): boolean {
  return (
    spec.when === undefined && spec.validate === undefined && spec.on === undefined && spec.at === undefined
  )
}

/** Of wires with conditions, one of which is for all other cases, one is always taken. */
function isTakenByElse(group: readonly Wire[], isGood: (wire: Wire) => boolean): boolean {
  return (
    group.some(wire => wire.spec.when === "else") && group.every(wire => isGood(wire) && !wire.spec.validate)
  )
}

/** A step outside that starts anew with each wire, or after a number of them, notices that there are fewer. */
function countedProblem({ scope }: Selection, leaving: readonly Wire[]) {
  const onward = onwardOf(leaving)
  const counting = scope.find(({ id, join = "all" }) => {
    const before = leaving.filter(wire => wire.to === id).length
    const after = onward.filter(wire => wire.spec.to === id).length
    return join !== "all" && join !== "any" && after < before
  })
  return counting === undefined ? undefined : extractProblem("arrivals_counted", { id: counting.id })
}

function onwardOf(leaving: readonly Wire[]): Pick<Wire, "outlet" | "spec">[] {
  const byKey = new Map<string, Pick<Wire, "outlet" | "spec">>()
  for (const wire of leaving) {
    const outlet = wire.outlet === "failure" ? "failure" : null
    if (!byKey.has(keyOf(wire))) byKey.set(keyOf(wire), { outlet, spec: wire.spec })
  }
  return [...byKey.values()]
}

function outOf(graph: Graph, id: string): readonly Wire[] {
  return graph.out.get(id) ?? []
}
