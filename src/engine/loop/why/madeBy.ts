import { at, isList, isMap, type Json, own, type Path, sameJson } from "../../../lib/json.ts"
import type { Why, WhyWire } from "../../../model/why.ts"
import { childRunId } from "../../core/childRunId.ts"
import { lastOf } from "../../core/instanceOutput.ts"
import type { Instance, Visit } from "../../core/state.ts"
import { taskAt, visitAt } from "../../core/whereabouts.ts"
import { migrated, rawFields } from "../parameters.ts"
import {
  type Asking,
  all,
  allFlat,
  firstOutlet,
  isAbout,
  leaf,
  type Moment,
  momentOf,
  namesAt,
  shown,
  templatesIn,
} from "./asking.ts"
import type { Past } from "./past.ts"
import { lapOf } from "./rows.ts"
import { traceText } from "./traceText.ts"
import { type Followed, waysThrough } from "./ways.ts"

/** What a value of a run was made by: from the outlet that it left by to the parameters it was made from. */

/** Why the run came to its value. */
export async function ofRun(asking: Asking, past: Past, path: Path): Promise<Why> {
  const { output } = past.workflow
  const value = at(past.last.output, path)
  const end = past.lastBefore(past.events.length, event => event.type === "run.ended")
  const from =
    output === undefined
      ? await ofInstance(asking, past, past.last.instances.get(""), path)
      : await ofValue(asking, momentOf(past, end, { in: "" }), output, ["output"], path)
  return { source: "expression", path, field: ["output"], ...shown(value), from }
}

/** Why what left by an outlet of a step is so. */
export async function ofOutput(
  asking: Asking,
  past: Past,
  visit: Visit,
  outlet: string,
  path: Path,
  by?: WhyWire,
): Promise<Why> {
  const place = { run: past.run, in: visit.instance.path, step: visit.step.id, visit: visit.number }
  const value = at(own(visit.outlets, outlet), path) as Json | undefined
  const node: Why = {
    ...{ source: "step", place, outlet, path, from: [] },
    ...(by === undefined ? {} : { by }),
    ...shown(value),
  }
  const name = JSON.stringify([place, outlet, path])
  if (asking.left-- <= 0 || asking.asked.has(name)) return { ...node, isCut: true }
  asking.asked.add(name)
  await asking.parts.breathe()
  if (visit.reused !== undefined) return ofKept(asking, past, visit, outlet, node)
  return { ...node, from: await madeBy(asking, past, visit, outlet, path) }
}

async function madeBy(
  asking: Asking,
  past: Past,
  visit: Visit,
  outlet: string,
  path: Path,
): Promise<readonly Why[]> {
  if (visit.items !== undefined) {
    const [index, ...rest] = path
    const indices =
      typeof index === "number"
        ? (own(visit.origins, outlet)?.[index] ?? [])
        : (visit.tasks ?? []).map((_, place) => place)
    return allFlat(indices.slice(0, 10), number => byAttempt(asking, past, visit, number, outlet, rest))
  }
  if (visit.steering !== undefined) {
    const inside = await byChildren(asking, past, visit, outlet, path)
    if (inside !== undefined) return inside
  }
  return byAttempt(asking, past, visit, undefined, outlet, path)
}

/** The fork's parent says why; unless the value was changed on the way. */
async function ofKept(asking: Asking, past: Past, visit: Visit, outlet: string, node: Why): Promise<Why> {
  const [started] = past.events
  const parent = started?.type === "run.started" && started.fork !== undefined ? started.fork.of : ""
  const opened = await asking.parts.open(parent)
  const before = opened && visitAt(opened.last, visit.instance.path, visit.step.id, visit.number)
  if (opened === undefined || before === undefined) return { ...node, from: [leaf("kept", {})] }
  const value = at(own(visit.outlets, outlet), node.path)
  if (!sameJson(at(own(before.outlets, outlet), node.path), value)) {
    return { ...node, from: [leaf("changed", shown(value))] }
  }
  const inParent = await ofOutput(asking, opened, before, outlet, node.path)
  return { ...node, from: [{ ...leaf("kept", shown(value)), from: [inParent] }] }
}

