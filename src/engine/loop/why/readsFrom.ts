import { at, isList, isMap, own, type Path, sameJson } from "../../../lib/json.ts"
import type { Why } from "../../../model/why.ts"
import { childRunId } from "../../core/childRunId.ts"
import { comingValue } from "../../core/coming.ts"
import type { SingleEvent } from "../../core/event.ts"
import type { WirePlan } from "../../core/plan.ts"
import type { Instance, RunState, Visit } from "../../core/state.ts"
import { taskAt, visitAt } from "../../core/whereabouts.ts"
import { asTemplate } from "../evaluating.ts"
import { type Asking, firstOutlet, isAbout, leaf, type Moment, momentOf, namesAt, shown } from "./asking.ts"
import { ofInstance, ofOthers, ofOutput, ofValue } from "./madeBy.ts"
import type { Past } from "./past.ts"
import { untilThere, writerWithin } from "./rows.ts"

/** What a path leads to that an expression read: back to the step, the wire, the list or the run that gave it. */

/** What became of a path that an expression read. */
export async function ofRead(asking: Asking, moment: Moment, read: Path): Promise<Why> {
  const [root, ...path] = read
  const { past, count, standing } = moment
  const state = past.after(count, standing)
  const names = namesAt(moment)
  const value = names === undefined ? undefined : at(names, read)
  switch (root) {
    case "inputs":
    case "trigger":
      return ofOutside(asking, past, root, path, value)
    case "vars":
      return ofVariable(asking, moment, path, value)
    case "secrets":
      return leaf("secret", { path })
    case "steps":
      return ofStepRead(asking, moment, state, path, value)
    case "incoming":
    case "arrivals":
      return ofArrival(asking, moment, state, root, path, value)
    case "item":
    case "index":
    case "loop":
      return ofGiven(asking, moment, state, root, path, value)
    case "error": {
      const place = isMap(names?.error) ? names.error : {}
      const failed =
        typeof place.step === "string"
          ? { run: past.run, in: standing.in, step: place.step, visit: Number(place.visit ?? 1) }
          : undefined
      return leaf("step", {
        ...(failed === undefined ? {} : { place: failed }),
        outlet: "failure",
        path,
        ...shown(value),
      })
    }
    default:
      return leaf("run", { path: read, ...shown(value) })
  }
}

/** What the run was handed: by the run that started it, if one did. */
async function ofOutside(
  asking: Asking,
  past: Past,
  root: "inputs" | "trigger",
  path: Path,
  value: unknown,
): Promise<Why> {
  const source = root === "inputs" ? ("input" as const) : root
  const node = leaf(source, { path, ...shown(value) })
  const { trigger, run } = past.last
  const parent =
    isMap(trigger) && trigger.type === "workflow" && typeof trigger.run === "string" ? trigger.run : undefined
  const opened = parent === undefined || asking.left <= 0 ? undefined : await asking.parts.open(parent)
  const inputs = root === "inputs" ? path : path[0] === "inputs" ? path.slice(1) : undefined
  if (opened === undefined || inputs === undefined) return node
  for (const { visits } of opened.last.instances.values()) {
    for (const visit of visits.flatMap(each => each ?? [])) {
      const tasks = [visit.task, ...(visit.tasks ?? [])].filter(task => task !== undefined)
      const task = tasks.find(({ wait, key }) => wait?.for === "run" && childRunId(opened.run, key) === run)
      if (task === undefined) continue
      const from = await byStarter(asking, opened, visit, task.number, inputs, value)
      return { ...node, from }
    }
  }
  return node
}

async function byStarter(
  asking: Asking,
  past: Past,
  visit: Visit,
  task: number | undefined,
  path: Path,
  value: unknown,
): Promise<readonly Why[]> {
  const { step, instance, number } = visit
  const standing = {
    in: instance.path,
    step: step.id,
    visit: number,
    ...(task === undefined ? {} : { task }),
  }
  const isHere = isAbout(standing)
  const waited = past.lastBefore(past.events.length, event => event.type === "step.waiting" && isHere(event))
  const begun = past.lastBefore(
    waited ?? past.events.length,
    event => event.type === "step.started" && isHere(event),
  )
  const given = step.spec.with ?? {}
  const input = taskAt(visit, task)?.input ?? visit.input ?? given
  // Which of its parameters became the other run's inputs, their values tell.
  const field = Object.keys(given).find(
    name => value !== undefined && sameJson(at(input, [name, ...path]), value),
  )
  const moment = momentOf(past, begun ?? waited, standing)
  if (field === undefined) return ofOthers(asking, moment, given, [])
  return ofValue(asking, moment, own(given, field) ?? null, ["with", field], path)
}

