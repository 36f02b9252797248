import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { missingGrant } from "../../model/grants.ts"
import type { Said } from "../../model/note.ts"
import type { Ports } from "../../model/ports.ts"
import type { AnyStep, Effect, Outcome, StepContext } from "../../model/step.ts"
import type { AbortAction, At, StartAction } from "../core/action.ts"
import { nameOf as taskNameOf } from "../core/cassette.ts"
import type { EventOf, Used } from "../core/event.ts"
import { scopeValues } from "../core/scopeValues.ts"
import { taskAt, visitAt } from "../core/whereabouts.ts"
import { carriedBy, evaluateFor, failAt, placeOf, type SawField, stepAt } from "./answering.ts"
import { type Attempt, type AttemptEnd, beginAttempt, isUnderWay, saysUnanswered } from "./attempt.ts"
import { type Budgets, budgetsFor, nearWarning, spentOf } from "./budget.ts"
import { type Calling, createCalling } from "./calling.ts"
import type { Evaluated, Names } from "./evaluating.ts"
import type { Live, Untimed } from "./live.ts"
import type { AttemptEnding, AttemptPlace, AttemptPorts } from "./loopParts.ts"
import { loopProblem } from "./loopProblems.ts"
import { effectOf, migrated, parseParameters, rawFields } from "./parameters.ts"
import { createRandom } from "./random.ts"
import { Saying } from "./saying.ts"
import { sealed, strayProblem, unsealed, withTokens } from "./secretParameters.ts"
import { recordedInput, stanceOf, standsBeside } from "./stance.ts"
import { timeAfter } from "./times.ts"

/*
 * Starting an attempt: its parameters are evaluated and read, its intent is put on disk where it is not pure, and
 * ownership is looked at once more; only then does the kind's code run. What it comes to is recorded as one event.
 *
 *     evaluate ─▶ parse ─▶ step.started, on disk ─▶ still ours? ─▶ code ─▶ step.completed, failed, waiting, …
 */

/** How long an attempt has to end once it was told to stop, unless the loop was handed another time. */
const usualGrace = 5_000

/** After so many milliseconds of a pure attempt whoever watches hears that it is under way. */
const shortWhile = 250

/** An attempt whose code can run. */
interface Prepared {
  readonly action: StartAction
  readonly definition: AnyStep
  readonly names: Names
  readonly effect: Effect
  /** The parameters as evaluated, where they differ from the document's. */
  readonly input: { readonly input?: Json }
  /** What was seen when they were evaluated. */
  readonly saw: () => SawField
  readonly parsed: unknown
  readonly limit: number | null
  readonly budgets: Budgets | null
}

/** An attempt at its place: on its way to the disk, or under way. */
interface Trying {
  /** The action that it answers; after a pause that is another than the one that started it. */
  action: StartAction
  attempt: Attempt | null
}

/** What an attempt leaves behind besides its outcome. */
type Left = AttemptEnding & { readonly said: Said | undefined; readonly used: Used | undefined }

/** What a called step sees of the run: it has its parameters. */
const nothing: Names = {}

const tryingOf = new WeakMap<Live, Map<string, Trying>>()

function tryingIn(live: Live): Map<string, Trying> {
  const known = tryingOf.get(live) ?? new Map<string, Trying>()
  tryingOf.set(live, known)
  return known
}