/** By what the instances of a container came to. */
async function byChildren(
  asking: Asking,
  past: Past,
  visit: Visit,
  outlet: string,
  path: Path,
): Promise<readonly Why[] | undefined> {
  const children = [...past.last.instances.values()].filter(
    ({ parent, name }) => parent === visit && name === "steps",
  )
  const left = own(visit.outlets, outlet)
  const whole = children.findLast(child => child.status === "completed" && sameJson(child.output, left))
  if (whole !== undefined && !isList(left)) return ofInstance(asking, past, whole, path)
  const [index, ...rest] = path
  if (typeof index === "number") {
    const [number = index] = own(visit.origins, outlet)?.[index] ?? []
    const child = children.find(each => each.index === number)
    if (child !== undefined && sameJson(child.output, at(left, [index])))
      return ofInstance(asking, past, child, rest)
  }
  if (whole !== undefined) return ofInstance(asking, past, whole, path)
  if (path.length > 0 || !isList(left) || children.length === 0) return undefined
  return allFlat(children.slice(0, 10), child => ofInstance(asking, past, child, []))
}

/** What a scope instance came to: its output's expression, or its last step. */
export async function ofInstance(
  asking: Asking,
  past: Past,
  instance: Instance | undefined,
  path: Path,
): Promise<readonly Why[]> {
  if (instance === undefined) return []
  const output = instance.parent?.step.spec.output
  if (instance.parent !== undefined && output !== undefined) {
    const closed = past.lastBefore(
      past.events.length,
      event => event.type === "scope.closed" && event.in === instance.path,
    )
    const moment = momentOf(past, closed ?? lapOf(past, instance.path), { in: instance.path })
    return ofValue(asking, moment, output, ["output"], path, instance.parent)
  }
  const last = lastOf(instance)
  const [branch, ...inBranch] = path
  const isOne = instance.scope.branches && typeof branch === "number"
  const visits = (isOne ? [last[branch]] : last).filter(visit => visit !== undefined)
  const rest = isOne ? inBranch : path
  return all(visits, visit => ofOutput(asking, past, visit, firstOutlet(visit), rest))
}

/** What one attempt came to: its parameters, or whoever answered it. */
async function byAttempt(
  asking: Asking,
  past: Past,
  visit: Visit,
  task: number | undefined,
  outlet: string,
  path: Path,
): Promise<readonly Why[]> {
  const { step, instance, number } = visit
  const place = { in: instance.path, step: step.id, visit: number, ...(task === undefined ? {} : { task }) }
  const isHere = isAbout(place)
  const answered = past.lastBefore(
    past.events.length,
    event => (event.type === "step.answered" || event.type === "step.decided") && isHere(event),
  )
  const { wait, key } = taskAt(visit, task) ?? {}
  const answer = answered === undefined ? undefined : past.events[answered]
  const value = at(
    task === undefined ? own(visit.outlets, outlet) : own(taskAt(visit, task)?.outlets, outlet),
    path,
  )
  if (answer !== undefined && !(answer.type === "step.decided" && answer.decision.type === "retry")) {
    if (wait?.for === "run" && key !== undefined) {
      const child = await asking.parts.open(childRunId(past.run, key))
      if (child !== undefined)
        return [{ ...leaf("answer", shown(value)), from: [await ofRun(asking, child, path)] }]
    }
    return [leaf("answer", shown(value))]
  }
  const begun = past.lastBefore(
    past.events.length,
    event =>
      (event.type === "step.started" || event.type === "step.begun" || event.type === "step.completed") &&
      isHere(event),
  )
  const started = past.lastBefore(
    (begun ?? 0) + 1,
    event => event.type === "step.started" && isHere(event) && event.attempt === 1,
  )
  const moment = momentOf(past, started ?? begun ?? lapOf(past, instance.path), place)
  return byParameters(asking, moment, visit, task, outlet, path)
}

