import { freezeDeeply } from "../../lib/freezeDeeply.ts"
import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import type { Result } from "../../lib/result.ts"
import type { Said, Word } from "../../model/note.ts"
import type { Problem } from "../../model/problems.ts"
import { liveStance } from "../../model/recording.ts"
import type { AnyStep, StepContext } from "../../model/step.ts"
import type { RecordAction } from "../core/action.ts"
import type { Lap } from "../core/event.ts"
import { outputOf } from "../core/instanceOutput.ts"
import { createLapping } from "../core/laps.ts"
import type { ScopePlan, StepPlan } from "../core/plan.ts"
import { closingTexts } from "../core/scopes.ts"
import { arrivalsOf, incomingOf, valuesIn } from "../core/scopeValues.ts"
import type { Instance, Visit } from "../core/state.ts"
import { setVariables, type Variables } from "../core/variables.ts"
import { Walk } from "../core/walk.ts"
import { placeOf, visitAt, visitName } from "../core/whereabouts.ts"
import { type AttemptSetup, beginAttempt, isUnderWay } from "./attempt.ts"
import { evaluateAll, type Prepared, prepareAll, type SeenTime } from "./evaluating.ts"
import type { Live } from "./live.ts"
import type { AttemptPlace } from "./loopParts.ts"
import { migrated, parseParameters, rawFields } from "./parameters.ts"
import { type Around, Saying } from "./saying.ts"
import { sealed, withTokens } from "./secretParameters.ts"
import { standsBeside } from "./stance.ts"

/*
 * Runs through instances of a pure body (`core/laps.ts`): evaluates, runs code and reads what it came to, as
 * `performStart` does for one attempt, but in place and with nothing written down in between. Whatever is not over at
 * once and well ends the row: that instance is opened the ordinary way, and does again what was pure.
 */

/** So many laps are one event at most, and so long they may take: others have the thread, and watchers hear of it. */
const mostLaps = 500
const longestRow = 15
/** Past this, in milliseconds, what the reducer opened together is not run through together. */
const tooLong = 60
/** The first so many instances are opened one by one, unless the loop was handed another number. */
const usualStart = 64

/** A step of a body, with what stays the same from lap to lap. */
interface BodyStep {
  readonly definition: AnyStep
  /** What its attempts are started with: each gets its own values, and is over before the next. */
  readonly setup: { -readonly [Key in keyof AttemptSetup]: AttemptSetup[Key] }
  /** Hears what the last one says that was started. */
  readonly hearing: Hearing
  /** The parameters as they are in the document, or as a migration left them. */
  readonly given: JsonMap
  /** What evaluates them; where no template stands in them, how the kind reads them in every lap. */
  readonly prepared: Prepared | null
  readonly fixed: Result<unknown, Problem> | undefined
}

type Body = ReadonlyMap<StepPlan, BodyStep>

/** A row of instances of one body, under way. */
interface RowUnderWay {
  readonly live: Live
  readonly body: Body
  readonly parent: Visit
  readonly scope: ScopePlan
  /** The run's variables as they are within the row. */
  readonly variables: Variables["variables"]
  /** What all its expressions see as time, and whether one looked at it. */
  readonly time: SeenTime
  isTimed: boolean
}

/** Bodies by run; null is one that turned out to do more than come to values at once. */
const bodies = new WeakMap<Live, Map<ScopePlan, Body | null>>()

