import { isList, isMap, type JsonMap } from "../../lib/json.ts"
import type {
  Action,
  BeginAction,
  CheckAction,
  CloseAction,
  EndAction,
  ListAction,
  RouteAction,
  ValidateAction,
} from "../core/action.ts"
import { scopeValues } from "../core/scopeValues.ts"
import { carriedBy, evaluateFor, failAt, placeOf, type SawField, stepAt } from "./answering.ts"
import { asTemplate, type Evaluated } from "./evaluating.ts"
import type { Live, Untimed } from "./live.ts"
import { loopProblem } from "./loopProblems.ts"
import { parseParameters, rawFields } from "./parameters.ts"
import { performLaps } from "./performLaps.ts"
import { abortAttempt, performStart } from "./performStart.ts"
import { performListen, performWake, performWatch } from "./performWaiting.ts"
import { toPlainJson } from "./plainJson.ts"
import { timeAfter, timeOf } from "./times.ts"

type Performers = { [Type in Action["type"]]: (live: Live, action: Extract<Action, { type: Type }>) => void }

const performers: Performers = {
  start: performStart,
  abort: abortAttempt,
  begin: performBegin,
  list: performList,
  route: performRoute,
  validate: performValidate,
  check: performCheck,
  watch: performWatch,
  listen: performListen,
  wake: performWake,
  close: performClose,
  record: (live, action) => {
    if (!action.mayLap || !performLaps(live, action)) live.record(action.event)
  },
  end: performEnd,
}

/** Does what a run asks for. The answer is an event, recorded at once or when it comes. */
export function perform(live: Live, action: Action): void {
  const performer = performers[action.type] as (live: Live, action: Action) => void
  performer(live, action)
}

function performBegin(live: Live, action: BeginAction): void {
  const definition = live.parts.kinds(stepAt(live, action)?.kind ?? "")
  const names = scopeValues(live.state, action)
  const raw = definition === undefined ? action.skip : [...rawFields(definition), ...action.skip]
  const answer = (evaluated: Evaluated, saw: () => SawField): void => {
    const parsed = evaluated.ok
      ? parseParameters(definition, evaluated.value[0] ?? {}, action.skip)
      : evaluated
    const plain = parsed.ok ? toPlainJson(parsed.value) : parsed
    if (plain.ok)
      live.record({ type: "step.begun", ...placeOf(action), input: plain.value as JsonMap, ...saw() })
    else failAt(live, action, plain.error)
  }
  evaluateFor(live, carriedBy("step.begun", action), [action.with], names, answer, raw)
}

function performList(live: Live, action: ListAction): void {
  const { each, concurrency = null } = action
  const what = carriedBy("step.listed", action)
  evaluateFor(live, what, [each, concurrency], scopeValues(live.state, action), (evaluated, saw) => {
    const [items, most] = evaluated.ok ? evaluated.value : []
    if (!evaluated.ok) failAt(live, action, evaluated.error)
    else if (!isList(items)) failAt(live, action, loopProblem("each_not_a_list"))
    else if (most === null || (typeof most === "number" && Number.isInteger(most) && most >= 1)) {
      const limit = most === null ? {} : { concurrency: most }
      live.record({ type: "step.listed", ...placeOf(action), items: [...items], ...limit, ...saw() })
    } else {
      const why = "it is no whole number from 1"
      failAt(live, action, loopProblem("bad_parameters", { path: "concurrency", why }))
    }
  })
}

function performRoute(live: Live, action: RouteAction): void {
  const { wires } = action
  const texts = wires.flatMap(({ when = true, after = null, at = null }) => [when, after, at])
  const what = carriedBy("step.routed", action)
  evaluateFor(live, what, texts, scopeValues(live.state, action), (evaluated, saw) => {
    if (!evaluated.ok) {
      failAt(live, action, evaluated.error)
      return
    }
    const { clock } = live.parts
    const { timezone = clock.timezone } = live.state
    const taken: number[] = []
    const delays: { wire: number; until: number }[] = []
    for (const [place, { wire, when, after, at }] of wires.entries()) {
      const [held, pause, time] = evaluated.value.slice(place * 3, place * 3 + 3)
      if (held !== true) continue
      if (when !== undefined) taken.push(wire)
      const until = after === undefined ? timeOf(time, clock.now(), timezone) : timeAfter(pause, clock.now())
      if (after === undefined && at === undefined) continue
      if (until === undefined) {
        failAt(live, action, loopProblem("bad_wire_time", { text: String(pause ?? time) }))
        return
      }
      delays.push({ wire, until })
    }
    const waits = delays.length === 0 ? {} : { delays }
    live.record({ type: "step.routed", ...placeOf(action), taken, ...waits, ...saw() })
  })
}

function performValidate(live: Live, action: ValidateAction): void {
  const { spec, value, wire, validator } = action
  const expression = "expression" in spec && typeof spec.expression === "string" ? spec.expression : ""
  const message = "message" in spec && typeof spec.message === "string" ? spec.message : expression
  const names = { ...scopeValues(live.state, action), incoming: value }
  const what = carriedBy("wire.validated", action, { wire, validator })
  evaluateFor(live, what, [asTemplate(expression)], names, (evaluated, saw) => {
    const passed = evaluated.ok && evaluated.value[0] === true
    const say = passed ? {} : { say: evaluated.ok ? message : evaluated.error.message }
    live.record({ type: "wire.validated", ...placeOf(action), wire, validator, passed, ...say, ...saw() })
  })
}

/** A condition that cannot be evaluated stops the run: whoever set it finds out there why. */
function performCheck(live: Live, action: CheckAction): void {
  const names = scopeValues(live.state, action)
  const what = carriedBy("step.checked", action)
  evaluateFor(live, what, action.whens.map(asTemplate), names, (evaluated, saw) => {
    const stops = !evaluated.ok || evaluated.value.includes(true)
    const problem = evaluated.ok ? {} : { problem: evaluated.error }
    live.record({ type: "step.checked", ...placeOf(action), stops, ...problem, ...saw() })
  })
}

function performClose(live: Live, action: CloseAction): void {
  const { seq, in: path, output, inside } = action
  const what = { seq, for: { type: "scope.closed", in: path } } as const
  const names = scopeValues(live.state, { in: path })
  evaluateFor(live, what, [output ?? null, inside], names, (evaluated, saw) => {
    if (!evaluated.ok) {
      live.record({ type: "scope.closed", in: path, problem: evaluated.error })
      return
    }
    const [value = null, values] = evaluated.value
    live.record({
      type: "scope.closed",
      in: path,
      ...(output === undefined ? {} : { output: value }),
      ...(isMap(values) && Object.keys(values).length > 0 ? { inside: values } : {}),
      ...saw(),
    })
  })
}

function performEnd(live: Live, action: EndAction): void {
  const { seq, event, output = null } = action
  const { at: _, ...untimed } = event
  const end = (final: Untimed<EndAction["event"]>): void => {
    const before = final.status === "failed" ? live.others.failing(live, final.problem) : null
    if (before === null) live.record(final, "strict")
    else {
      const done = live.begin()
      void before.then(() => {
        if (live.awaits(seq)) live.record(final, "strict")
        done()
      })
    }
  }
  const what = { seq, for: { type: "run.ended" } } as const
  evaluateFor(live, what, [output], scopeValues(live.state, { in: "" }), (evaluated, saw) => {
    if (!evaluated.ok) end({ type: "run.ended", status: "failed", problem: evaluated.error })
    else if (action.output === undefined) end(untimed)
    else end({ ...untimed, output: evaluated.value[0] ?? null, ...saw() })
  })
}