/** Starts an attempt. */
export function performStart(live: Live, action: StartAction): void {
  const known = tryingIn(live)
  const trying = known.size === 0 ? undefined : known.get(nameOf(action))
  if (trying !== undefined) {
    // A pause took the step back, but not the attempt that was under way.
    adopt(live, trying, action)
    return
  }
  const definition = live.parts.kinds(action.kind)
  if (definition === undefined) {
    failAt(live, action, loopProblem("unknown_kind", { kind: action.kind }))
    return
  }
  const isCall = action.call !== undefined
  const names = isCall ? nothing : scopeValues(live.state, action)
  const step = isCall ? undefined : stepAt(live, action)
  const prepare = (given: Json, timeout: Json | undefined, saw: () => SawField = () => ({})): void => {
    const parsed = parseParameters(definition, given)
    const limit = action.limit ?? limitOf(timeout)
    if (!parsed.ok) failAt(live, action, strayProblem(given) ?? parsed.error)
    else if (limit === undefined) {
      const problem = loopProblem("bad_parameters", { path: "timeout", why: "it is no duration" })
      failAt(live, action, problem)
    } else {
      const effect = effectOf(definition, parsed.value, step?.repeatable === true)
      const input = given === action.with ? {} : { input: sealed(definition, given) }
      const ready = { action, definition, names, effect, input, saw, parsed: parsed.value, limit }
      const go = (budgets: Budgets | null): void => {
        if (effect === "pure") run(live, { ...ready, budgets })
        else void intend(live, { ...ready, budgets })
      }
      if (definition.needs.length === 0) go(null)
      else budgetsFor(live, action, go)
    }
  }
  const fresh = action.input === undefined
  const given = fresh ? migrated(definition, step?.version, action.with) : null
  const recorded = fresh ? recordedInput(live, action) : undefined
  if (recorded !== undefined) {
    prepare(unsealed(definition, recorded), undefined)
    return
  }
  const answer = (evaluated: Evaluated, saw: () => SawField): void => {
    if (!evaluated.ok) failAt(live, action, evaluated.error)
    else {
      const given = fresh
        ? filled(definition, withTokens(definition, evaluated.value[0] ?? {}), isCall ? null : names)
        : unsealed(definition, action.input ?? {})
      prepare(given, evaluated.value[1], fresh ? saw : undefined)
    }
  }
  const what = carriedBy("step.started", action)
  evaluateFor(live, what, [given, action.timeout ?? null], names, answer, rawFields(definition))
}

/** Tells the attempt at the place to stop. */
export function abortAttempt(live: Live, action: AbortAction): void {
  const trying = tryingIn(live).get(nameOf(action))
  if (trying?.attempt) trying.attempt.abort()
  else live.record({ type: "step.stopped", ...placeOf(action) })
}

/** Ends all attempts of the run by force. */
export function killAttempts(live: Live): void {
  for (const { attempt } of tryingIn(live).values()) attempt?.kill()
}

function adopt(live: Live, trying: Trying, action: StartAction): void {
  trying.action = action
  // A pure attempt says no `step.started`, so nothing asks it to stop when its step is cancelled.
  live.whenPointless(action.seq, "work", () => {
    if (trying.action === action) trying.attempt?.abort()
  })
}

function nameOf({ in: path, step, visit, task, call }: At): string {
  return `${path}\n${step}\n${visit}\n${task ?? ""}\n${call ?? ""}`
}

/** The intent first, strictly; then the last look at whose run it is. */
async function intend(live: Live, prepared: Prepared): Promise<void> {
  const { action, effect, input, saw } = prepared
  const { attempt, key } = action
  const trying: Trying = { action, attempt: null }
  tryingIn(live).set(nameOf(action), trying)
  const done = live.begin()
  live.record(
    { type: "step.started", ...placeOf(action), attempt, key, effect, ...input, ...saw() },
    "strict",
  )
  await live.commits.sure()
  const mine = await live.owner.isStillMine()
  if (tryingIn(live).get(nameOf(action)) === trying) tryingIn(live).delete(nameOf(action))
  if (!mine) live.lose()
  else if (live.awaits(action.seq)) run(live, prepared)
  done()
}