/** Runs through what the action opens; false where not even one instance could be. */
export function performLaps(live: Live, { event }: RecordAction): boolean {
  const { state, parts } = live
  const visit = visitAt(state, event.in, event.step, event.visit)
  const scope = visit?.step.holds.get("steps")
  if (visit === undefined || scope === undefined) return false
  const from = parts.lapsFrom ?? usualStart
  if ((visit.steering?.opened.steps ?? 0) < from) return false
  const body = bodyOf(live, scope)
  if (body === null) return false
  const lapping = createLapping(visit, event)
  const since = performance.now()
  const began = live.now()
  const time = { now: began, timezone: state.timezone ?? parts.clock.timezone }
  const variables = { ...state.variables }
  const row: RowUnderWay = { live, body, parent: visit, scope, variables, time, isTimed: false }
  let count = 0
  for (let opening = lapping.next(); opening !== undefined; opening = lapping.next()) {
    const { index, gives } = opening
    const ended = runLap(row, index, gives)
    if (ended === "unfit") bodies.get(live)?.set(scope, null)
    if (typeof ended === "string") break
    lapping.ended(ended.lap, ended.output)
    count++
    const took = performance.now() - since
    if (took > tooLong || (lapping.isEven() && (count >= mostLaps || took > longestRow))) break
  }
  if (count === 0) return false
  const { at: _, ...lapped } = lapping.event(0, Math.max(0, live.now() - began))
  live.record({ ...lapped, ...(row.isTimed ? { saw: { now: began } } : {}) })
  return true
}

function bodyOf(live: Live, scope: ScopePlan): Body | null {
  const known = bodies.get(live) ?? new Map<ScopePlan, Body | null>()
  bodies.set(live, known)
  const before = known.get(scope)
  if (before !== undefined) return before
  const body = readBody(live, scope)
  known.set(scope, body)
  return body
}

function readBody(live: Live, scope: ScopePlan): Body | null {
  const { parts } = live
  const body = new Map<StepPlan, BodyStep>()
  for (const step of scope.steps) {
    const { spec } = step
    const definition = parts.kinds(spec.kind)
    if (definition?.run === undefined || definition.needs.length > 0 || definition.remembers) return null
    const raw = rawFields(definition)
    const given = migrated(definition, spec.version, spec.with ?? {})
    const hearing = createHearing(live)
    const setup = setupOf(live, step, definition, hearing)
    const prepared = prepareAll([given], raw)
    const fixed = prepared === null ? parseParameters(definition, given) : undefined
    if (fixed?.ok) freezeDeeply(fixed.value)
    body.set(step, { definition, setup, hearing, given, prepared, fixed })
  }
  return body
}

function setupOf(live: Live, step: StepPlan, kind: AnyStep, { hear }: Hearing): BodyStep["setup"] {
  const { parts, run, state } = live
  return {
    ...{ kind, input: undefined, key: "", attempt: 1, incoming: undefined, arrivals: [], memory: undefined },
    about: { workflow: state.plan.workflow.id, run, step: step.id },
    ...{ ports: {}, limit: null, grace: 0, sandbox: standsBeside(live), clock: parts.clock, say: hear },
  }
}

interface Hearing {
  /** An attempt of this visit begins. */
  begin(visit: Visit): void
  hear(word: Word): void
  /** It has ended: what it wrote to the log. */
  end(): Said | undefined
}

/** What is written to the log is told by the event alone: an instance that is opened after all writes it again. */
function createHearing(live: Live): Hearing {
  const { note, redact } = live.parts
  const quiet: Around = {
    now: () => live.now(),
    parts: {
      ...(redact === undefined ? {} : { redact }),
      note: (place, said) => {
        if (said.type !== "log") note?.(place, said)
      },
    },
  }
  let at: Visit | undefined
  let saying: Saying | undefined
  return {
    begin(visit) {
      at = visit
      saying = undefined
    },
    hear(word) {
      const visit = at
      if (visit !== undefined) saying ??= new Saying(quiet, () => placeFor(live, visit))
      saying?.hear(word)
    },
    end() {
      at = undefined
      return saying?.end()
    },
  }
}

type Did = Lap["did"][number]
type Ended = { readonly lap: Lap; readonly output: Json } | "failed" | "unfit"

