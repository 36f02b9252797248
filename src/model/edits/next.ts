import { isList, isMap, own, type Path } from "../../lib/json.ts"
import { isListOrdered, isWireMap } from "../graph.ts"
import type { Next, Step, WireSpec } from "../workflow.ts"

/*
 * Writing `next` back. The form that was there stays as far as it can say what is new, and what is new is written
 * in the shortest form: `next: b`, `next: [b, c]`, `next: { true: a, false: b }`.
 */

/** A wire as it stands in a step: a text where it says only where it leads. */
export interface WrittenWire {
  readonly outlet: string | null
  readonly wire: string | WireSpec
  readonly path: Path
}

/** The wires as they are written, broken ones included, so that writing them back loses nothing. */
export function writtenWires(next: Next | undefined): WrittenWire[] {
  const groups: [outlet: string | null, value: unknown, path: Path][] =
    isMap(next) && !isWireMap(next)
      ? Object.keys(next).map(outlet => [outlet, own(next, outlet), ["next", outlet]])
      : [[null, next, ["next"]]]
  return groups.flatMap(([outlet, value, path]) => {
    if (value === undefined) return []
    if (!isList(value)) return [{ outlet, wire: value as string | WireSpec, path }]
    return value.map((wire, index) => ({ outlet, wire: wire as string | WireSpec, path: [...path, index] }))
  })
}

/** The step that a written wire leads to. */
export function targetOf(wire: string | WireSpec): string {
  return typeof wire === "string" ? wire : wire.to
}

/** The wire in its shortest form. */
export function shortWire(spec: WireSpec): string | WireSpec {
  return Object.keys(spec).length === 1 ? spec.to : spec
}

/** The step with these wires; the very same where they are those it has. Without any it names no `next`. */
export function withWires(step: Step, wires: readonly Pick<WrittenWire, "outlet" | "wire">[]): Step {
  const before = writtenWires(step.next)
  const same =
    wires.length === before.length &&
    wires.every(({ outlet, wire }, index) => outlet === before[index]?.outlet && wire === before[index]?.wire)
  if (same) return step
  const { next: _, ...bare } = step
  if (wires.length === 0) return bare
  const groups = new Map<string | null, (string | WireSpec)[]>()
  for (const { outlet, wire } of wires) {
    const group = groups.get(outlet)
    if (group === undefined) groups.set(outlet, [wire])
    else group.push(wire)
  }
  const plain = groups.get(null)
  if (plain !== undefined) return withNext(step, asShort(plain))
  const next: Record<string, Next> = {}
  for (const [outlet, group] of groups) next[outlet ?? ""] = asShort(group)
  return withNext(step, next as Next)
}

function asShort(wires: readonly (string | WireSpec)[]): string | WireSpec | readonly (string | WireSpec)[] {
  const [only] = wires
  return wires.length === 1 && only !== undefined ? only : wires
}

function withNext(step: Step, next: Next): Step {
  return { ...step, next }
}

/** The scope with the wires written out that its list order implies. */
export function writeImplied(steps: readonly Step[]): readonly Step[] {
  if (!isListOrdered(steps)) return steps
  return steps.map((step, index) => {
    const to = steps[index + 1]?.id
    return to === undefined || to === "" ? step : { ...step, next: to }
  })
}

/**
 * Keeps a scope that was wired from falling back to list order when its last wire goes, as steps would run that
 * nothing leads to: an empty `next` on the first step says that there are no wires.
 */
export function keepWired(before: readonly Step[], after: readonly Step[]): readonly Step[] {
  const [first, ...rest] = after
  if (first === undefined || rest.length === 0 || isListOrdered(before) || !isListOrdered(after)) return after
  return [{ ...first, next: [] }, ...rest]
}
