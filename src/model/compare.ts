import { t } from "../language/t.ts"
import { isMap, type Json, own, type Path, sameJson } from "../lib/json.ts"
import { graphOf } from "./graph.ts"
import { eachScope, findStep } from "./places.ts"
import type { Step, Workflow } from "./workflow.ts"

/*
 * What differs between two versions of a workflow, as far as a run could tell: where boxes stand, notes and frames
 * are left out. Steps are known again by their ids, wherever they stand.
 */

/** How a step or a wire differs. */
export type Difference = "added" | "removed" | "changed"

/** A step that differs. */
export interface StepDifference {
  readonly id: string
  readonly is: Difference
  /** The fields that differ, as paths within the step; none for one that was added or removed. */
  readonly fields: readonly Path[]
}

/** A wire that is there in one version only. A wire that waits for something else has been removed and added. */
export interface WireDifference {
  readonly from: string
  /** Null is the first outlet. */
  readonly outlet: string | null
  readonly to: string
  readonly is: Exclude<Difference, "changed">
}

/** All that differs. */
export interface Comparison {
  readonly steps: readonly StepDifference[]
  readonly wires: readonly WireDifference[]
  /** Fields of the workflow itself: `["inputs", "path"]`, `["settings", "timeout"]`. */
  readonly fields: readonly Path[]
}

/** The fields of a step that are compared as steps and wires of their own. */
const stepParts = new Set(["id", "enter", "steps", "exit", "always", "next"])
/** The fields of a workflow that are compared as steps, or that no run can tell. */
const workflowParts = new Set(["steps", "failure", "always", "layout", "notes", "frames"])

/** Compares two versions, from the earlier to the later one. */
export function compareWorkflows(before: Workflow, after: Workflow): Comparison {
  const [old, now] = [stepsOf(before), stepsOf(after)]
  const steps: StepDifference[] = []
  for (const [id, { step, scope }] of now) {
    const was = old.get(id)
    if (was === undefined) steps.push({ id, is: "added", fields: [] })
    else {
      const fields = differingFields(was.step, step, stepParts)
      if (was.scope !== scope) fields.push([])
      if (fields.length > 0) steps.push({ id, is: "changed", fields })
    }
  }
  for (const id of old.keys()) if (!now.has(id)) steps.push({ id, is: "removed", fields: [] })
  return {
    steps,
    wires: comparedWires(wiresOf(before), wiresOf(after)),
    fields: differingFields(before, after, workflowParts),
  }
}

/** How many things differ: each step, each wire and each field of the workflow is one. */
export function countDifferences({ steps, wires, fields }: Comparison): number {
  const alone = new Set(steps.filter(({ is }) => is !== "changed").map(({ id }) => id))
  // The wires of a step that came or went come and go with it.
  const own = wires.filter(({ from, to }) => !alone.has(from) && !alone.has(to))
  return steps.length + own.length + fields.length
}

/** The steps by id, each with a name for the scope that it stands in. */
function stepsOf(workflow: Workflow): Map<string, { step: Step; scope: string }> {
  const holders = new Map<readonly Step[], string>()
  for (const { steps, holder, path } of eachScope(workflow))
    holders.set(steps, `${holder?.id ?? ""} ${String(path.at(-1))}`)
  const found = new Map<string, { step: Step; scope: string }>()
  for (const { steps } of eachScope(workflow)) {
    for (const step of steps) {
      if (!found.has(step.id)) found.set(step.id, { step, scope: holders.get(steps) ?? "" })
    }
  }
  return found
}

type KnownWire = Omit<WireDifference, "is">

/** The wires of all scopes, implied ones included, by all that they say. */
function wiresOf(workflow: Workflow): Map<string, KnownWire> {
  const wires = new Map<string, KnownWire>()
  for (const { steps } of eachScope(workflow)) {
    for (const { from, outlet, to, spec } of graphOf(steps, { entries: [], branches: false }).wires)
      wires.set(JSON.stringify([from, outlet, spec]), { from, outlet, to })
  }
  return wires
}

function comparedWires(
  before: ReadonlyMap<string, KnownWire>,
  after: ReadonlyMap<string, KnownWire>,
): WireDifference[] {
  const added = [...after].filter(([key]) => !before.has(key))
  const removed = [...before].filter(([key]) => !after.has(key))
  return [
    ...added.map(([, wire]) => ({ ...wire, is: "added" as const })),
    ...removed.map(([, wire]) => ({ ...wire, is: "removed" as const })),
  ]
}

/** The paths at which two maps differ, no deeper than is of use: a list or a text that differs is one. */
function differingFields(before: object, after: object, skipped: ReadonlySet<string>): Path[] {
  const paths: Path[] = []
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const name of names) {
    if (skipped.has(name)) continue
    const [was, is] = [fieldOf(before, name), fieldOf(after, name)]
    if (!sameJson(was, is)) paths.push(...differing(was, is, [name]))
  }
  return paths
}

function differing(before: unknown, after: unknown, path: Path): Path[] {
  if (!isMap(before) || !isMap(after) || path.length >= 4) return [path]
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap(name => {
    const [was, is] = [own(before, name), own(after, name)]
    return sameJson(was, is) ? [] : differing(was, is, [...path, name])
  })
}

function fieldOf(map: object, name: string): unknown {
  return Object.hasOwn(map, name) ? (map as { readonly [key: string]: unknown })[name] : undefined
}

/** A path as people read it: `with.prompt`, `triggers`. */
export function sayPath(path: Path): string {
  return path.length === 0 ? t`where it stands` : path.join(".")
}

/** What stands at a field in the one and in the other; undefined where nothing does. */
export interface ValuesAt {
  readonly was: Json | undefined
  readonly is: Json | undefined
}

/** The values of a field that differs: of a step, or of the workflow itself where none is named. */
export function valuesAt(before: Workflow, after: Workflow, step: string | null, path: Path): ValuesAt {
  const [was, is] = [before, after].map(workflow => {
    const whole = step === null ? workflow : findStep(workflow, step)?.step
    return valueAt(whole as Json | undefined, path)
  })
  return { was, is }
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (part, key) => (isMap(part) ? own(part, String(key)) : undefined),
    value,
  )
}
