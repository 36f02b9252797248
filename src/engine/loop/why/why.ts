import { at, isList, isMap, type Json, own, type Path, sameJson } from "../../../lib/json.ts"
import { err, ok, type Result } from "../../../lib/result.ts"
import { showJson } from "../../../lib/showJson.ts"
import type { Problem } from "../../../model/problems.ts"
import type { AnyStep } from "../../../model/step.ts"
import type { Why, WhyQuestion, WhyWire } from "../../../model/why.ts"
import type { Expression } from "../../../syntax/expression.ts"
import { isTemplate, parseTemplate, soleHole } from "../../../syntax/template.ts"
import { comingValue } from "../../core/coming.ts"
import type { SingleEvent } from "../../core/event.ts"
import { lastOf } from "../../core/instanceOutput.ts"
import { type Standing, scopeValues } from "../../core/scopeValues.ts"
import { type Instance, type RunState, taskAt, type Visit, visitAt } from "../../core/state.ts"
import type { Names } from "../evaluating.ts"
import { loopProblem } from "../loopProblems.ts"
import { migrated, rawFields } from "../parameters.ts"
import { childRunId } from "../runs.ts"
import type { Past } from "./past.ts"
import { variablesWithin, writerWithin } from "./rows.ts"
import { type TraceExpression, traceText } from "./traceText.ts"

/*
 * Answers why a value is like it is. Nothing is recorded for it while a run goes on: expressions are pure, and what
 * they saw is the fold of the journal at that moment. So each is evaluated again there, with every read written down,
 * and what it read is asked about in turn. That the answer is the true one shows in the value: it is the very value
 * that the journal holds.
 *
 *     output of a step ──▶ its parameters' expressions ──▶ what they read ──▶ outputs of steps before …
 *          │ list                │ kept items                │ vars          └──▶ inputs, trigger, constants
 *          └▶ origins            └▶ incoming, by its wire    └▶ the step that wrote it
 */

/** What is needed to say why. */
export interface WhyParts {
  /** A run's past; undefined where it is gone. */
  readonly open: (run: string) => Promise<Past | undefined>
  readonly kinds: (kind: string) => AnyStep | undefined
  readonly trace: TraceExpression
  /** Lets others have the thread. */
  readonly breathe: () => Promise<void>
}

/** So many values are explained at once; what would follow is left out. */
const mostNodes = 120
/** A value is shown in so many characters. */
const longestShown = 160

/** Why the value is like it is. */
export async function why(parts: WhyParts, question: WhyQuestion): Promise<Result<Why, Problem>> {
  const past = await parts.open(question.run)
  if (past === undefined) return err(loopProblem("run_not_found", { run: question.run }))
  const asking: Asking = { parts, left: mostNodes, asked: new Set() }
  if (question.place === "output") return ok(await ofRun(asking, past, question.path))
  const { in: path, step, visit: number } = question.place
  const visit = visitAt(past.last, path, step, number)
  if (visit === undefined) return err(loopProblem("run_not_found", { run: `${question.run} ${step}` }))
  return ok(await ofOutput(asking, past, visit, question.outlet ?? firstOutlet(visit), question.path))
}

interface Asking {
  readonly parts: WhyParts
  left: number
  /** What was explained already: a tree does not explain a thing twice. */
  readonly asked: Set<string>
}

/** Where an expression was evaluated: which facts were known, and where it stood. */
interface Moment {
  readonly past: Past
  readonly count: number
  readonly standing: Standing
}

const leaf = (source: Why["source"], more: Partial<Why>): Why => ({ source, path: [], ...more, from: [] })

function shown(value: unknown): { readonly shown?: string } {
  return value === undefined ? {} : { shown: showJson(value, longestShown).text }
}

function firstOutlet({ outlets, step }: Visit): string {
  return (
    step.outlets.find(name => outlets !== undefined && Object.hasOwn(outlets, name)) ??
    Object.keys(outlets ?? {})[0] ??
    ""
  )
}

