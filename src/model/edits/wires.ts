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

/** Leads a wire elsewhere: to another step, from another outlet, or both. What it waits for stays. */
export function moveWire(
  workflow: Workflow,
  ref: WireRef,
  to: {
    readonly to?: string
    readonly outlet?: string | null
    readonly from?: string
    readonly first?: string
  },
): Workflow {
  const moved = to.to === undefined ? workflow : updateWire(workflow, ref, { to: to.to })
  if (to.outlet === undefined && to.from === undefined) return moved
  let taken: WrittenWire | undefined
  const cut = changeWires(moved, ref, (wires, index) => {
    taken = wires[index]
    return wires.filter((_, other) => other !== index)
  })
  if (taken === undefined) return workflow
  const { outlet, wire } = taken
  return updateScopeOf(cut, to.from ?? ref.from, steps =>
    steps.map(step =>
      step.id === (to.from ?? ref.from)
        ? addWire(step, to.outlet === undefined ? outlet : to.outlet, wire, to.first ?? "success")
        : step,
    ),
  )
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
    const steps = ref.path.length === 0 ? writeImplied(before) : before
    const path: Path = ref.path.length === 0 ? ["next"] : ref.path
    const after = steps.map(step => {
      if (step.id !== ref.from) return step
      const wires = writtenWires(step.next)
      const index = wires.findIndex(wire => sameJson(wire.path, path))
      return index < 0 ? step : withWires(step, change(wires, index))
    })
    return after.every((step, index) => step === before[index]) ? before : keepWired(steps, after)
  })
}

/** The targets of a trigger's `next` as a list. */
export function targetsOfTrigger(next: string | readonly string[] | undefined): readonly string[] {
  if (next === undefined) return []
  return isList(next) ? (next as readonly string[]) : [next as string]
}