/** A variable is what the step made it that wrote it last, or what the workflow says. */
async function ofVariable(
  asking: Asking,
  { past, count, standing }: Moment,
  path: Path,
  value: unknown,
): Promise<Why> {
  const [name, ...rest] = path
  const node: Why = { source: "variable", path, ...shown(value), from: [] }
  if (typeof name !== "string") return node
  const writerIn = (event: SingleEvent) => {
    if (event.type === "step.lapped") return writerWithin(untilThere(event, standing), name)
    return event.type === "step.completed" && own(event.variables, name) !== undefined ? event : undefined
  }
  const wrote = past.lastBefore(count, event => writerIn(event) !== undefined)
  const event = wrote === undefined ? undefined : past.events[wrote]
  const writer = event === undefined ? undefined : writerIn(event)
  if (writer !== undefined) {
    const visit = visitAt(past.last, writer.in, writer.step, writer.visit)
    if (visit === undefined) return node
    const outlet = firstOutlet(visit)
    const isThere = sameJson(at(own(visit.outlets, outlet), path), value)
    return { ...node, from: [await ofOutput(asking, past, visit, outlet, isThere ? path : [])] }
  }
  const kept = [...past.last.instances.values()]
    .flatMap(({ visits }) => visits.flatMap(each => each ?? []))
    .findLast(visit => visit.reused !== undefined && own(visit.variables, name) !== undefined)
  if (kept !== undefined)
    return { ...node, from: [await ofOutput(asking, past, kept, firstOutlet(kept), path)] }
  const initial = at(past.workflow.variables ?? {}, [name, ...rest])
  return { ...node, from: [leaf("constant", { field: ["variables", name], path: rest, ...shown(initial) })] }
}

async function ofStepRead(
  asking: Asking,
  { past, standing }: Moment,
  state: RunState,
  path: Path,
  value: unknown,
): Promise<Why> {
  const [id, part, ...rest] = path
  if (typeof id !== "string") return leaf("run", { path: ["steps"], ...shown(value) })
  const there = visitOf(state, standing.in, id, part === "visits" ? Number(rest[0]) : undefined)
  const visit = there && visitAt(past.last, there.instance.path, id, there.number)
  if (visit === undefined) return leaf("unrun", { path })
  const [inVisit, ...after] = part === "visits" ? rest.slice(1) : path.slice(1)
  const way = part === "visits" ? after : rest
  if (inVisit === "output") return ofOutput(asking, past, visit, firstOutlet(visit), way)
  if (inVisit === "outlets" && typeof way[0] === "string")
    return ofOutput(asking, past, visit, way[0], way.slice(1))
  const place = { run: past.run, in: visit.instance.path, step: id, visit: visit.number }
  if (inVisit === undefined) return ofOutput(asking, past, visit, firstOutlet(visit), [])
  return leaf("run", { place, path: way.length === 0 ? [inVisit] : [inVisit, ...way], ...shown(value) })
}

/** The visit that an expression sees under the id, as `scopeValues` has it. */
function visitOf(state: RunState, path: string, id: string, number: number | undefined): Visit | undefined {
  for (let here = state.instances.get(path); here !== undefined; here = outside(state, here)) {
    const step = here.scope.byId.get(id)
    if (step === undefined) continue
    const visits = here.visits[step.index] ?? []
    return number === undefined ? visits.findLast(visit => visit.outlets !== undefined) : visits[number]
  }
  return undefined
}

function outside(state: RunState, instance: Instance): Instance | undefined {
  return instance.parent?.instance ?? (instance.path === "" ? undefined : state.instances.get(""))
}

/** What came by a wire. */
async function ofArrival(
  asking: Asking,
  { past, standing }: Moment,
  state: RunState,
  root: "incoming" | "arrivals",
  path: Path,
  value: unknown,
): Promise<Why> {
  const { step = "", visit: number = 1 } = standing
  const visit = visitAt(state, standing.in, step, number)
  const guards = visit === undefined ? undefined : taskAt(visit, standing.task)?.guards
  if (guards !== undefined && root === "incoming") {
    const from = visitAt(
      past.last,
      guards.coming.visit.instance.path,
      guards.coming.visit.step.id,
      guards.coming.visit.number,
    )
    const same =
      from !== undefined && sameJson(own(from.outlets, guards.coming.wire.outlet), comingValue(guards.coming))
    if (same) return ofOutput(asking, past, from, guards.coming.wire.outlet, path)
    return leaf("run", { path: [root, ...path], ...shown(value) })
  }
  const inlets = visit?.step.kind.inlets
  const hasInlets = root === "incoming" && inlets !== undefined && inlets.length > 0
  const [key, ...inside] = path
  const arrival =
    root === "arrivals"
      ? visit?.arrivals[Number(key)]
      : hasInlets
        ? visit?.arrivals.find(({ wire }) => String(wire.inlet) === String(key))
        : visit?.incoming
  const rest = root === "arrivals" ? inside.slice(1) : hasInlets ? inside : path
  if (arrival === undefined || visit === undefined)
    return leaf("run", { path: [root, ...path], ...shown(value) })
  const { wire } = arrival
  const by = { from: wire.from.id, outlet: wire.outlet, to: wire.to.id }
  const source =
    visitAt(past.last, arrival.visit.instance.path, wire.from.id, arrival.visit.number) ?? arrival.visit
  const node = await ofOutput(asking, past, source, wire.outlet, rest, by)
  return { ...node, from: [...node.from, ...(await conditionOf(asking, past, source, wire))] }
}