/** The value of the whole run. */
async function ofRun(asking: Asking, past: Past, path: Path): Promise<Why> {
  const { output } = past.workflow
  const value = at(past.last.output, path)
  const end = past.lastBefore(past.events.length, event => event.type === "run.ended") ?? past.events.length
  const from =
    output === undefined
      ? await ofInstance(asking, past, past.last.instances.get(""), path)
      : await ofValue(asking, { past, count: end, standing: { in: "" } }, output, ["output"], path)
  return { source: "expression", path, field: ["output"], ...shown(value), from }
}

/** What left by an outlet of a step. */
async function ofOutput(
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
    return flat(
      await all(indices.slice(0, 10), number => byAttempt(asking, past, visit, number, outlet, rest)),
    )
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

/** What the instances of a container came to. */
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
  return flat(await all(children.slice(0, 10), child => ofInstance(asking, past, child, [])))
}

/** What a scope instance came to: its output's expression, or its last step. */
async function ofInstance(
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
    const moment = { past, count: closed ?? past.events.length, standing: { in: instance.path } }
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
  const isHere = (event: SingleEvent): boolean =>
    "step" in event && ["in", "step", "visit", "task"].every(key => at(event, [key]) === at(place, [key]))
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
  const standing: Standing = place
  // What was run through has no event of its own: its parameters are known once the event is that did so.
  const count = started ?? begun ?? (visit.endedBy > 0 ? Math.ceil(visit.endedBy) : past.events.length)
  const moment = await momentOf(asking, { past, count, standing }, visit, task)
  return byParameters(asking, moment, visit, task, outlet, path)
}

/**
 * When the parameters were evaluated: at the latest when the attempt was written down, and before that if others
 * wrote in between. The recorded parameters tell.
 */
async function momentOf(
  asking: Asking,
  moment: Moment,
  visit: Visit,
  task: number | undefined,
): Promise<Moment> {
  const recorded = taskAt(visit, task)?.input ?? visit.input
  if (!isMap(recorded)) return moment
  const texts = templatesIn(visit.step.spec.with ?? {}, [])
  for (let count = moment.count; count > 0 && moment.count - count < 8; count--) {
    const here = { ...moment, count }
    const names = namesAt(here)
    if (names === undefined) break
    let isSame = true
    for (const { text, path } of texts) {
      const expected = at(recorded, path)
      if (expected === undefined || isTemplateText(expected)) continue
      const value = await wholeValue(asking, text, names, here.past.after(count).now)
      if (value !== undefined && !sameJson(value, expected)) isSame = false
    }
    if (isSame) return here
  }
  return moment
}

function isTemplateText(value: unknown): boolean {
  return typeof value === "string" && isTemplate(value)
}

/** The value of a text that is one expression and nothing else; others are not compared. */
async function wholeValue(
  asking: Asking,
  text: string,
  names: Names,
  now: number,
): Promise<Json | undefined> {
  const sole = soleExpression(text)
  if (sole === undefined) return undefined
  return (await asking.parts.trace(sole, names, now))?.value
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
  const followed = definition?.follows
  const value = at(own(taskAt(visit, task)?.outlets ?? visit.outlets, outlet), path)
  const input = taskAt(visit, task)?.input ?? visit.input ?? given
  if (followed !== undefined) {
    const isGiven = own(given, followed) !== undefined
    const source = isGiven ? at(input, [followed]) : incomingOf(moment)
    const ways = waysThrough(own(visit.origins, outlet), path)
    const same = ways.find(way => value !== undefined && sameJson(at(source, way), value))
    const exact = same === undefined ? ways.slice(0, 10) : [same]
    const from = flat(
      await all(exact, way =>
        isGiven
          ? ofValue(asking, moment, own(given, followed) ?? null, ["with", followed], way)
          : ofRead(asking, moment, ["incoming", ...way]).then(made => [made]),
      ),
    )
    if (same !== undefined) return from
    return [...from, ...(await ofOthers(asking, moment, given, [...raw, followed]))]
  }
  const from = await ofOthers(asking, moment, given, raw)
  if (from.some(({ source }) => source !== "constant") || visit.incoming === undefined) return from
  return [...from, await ofRead(asking, moment, ["incoming"])]
}

/** The ways in the list, or the value, that an output follows, by which its part at the path came. */
function waysThrough(origins: readonly (readonly number[])[] | undefined, path: Path): readonly Path[] {
  const [index, ...rest] = path
  if (origins === undefined || typeof index !== "number") return [path]
  return (origins[index] ?? []).map(from => [from, ...rest])
}

