import { isList, type Path, sameJson } from "../../lib/json.ts"
import type { Step, WireSpec, Workflow } from "../workflow.ts"
import { updateScopeOf } from "./change.ts"
import {
  keepWired,
  shortWire,
  targetOf,
  type WrittenWire,
  withWires,
  writeImplied,
  writtenWires,
} from "./next.ts"

/** A wire by where it is written. An implied wire is written nowhere: its path is empty. */
export interface WireRef {
  readonly from: string
  readonly path: Path
}

/** What a new wire is to be. */
export interface NewWire extends Omit<WireSpec, "to"> {
  readonly from: string
  /** Null is the first outlet. */
  readonly outlet: string | null
  readonly to: string
  /** The name of the kind's first outlet, under which wires are listed once the step has wires of others. */
  readonly first?: string
}

/** Draws a wire. The first wire of a scope in list order writes out the implied ones. */
export function connect(workflow: Workflow, wire: NewWire): Workflow {
  const { from, outlet, first = "success", ...spec } = wire
  return updateScopeOf(workflow, from, steps => {
    if (!steps.some(step => step.id === wire.to)) return steps
    const drawn = writeImplied(steps)
    return drawn.map(step => (step.id === from ? addWire(step, outlet, shortWire(spec), first) : step))
  })
}

/** The step with one wire more; the very same where it has that wire. */
export function addWire(step: Step, outlet: string | null, wire: string | WireSpec, first: string): Step {
  const wires = writtenWires(step.next)
  const byName = wires.some(known => known.outlet !== null)
  const isFirst = outlet === null || outlet === first
  const name = isFirst && !byName ? null : (outlet ?? first)
  const known = name !== null && !byName ? wires.map(plain => ({ ...plain, outlet: first })) : wires
  if (known.some(other => other.outlet === name && sameJson(other.wire, wire))) return step
  return withWires(step, [...known, { outlet: name, wire }])
}

/** Writes out the wires that the list order of a scope implies; what an edit of wires does by itself. */
export function drawImpliedWires(workflow: Workflow, idInScope: string): Workflow {
  return updateScopeOf(workflow, idInScope, writeImplied)
}

/** Takes a wire away. The scope stays wired, even without wires. */
export function disconnect(workflow: Workflow, ref: WireRef): Workflow {
  return changeWires(workflow, ref, (wires, index) => wires.filter((_, other) => other !== index))
}

/** Takes away those of the wires, in the order of the file, that stand in it: what is only drawn has no wire. */
export function disconnectAll(
  workflow: Workflow,
  drawn: readonly { readonly wire: WireRef | null }[],
): Workflow {
  // From last to first, so that a wire that is taken away does not move those still to be taken.
  return drawn.toReversed().reduce((left, { wire }) => (wire ? disconnect(left, wire) : left), workflow)
}

/** Changes what a wire says: its target, inlet or conditions. An undefined field goes away. */
export function updateWire(
  workflow: Workflow,
  ref: WireRef,
  change: { readonly [Field in keyof WireSpec]?: WireSpec[Field] | undefined },
): Workflow {
  return changeWires(workflow, ref, (wires, index) =>
    wires.map((written, other) => {
      if (other !== index) return written
      const spec = typeof written.wire === "string" ? { to: written.wire } : written.wire
      const fields = Object.entries({ ...spec, ...change }).filter(([, value]) => value !== undefined)
      const changed = Object.fromEntries(fields) as WireSpec
      if (sameJson(changed, spec)) return written
      return { ...written, wire: typeof written.wire === "string" ? shortWire(changed) : changed }
    }),
  )
}

/** Where a wire is led instead; what is not said stays. */
export interface WireMove {
  readonly from?: string
  readonly outlet?: string | null
  readonly to?: string
  /** The name of the first outlet of the kind that the wire then leaves. */
  readonly first?: string
}

/** Leads a wire elsewhere within its scope. What it waits for stays. */
export function moveWire(workflow: Workflow, ref: WireRef, move: WireMove): Workflow {
  if (move.outlet === undefined && move.from === undefined) {
    return move.to === undefined ? workflow : updateWire(workflow, ref, { to: move.to })
  }
  return updateScopeOf(workflow, ref.from, before => {
    const { steps, source, wires, index } = findWire(before, ref)
    const taken = wires[index]
    const from = move.from ?? ref.from
    if (source === undefined || taken === undefined || !steps.some(step => step.id === from)) return before
    const to = move.to ?? targetOf(taken.wire)
    const wire = typeof taken.wire === "string" ? to : { ...taken.wire, to }
    const outlet = move.outlet === undefined ? taken.outlet : move.outlet
    const cut = withWires(
      source,
      wires.filter(other => other !== taken),
    )
    const after = steps
      .map(step => (step === source ? cut : step))
      .map(step => (step.id === from ? addWire(step, outlet, wire, move.first ?? "success") : step))
    return keepWired(steps, after)
  })
}

/** Sets a step of the same scope into a wire: what the wire waited for is waited for before the step. */
export function spliceIntoWire(
  workflow: Workflow,
  ref: WireRef,
  id: string,
  options: { readonly outlet?: string; readonly first?: string } = {},
): Workflow {
  let target: string | WireSpec | undefined
  const led = changeWires(workflow, ref, (wires, index) =>
    wires.map((written, other) => {
      if (other !== index) return written
      target = written.wire
      if (typeof written.wire === "string") return { ...written, wire: id }
      const { inlet: _, ...spec } = written.wire
      return { ...written, wire: { ...spec, to: id } }
    }),
  )
  if (target === undefined || targetOf(target) === id) return workflow
  const inlet = typeof target === "string" ? undefined : target.inlet
  const onward = { to: targetOf(target), ...(inlet === undefined ? {} : { inlet }) }
  return connect(led, { from: id, outlet: options.outlet ?? null, ...onward, ...first(options.first) })
}

function first(name: string | undefined): { first?: string } {
  return name === undefined ? {} : { first: name }
}

function changeWires(
  workflow: Workflow,
  ref: WireRef,
  change: (wires: readonly WrittenWire[], index: number) => readonly Pick<WrittenWire, "outlet" | "wire">[],
): Workflow {
  return updateScopeOf(workflow, ref.from, before => {
    const { steps, source, wires, index } = findWire(before, ref)
    if (source === undefined || index < 0) return before
    const changed = withWires(source, change(wires, index))
    if (changed === source) return before
    return keepWired(
      steps,
      steps.map(step => (step === source ? changed : step)),
    )
  })
}

/** The wire in its scope, implied wires written out where it is one of those. */
function findWire(scope: readonly Step[], ref: WireRef) {
  const isImplied = ref.path.length === 0
  const steps = isImplied ? writeImplied(scope) : scope
  const source = steps.find(step => step.id === ref.from)
  const wires = writtenWires(source?.next)
  return {
    steps,
    source,
    wires,
    index: wires.findIndex(wire => sameJson(wire.path, isImplied ? ["next"] : ref.path)),
  }
}

/** The targets of a trigger's `next` as a list. */
export function targetsOfTrigger(next: string | readonly string[] | undefined): readonly string[] {
  if (next === undefined) return []
  return isList(next) ? (next as readonly string[]) : [next as string]
}