function run(live: Live, prepared: Prepared): void {
  const { action, definition, names, limit } = prepared
  const { parts } = live
  const name = taskNameOf(action)
  const place = (): AttemptPlace => ({
    ...placeOf(action),
    run: live.run,
    workflow: live.state.plan.workflow.id,
    key: action.key,
    attempt: action.attempt,
    kind: action.kind,
    effect: prepared.effect,
    name,
    stance: stanceOf(live, name, prepared.budgets),
  })
  const calling = definition.needs.includes("steps") ? createCalling(live, action) : null
  const spent = prepared.budgets === null ? null : spentOf(live.state, live.now(), prepared.budgets)
  // Who asks a model is refused at its port instead, as where money is spent, and so can tell that it is.
  const asks = definition.needs.includes("ai") || definition.needs.includes("steps")
  const tellsItself = asks && !standsBeside(live)
  if (spent?.what === "time" && !tellsItself) {
    live.record({ type: "step.held", ...placeOf(action), spent }, "strict")
    return
  }
  const given = portsFor(live, definition, place, calling)
  if (typeof given === "string") {
    failAt(live, action, loopProblem("missing_port", { kind: action.kind, port: given }))
    return
  }
  const saying = new Saying(live, place)
  const warn = (used?: Used): void => {
    const warning = nearWarning(live, prepared.budgets, used)
    if (warning !== undefined) saying.hear(warning)
  }
  warn()
  const begun = beginAttempt({
    kind: definition,
    input: prepared.parsed,
    key: action.key,
    attempt: action.attempt,
    about: { workflow: live.state.plan.workflow.id, run: live.run, step: action.step },
    incoming: names.incoming as Json | undefined,
    arrivals: (names.arrivals ?? []) as StepContext["arrivals"],
    memory: names.memory as Json | undefined,
    ports: given.ports,
    limit,
    grace: parts.grace ?? usualGrace,
    sandbox: standsBeside(live),
    clock: parts.clock,
    say: word => saying.hear(word),
    told: calling?.close,
  })
  if (!isUnderWay(begun) && given.ending === undefined) {
    calling?.close()
    conclude(live, prepared, begun, given, { said: saying.end(), used: given.used?.() })
    return
  }
  const trying: Trying = { action, attempt: isUnderWay(begun) ? begun : null }
  tryingIn(live).set(nameOf(action), trying)
  adopt(live, trying, action)
  const done = calling === null || !isUnderWay(begun) ? live.begin() : calling.attend(begun)
  const ended = isUnderWay(begun) ? begun.ended : Promise.resolve(begun)
  const isUnseen = prepared.effect === "pure" && isUnderWay(begun) && parts.note !== undefined
  const callOff = isUnseen ? parts.clock.limit(shortWhile, () => saying.hear({ type: "begun" })) : null
  void ended.then(async end => {
    callOff?.()
    if (calling !== null) {
      // A step that ends while something that it called goes on is over when that is.
      if (isDone(end)) await calling.over()
      calling.close()
    }
    const ending = (await given.ending?.(isDone(end))) ?? {}
    if (tryingIn(live).get(nameOf(action)) === trying) tryingIn(live).delete(nameOf(action))
    const used = given.used?.()
    warn(used)
    const left = { ...ending, said: saying.end(), used }
    const isPaused = live.state.phase === "paused"
    if (live.awaits(trying.action.seq) || isPaused) conclude(live, prepared, end, given, left)
    done()
  })
}

/** The parameters with those that the kind fills in by itself: not where it is called, for there it sees no run. */
function filled({ fills }: AnyStep, given: Json, names: Names | null): Json {
  return fills === undefined || names === null || !isMap(given) ? given : fills(given, names)
}

const noPorts: AttemptPorts = { ports: {} }

/** The ports that the kind needs, and no other; or the name of one that is not offered here. */
function portsFor(
  live: Live,
  definition: AnyStep,
  placeNow: () => AttemptPlace,
  calling: Calling | null,
): AttemptPorts | string {
  if (definition.needs.length === 0) return noPorts
  const { clock } = live.parts
  const place = placeNow()
  const basic = {
    clock: { now: () => live.now(), timezone: live.state.timezone ?? clock.timezone },
    random: createRandom(live.state.seed, place.key),
  }
  const given = live.parts.ports(place, basic)
  const offered: Partial<Ports> = {
    ...basic,
    ...given.ports,
    ...(calling === null ? {} : { steps: calling.port }),
  }
  const ports: Record<string, unknown> = {}
  for (const name of definition.needs) {
    if (offered[name as keyof Ports] === undefined) return name
    ports[name] = offered[name as keyof Ports]
  }
  for (const name of definition.mayUse ?? []) {
    if (offered[name as keyof Ports] !== undefined) ports[name] = offered[name as keyof Ports]
  }
  return { ...given, ports }
}