async function ofOthers(
  asking: Asking,
  moment: Moment,
  given: Json,
  but: readonly string[],
): Promise<readonly Why[]> {
  const fields = isMap(given) ? Object.keys(given).filter(field => !but.includes(field)) : []
  const found = await all(fields, field =>
    ofValue(asking, moment, isMap(given) ? (given[field] ?? null) : null, ["with", field], []),
  )
  return flat(found).toSorted((a, b) => Number(a.source === "constant") - Number(b.source === "constant"))
}

/** A value of the workflow: what its templates read, or itself where it has none. */
async function ofValue(
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
  const { now } = moment.past.after(moment.count)
  const found = await all(texts, async ({ text, path: where }) => {
    const traced = await traceText(asking.parts.trace, text, names, now, path)
    return all(traced, async ({ expression, reads }): Promise<Why> => {
      const from = await all(reads, read => ofRead(asking, moment, read))
      const itself = reads.length === 0 ? [leaf("constant", {})] : from
      return { source: "expression", ...place, path, field: where, expression, from: itself }
    })
  })
  return flat(found)
}

/** A path that an expression read. */
async function ofRead(asking: Asking, moment: Moment, read: Path): Promise<Why> {
  const [root, ...path] = read
  const { past, count, standing } = moment
  const state = past.after(count)
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
  const isHere = (event: SingleEvent): boolean =>
    event.type === "step.waiting" &&
    event.in === instance.path &&
    event.step === step.id &&
    event.visit === number
  const count = past.lastBefore(past.events.length, isHere) ?? past.events.length
  const standing = {
    in: instance.path,
    step: step.id,
    visit: number,
    ...(task === undefined ? {} : { task }),
  }
  const given = step.spec.with ?? {}
  const input = taskAt(visit, task)?.input ?? visit.input ?? given
  // Which of its parameters became the other run's inputs, their values tell.
  const field = Object.keys(given).find(
    name => value !== undefined && sameJson(at(input, [name, ...path]), value),
  )
  const moment = { past, count, standing }
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
    if (event.type === "step.lapped") return writerWithin(event, name, standing)
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
  return ofOutput(asking, past, source, wire.outlet, rest, by)
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
    const before = {
      past,
      count: listed ?? moment.count,
      standing: { in: standing.in, visit: number, ...(step === undefined ? {} : { step }) },
    }
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
  const moment: Moment = {
    ...{ past, count: begun ?? past.events.length },
    standing: { in: holder.instance.path, step: holder.step.id, visit: holder.number },
  }
  for (const [field, list] of Object.entries(isMap(holder.input) ? holder.input : {})) {
    if (!isList(list) || !sameJson(list[instance.index], gift)) continue
    const given = own(holder.step.spec.with, field)
    const way = [instance.index, ...path]
    if (given === undefined) return { ...node, from: [await ofRead(asking, moment, ["incoming", ...way])] }
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

function namesAt({ past, count, standing }: Moment): Names | undefined {
  const state = past.after(count)
  if (!state.instances.has(standing.in)) return undefined
  const names = scopeValues(state, standing)
  const vars = variablesWithin(past, count, standing)
  return vars === undefined ? names : { ...names, vars }
}

function incomingOf(moment: Moment): unknown {
  return namesAt(moment)?.incoming
}

function templatesIn(value: Json, path: Path): { readonly text: string; readonly path: Path }[] {
  if (typeof value === "string") return isTemplate(value) ? [{ text: value, path }] : []
  if (isList(value)) return value.flatMap((item, index) => templatesIn(item, [...path, index]))
  if (!isMap(value)) return []
  return Object.entries(value).flatMap(([key, item]) => templatesIn(item, [...path, key]))
}

function soleExpression(text: string): Expression | undefined {
  const template = parseTemplate(text)
  return template.ok ? soleHole(template.value)?.expression : undefined
}

/** One after the other: each may take the thread for a while. */
async function all<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = []
  for (const item of items) made.push(await work(item))
  return made
}

function flat<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return lists.flat()
}