function runLap(row: RowUnderWay, index: number, gives: JsonMap | undefined): Ended {
  const { live, body, parent, scope } = row
  const walk = new Walk(live.state, parent, scope, index, gives)
  const did: Lap["did"] = []
  for (let visit = walk.next(); visit !== undefined; visit = walk.next()) {
    const step = body.get(visit.step)
    const done = step === undefined ? "unfit" : runStep(row, step, visit)
    if (typeof done === "string") return done
    did.push(done)
    walk.leave(visit, done.outlets)
  }
  const closed = closeLap(row, walk.instance)
  if (typeof closed === "string") return closed
  const { output = outputOf(walk.instance) } = closed
  const lap: Lap = gives === undefined ? { did } : { gives, did }
  return { lap: closed === nothingClosed ? lap : { ...lap, ...closed }, output }
}

const nothingClosed: Pick<Lap, "output" | "inside"> = {}

/** What the container evaluates inside. */
function closeLap(row: RowUnderWay, instance: Instance): Pick<Lap, "output" | "inside"> | "failed" | "unfit" {
  const { live, variables, time } = row
  const { output, inside } = closingTexts(instance)
  const isPlain = output === undefined && Object.keys(inside).length === 0
  if (isPlain) return nothingClosed
  const names = valuesIn(live.state, instance, undefined, undefined, variables)
  const evaluated = evaluateAll([output ?? null, inside], names, live.parts.evaluate, [], time)
  if (evaluated instanceof Promise) return "unfit"
  if (!evaluated.ok) return "failed"
  row.isTimed ||= evaluated.looked?.isTimed === true
  const [value = null, values] = evaluated.value
  return {
    ...(output === undefined ? {} : { output: value }),
    ...(isMap(values) && Object.keys(values).length > 0 ? { inside: values } : {}),
  }
}

function runStep(row: RowUnderWay, step: BodyStep, visit: Visit): Did | "failed" | "unfit" {
  const { definition, hearing, given, prepared, fixed } = step
  const { live } = row
  const { state, parts } = live
  let evaluated: Json = given
  if (prepared !== null) {
    const names = valuesIn(state, visit.instance, visit, undefined, row.variables)
    const found = prepared(names, parts.evaluate, row.time)
    if (found instanceof Promise) return "unfit"
    if (!found.ok) return "failed"
    row.isTimed ||= found.looked?.isTimed === true
    evaluated = withTokens(definition, found.value[0] ?? {})
  }
  const parsed = fixed ?? parseParameters(definition, evaluated)
  if (!parsed.ok) return "failed"
  const { setup } = step
  hearing.begin(visit)
  setup.input = parsed.value
  setup.key = `${state.run}:${visitName(visit)}`
  setup.incoming = incomingOf(visit)
  setup.arrivals = visit.arrivals.length === 0 ? nothingCame : arrivalsOf(visit)
  const attempt = beginAttempt(setup)
  const said = hearing.end()
  if (isUnderWay(attempt)) {
    attempt.kill()
    return "unfit"
  }
  if (attempt.type !== "outcome" || attempt.outcome.type === "failed") return "failed"
  const { outcome } = attempt
  if (outcome.type === "waiting" || outcome.memory !== undefined) return "unfit"
  const { outlets, variables, origins } = outcome
  if (Object.keys(outlets).some(outlet => !visit.step.outlets.includes(outlet))) return "failed"
  if (variables !== undefined) setVariables(row, variables)
  const did: { -readonly [Key in keyof Did]: Did[Key] } = { step: visit.step.id, outlets }
  if (variables !== undefined) did.variables = variables
  if (evaluated !== (visit.step.spec.with ?? given)) did.input = sealed(definition, evaluated)
  if (origins !== undefined) did.origins = origins as NonNullable<Did["origins"]>
  if (said !== undefined) did.said = said
  return did
}

const nothingCame: StepContext["arrivals"] = []

function placeFor({ run, state }: Live, visit: Visit): AttemptPlace {
  const { kind } = visit.step.spec
  const name = visitName(visit)
  return {
    ...{ ...placeOf(visit), run, workflow: state.plan.workflow.id, key: `${run}:${name}`, attempt: 1, kind },
    ...{ effect: "pure" as const, name, stance: liveStance },
  }
}