/** What an attempt came to, as the one event that says so. */
function conclude(live: Live, prepared: Prepared, end: AttemptEnd, ports: AttemptPorts, left: Left): void {
  const { action, effect } = prepared
  if (ports === noPorts && end.type === "outcome" && end.outcome.type === "done") {
    complete(live, prepared, end.outcome, ports, left)
    return
  }
  const { differs, problem: refused, spent } = left
  const place = { ...placeOf(action), ...recordIn(left) }
  const how = effect === "pure" ? "relaxed" : "strict"
  if (differs !== undefined) {
    live.record({ type: "step.doubted", ...place, differs: [...differs] }, "strict")
  } else if (spent !== undefined && !isDone(end)) {
    live.record({ type: "step.held", ...place, spent }, "strict")
  } else if (refused !== undefined) {
    live.record({ type: "step.failed", ...place, problem: refused, final: true }, how)
  } else if (effect === "once" && saysUnanswered(end)) {
    const problem = problemOf(end)
    live.record({ type: "step.doubted", ...place, ...(problem === undefined ? {} : { problem }) }, how)
  } else if (end.type === "stopped") live.record({ type: "step.stopped", ...place }, how)
  else if (end.type === "unanswered")
    live.record({ type: "step.failed", ...place, problem: end.problem }, how)
  else if (end.outcome.type === "failed") {
    const { problem } = end.outcome
    const grant = refusesUngranted(live, action) ? null : missingGrant(problem)
    if (grant === null) live.record({ type: "step.failed", ...place, problem }, how)
    else live.record({ type: "step.waiting", ...place, wait: { for: "grant", ...grant } }, how)
  } else if (end.outcome.type === "waiting") {
    const { type: _, ...waiting } = end.outcome
    live.record({ type: "step.waiting", ...place, ...waiting } as Untimed, how)
  } else complete(live, prepared, end.outcome, ports, left)
}

/** Whether this is a call whose caller wants what was not granted refused. */
function refusesUngranted(live: Live, action: StartAction): boolean {
  if (action.call === undefined) return false
  const visit = visitAt(live.state, action.in, action.step, action.visit)
  return visit !== undefined && taskAt(visit, action.task, action.call)?.called?.refuseUngranted === true
}

function isDone(end: AttemptEnd): boolean {
  return end.type === "outcome" && end.outcome.type === "done"
}

/** What the attempt leaves behind, as the outcome carries it. */
function recordIn({ calls = [], changes = [], said, used }: Left) {
  return {
    ...(calls.length === 0 ? {} : { calls: [...calls] }),
    ...(changes.length === 0 ? {} : { changes: [...changes] }),
    ...(said === undefined ? {} : { said }),
    ...(used === undefined ? {} : { used }),
  }
}

function complete(
  live: Live,
  { action, definition, effect, input, saw }: Prepared,
  { type: _, ...leaving }: Extract<Outcome, { type: "done" }>,
  ports: AttemptPorts,
  left: Left,
): void {
  const how = effect === "pure" ? "relaxed" : "strict"
  const unknown = unknownOutlet(live, action, definition, leaving.outlets)
  if (unknown === undefined) {
    const { outlets, variables, memory, origins } = leaving
    const event: Untimed<EventOf<"step.completed">> = {
      type: "step.completed",
      in: action.in,
      step: action.step,
      visit: action.visit,
      outlets,
    }
    if (action.task !== undefined) event.task = action.task
    if (action.call !== undefined) event.call = action.call
    if (variables !== undefined) event.variables = variables
    if (memory !== undefined) event.memory = memory
    if (origins !== undefined) event.origins = origins as NonNullable<typeof event.origins>
    // The input of an effect stands in its intent.
    if (effect === "pure") Object.assign(event, input, saw())
    if (ports !== noPorts) Object.assign(event, recordIn(left))
    else if (left.said !== undefined) event.said = left.said
    live.record(event, how, ports.staged?.())
  } else {
    const problem = loopProblem("unknown_outlet", { outlet: unknown, kind: definition.kind })
    const { said, used } = left
    live.record({ type: "step.failed", ...placeOf(action), ...recordIn({ said, used }), problem }, how)
  }
}

function problemOf(end: AttemptEnd) {
  if (end.type === "unanswered") return end.problem
  return end.type === "outcome" && end.outcome.type === "failed" ? end.outcome.problem : undefined
}

/** An outlet that the step was not said to have: a wire could never lead on from it. */
function unknownOutlet(live: Live, at: At, { kind, outlets }: AnyStep, used: JsonMap): string | undefined {
  const visit = visitAt(live.state, at.in, at.step, at.visit)
  const called = visit === undefined ? undefined : taskAt(visit, at.task, at.call)?.called
  const planned = visit?.step
  // What guards a wire is a step of another kind, in the place of the one that the wire leaves.
  const known = called?.outlets ?? (planned?.spec.kind === kind ? planned.outlets : outlets)
  return Object.keys(used).find(outlet => !known.includes(outlet))
}

/** The limit in milliseconds; null where there is none, undefined where it is no duration. */
function limitOf(timeout: Json | undefined): number | null | undefined {
  return timeout === null || timeout === undefined ? null : timeAfter(timeout, 0)
}