async function byParameters(
  asking: Asking,
  moment: Moment,
  visit: Visit,
  task: number | undefined,
  outlet: string,
  path: Path,
): Promise<readonly Why[]> {
  const { spec } = visit.step
  const definition = asking.parts.kinds(spec.kind)
  const raw = definition === undefined ? [] : [...rawFields(definition), ...Object.keys(visit.step.inside)]
  const given =
    definition === undefined ? (spec.with ?? {}) : migrated(definition, spec.version, spec.with ?? {})
  const names = definition?.follows === undefined ? [] : [definition.follows].flat()
  const value = at(own(taskAt(visit, task)?.outlets ?? visit.outlets, outlet), path)
  const input = taskAt(visit, task)?.input ?? visit.input ?? given
  if (names.length > 0) {
    const incoming = namesAt(moment)?.incoming
    const followed = names.map((field): Followed => {
      if (own(given, field) !== undefined) return { field, value: at(input, [field]) }
      const arrived = names.length === 1 ? [] : [field]
      return { field, value: at(incoming, arrived), arrived: ["incoming", ...arrived] }
    })
    const ways = waysThrough(followed, own(visit.origins, outlet), path)
    const same = ways.find(way => value !== undefined && sameJson(at(way.in.value, way.path), value))
    const exact = same === undefined ? ways.slice(0, 10) : [same]
    const from = await allFlat(exact, ({ in: { field, arrived }, path: way }) =>
      arrived === undefined
        ? ofValue(asking, moment, own(given, field) ?? null, ["with", field], way)
        : asking.read(moment, [...arrived, ...way]).then(made => [made]),
    )
    if (same !== undefined) return from
    return [...from, ...(await ofOthers(asking, moment, given, [...raw, ...names]))]
  }
  const from = await ofOthers(asking, moment, given, raw)
  if (from.some(({ source }) => source !== "constant") || visit.incoming === undefined) return from
  return [...from, await asking.read(moment, ["incoming"])]
}

/** By all parameters but those that are named. */
export async function ofOthers(
  asking: Asking,
  moment: Moment,
  given: Json,
  but: readonly string[],
): Promise<readonly Why[]> {
  const fields = isMap(given) ? Object.keys(given).filter(field => !but.includes(field)) : []
  const found = await allFlat(fields, field =>
    ofValue(asking, moment, isMap(given) ? (given[field] ?? null) : null, ["with", field], []),
  )
  return found.toSorted((a, b) => Number(a.source === "constant") - Number(b.source === "constant"))
}

/** A value of the workflow: what its templates read, or itself where it has none. */
export async function ofValue(
  asking: Asking,
  moment: Moment,
  value: Json,
  field: Path,
  path: Path,
  holder?: Visit,
): Promise<readonly Why[]> {
  const [key, ...rest] = path
  if (key !== undefined && typeof value === "object" && value !== null) {
    const inner = at(value, [key]) as Json | undefined
    return inner === undefined ? [] : ofValue(asking, moment, inner, [...field, key], rest, holder)
  }
  const texts = templatesIn(value, field)
  const { in: scope, step = holder?.step.id, visit = holder?.number } = moment.standing
  const place =
    step === undefined || visit === undefined
      ? {}
      : { place: { run: moment.past.run, in: holder?.instance.path ?? scope, step, visit } }
  if (texts.length === 0)
    return [leaf("constant", { ...place, field, path, ...shown(at(value, path) ?? value) })]
  const names = namesAt(moment)
  if (names === undefined) return []
  return allFlat(texts, async ({ text, path: where }) => {
    const traced = await traceText(asking.parts.trace, text, names, moment.time, path)
    return all(traced, async ({ expression, reads }): Promise<Why> => {
      const from = await all(reads, read => asking.read(moment, read))
      const itself = reads.length === 0 ? [leaf("constant", {})] : from
      return { source: "expression", ...place, path, field: where, expression, from: itself }
    })
  })
}
