import { mapScopes } from "../mapScopes.ts"
import { stepIds } from "../places.ts"
import type { Step, WireSpec, Workflow } from "../workflow.ts"
import { without } from "./change.ts"
import { setLayout } from "./layout.ts"
import {
  keepWired,
  shortWire,
  targetOf,
  type WrittenWire,
  withWires,
  writeImplied,
  writtenWires,
} from "./next.ts"
import { targetsOfTrigger } from "./wires.ts"

/*
 * Removing steps. Healed, what led into them leads on to where their first outlet led:
 *
 *     a ──▶ b ──▶ c          a ──────▶ c
 *           └─failure▶ d               d
 *
 * The wire keeps what it waited for; what only the second wire said is added to it.
 */

/** How steps are removed. */
export interface RemoveOptions {
  /** Leads the wires past the steps; without it they are cut. */
  readonly heal?: boolean
  /** The name of a kind's first outlet; unless told, the first one that is wired and no `failure`. */
  readonly first?: ((kind: string) => string) | undefined
}

/** Removes steps with all that they hold. */
export function removeSteps(
  workflow: Workflow,
  ids: Iterable<string>,
  options: RemoveOptions = {},
): Workflow {
  const gone = new Set(ids)
  const all = stepIds(workflow)
  const onward = new Map<string, readonly WireSpec[]>()
  const removed = mapScopes(workflow, steps => {
    if (!steps.some(step => gone.has(step.id))) return steps
    const drawn = options.heal ? steps : writeImplied(steps)
    if (options.heal) followOut(drawn, gone, onward, options.first)
    const kept = drawn.filter(step => !gone.has(step.id)).map(step => leadPast(step, gone, onward))
    return keepWired(drawn, kept)
  })
  if (removed === workflow) return workflow
  const left = stepIds(removed)
  const lost = [...all].filter(id => !left.has(id))
  const placed = setLayout(removed, Object.fromEntries(lost.map(id => [id, null])))
  return retarget(placed, new Set(lost), onward)
}

/** For each step that goes the wires by which its first outlet leads, through others that go, to steps that stay. */
function followOut(
  steps: readonly Step[],
  gone: ReadonlySet<string>,
  onward: Map<string, readonly WireSpec[]>,
  first: RemoveOptions["first"],
): void {
  const leaving = new Map(
    steps.filter(step => gone.has(step.id)).map(step => [step.id, firstOut(step, first?.(step.kind))]),
  )
  for (const id of leaving.keys()) {
    const found: WireSpec[] = []
    const passed = new Set([id])
    const waiting = [...(leaving.get(id) ?? [])].reverse()
    for (let wire = waiting.pop(); wire !== undefined; wire = waiting.pop()) {
      const further = leaving.get(wire.to)
      if (further === undefined) found.push(wire)
      else if (!passed.has(wire.to)) {
        passed.add(wire.to)
        const before = wire
        waiting.push(...further.map(after => joined(before, after)).reverse())
      }
    }
    onward.set(id, found)
  }
}

/** The wires of the first outlet: those without a name, or of its name. */
function firstOut(step: Step, name: string | undefined): WireSpec[] {
  const wires = writtenWires(step.next)
  const first = name ?? wires.find(wire => wire.outlet !== "failure")?.outlet
  return wires
    .filter(wire => wire.outlet === null || wire.outlet === first)
    .map(({ wire }) => (typeof wire === "string" ? { to: wire } : wire))
}

/** One wire for two in a row: it leads where the second does, and waits as the first does and else as the second. */
function joined(before: WireSpec, after: WireSpec): WireSpec {
  const { to: _, inlet: __, ...waits } = before
  return { ...after, ...waits, to: after.to }
}

function leadPast(
  step: Step,
  gone: ReadonlySet<string>,
  onward: ReadonlyMap<string, readonly WireSpec[]>,
): Step {
  const wires = writtenWires(step.next)
  if (!wires.some(({ wire }) => gone.has(targetOf(wire)))) return step
  const led: Pick<WrittenWire, "outlet" | "wire">[] = wires.filter(({ wire }) => !gone.has(targetOf(wire)))
  const isKnown = (outlet: string | null, to: string) =>
    to === step.id || led.some(other => other.outlet === outlet && targetOf(other.wire) === to)
  for (const { outlet, wire } of wires) {
    const spec = typeof wire === "string" ? { to: wire } : wire
    for (const after of onward.get(spec.to) ?? []) {
      if (gone.has(spec.to) && !isKnown(outlet, after.to))
        led.push({ outlet, wire: shortWire(joined(spec, after)) })
    }
  }
  return withWires(step, led)
}

/** Triggers that named a step which is gone name what follows it; one that is left with none starts at the entries. */
function retarget(
  workflow: Workflow,
  gone: ReadonlySet<string>,
  onward: ReadonlyMap<string, readonly WireSpec[]>,
): Workflow {
  if (!workflow.triggers?.some(trigger => targetsOfTrigger(trigger.next).some(id => gone.has(id))))
    return workflow
  const triggers = workflow.triggers.map(trigger => {
    const targets = targetsOfTrigger(trigger.next)
    if (!targets.some(id => gone.has(id))) return trigger
    const led = targets.flatMap(id => (gone.has(id) ? (onward.get(id) ?? []).map(wire => wire.to) : [id]))
    const [only, ...more] = new Set(led)
    if (only === undefined) return without(trigger, "next")
    return { ...trigger, next: more.length === 0 ? only : [only, ...more] }
  })
  return { ...workflow, triggers }
}