/** The condition by which the wire was taken, where it has one: without that nothing would have come. */
async function conditionOf(
  asking: Asking,
  past: Past,
  source: Visit,
  { spec: { when }, outlet, place: wire }: WirePlan,
): Promise<readonly Why[]> {
  if (typeof when !== "string" || when === "else" || source.reused !== undefined) return []
  const place = { in: source.instance.path, step: source.step.id, visit: source.number }
  const isHere = isAbout(place)
  const decided = past.lastBefore(
    past.events.length,
    event =>
      isHere(event) &&
      (event.type === "step.routed" || (event.type === "wire.enabled" && event.wire === wire)),
  )
  const moment = momentOf(past, decided, place)
  return ofValue(asking, moment, asTemplate(when), ["next", outlet, "when"], [], source)
}

/** What a container gives to the steps inside, or `each` to its own parameters. */
async function ofGiven(
  asking: Asking,
  moment: Moment,
  state: RunState,
  root: "item" | "index" | "loop",
  path: Path,
  value: unknown,
): Promise<Why> {
  const { past, standing } = moment
  const node = leaf("run", { path: [root, ...path], ...shown(value) })
  if (root === "index") return node
  const { step, visit: number = 1, task } = standing
  const visit = step === undefined ? undefined : visitAt(state, standing.in, step, number)
  if (root === "item" && visit?.items !== undefined && task !== undefined) {
    const listed = past.lastBefore(
      moment.count,
      event =>
        event.type === "step.listed" &&
        event.in === standing.in &&
        event.step === step &&
        event.visit === number,
    )
    const each = visit.step.spec.each ?? ""
    const before = momentOf(past, listed ?? moment.count, {
      ...{ in: standing.in, visit: number },
      ...(step === undefined ? {} : { step }),
    })
    const from = await ofValue(asking, before, each, ["each"], [task, ...path])
    return { ...node, source: "expression", field: ["each"], from }
  }
  for (let here = state.instances.get(standing.in); here !== undefined; here = outside(state, here)) {
    const { gives, parent } = here
    if (gives === undefined || parent === undefined || !Object.hasOwn(gives, root)) continue
    return ofGift(asking, moment, here, parent, root, path, node)
  }
  return node
}

/** A gift is part of the container's parameters, or what an instance before this one came to: its value tells. */
async function ofGift(
  asking: Asking,
  { past }: Moment,
  instance: Instance,
  holder: Visit,
  root: string,
  path: Path,
  node: Why,
): Promise<Why> {
  const gift = own(instance.gives, root)
  const begun = past.lastBefore(
    past.events.length,
    event =>
      event.type === "step.begun" &&
      event.in === holder.instance.path &&
      event.step === holder.step.id &&
      event.visit === holder.number,
  )
  const place = { in: holder.instance.path, step: holder.step.id, visit: holder.number }
  const moment = momentOf(past, begun, place)
  for (const [field, list] of Object.entries(isMap(holder.input) ? holder.input : {})) {
    if (!isList(list) || !sameJson(list[instance.index], gift)) continue
    const given = own(holder.step.spec.with, field)
    const way = [instance.index, ...path]
    if (given === undefined) return { ...node, from: [await asking.read(moment, ["incoming", ...way])] }
    return { ...node, from: await ofValue(asking, moment, given, ["with", field], way) }
  }
  const [key, ...rest] = path
  const before = [...past.last.instances.values()].find(
    ({ parent, name, index }) => parent === holder && name === instance.name && index === instance.index - 1,
  )
  const carried = key === undefined ? gift : at(gift, [key])
  if (before !== undefined && sameJson(before.output, carried))
    return { ...node, from: await ofInstance(asking, past, before, rest) }
  return node
}
