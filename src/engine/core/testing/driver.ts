import { assert, must } from "../../../lib/assert.ts"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Effect, Wait } from "../../../model/step.ts"
import type { Workflow } from "../../../model/workflow.ts"
import { controlKinds } from "../../../steps/flow/controlKinds.ts"
import type { Action, StartAction } from "../action.ts"
import { apply } from "../apply.ts"
import { isOutstanding } from "../asking.ts"
import { decide } from "../decide.ts"
import type { EventOf, RunEvent, SingleEvent } from "../event.ts"
import { type KindData, plan } from "../plan.ts"
import { newRun, type Visit } from "../state.ts"
import { visitAt, visitName } from "../whereabouts.ts"

/*
 * Drives the pure core as a loop would, by hand: tests say what each step comes to, in the order in which it does.
 *
 *     run(flow(steps("a>b a>c"))).step("a").completes(1).expectStarted("b", "c")
 */

const kinds: { readonly [kind: string]: KindData } = {
  do: { outlets: ["success"], effect: "pure" },
  choose: { outlets: ["yes", "no"], effect: "pure" },
  divide: { outlets: ["kept", "rest"], effect: "pure", divides: true },
  cases: { outlets: ["otherwise"], outletsFrom: "cases[].id", effect: "pure" },
  read: { outlets: ["success"], effect: "read" },
  write: { outlets: ["success"], effect: "write" },
  once: { outlets: ["success"], effect: "once" },
  ask: { outlets: ["approved", "declined", "timeout"], effect: "pure" },
  compare: { outlets: ["success"], inlets: ["left", "right"], effect: "pure" },
  "ai.judge": { outlets: ["pass", "fail"], effect: "read" },
  guarded: { outlets: ["success", "blocked"], effect: "pure" },
  ...Object.fromEntries(controlKinds.map(kind => [kind.kind, kind])),
}

/** A problem of the code. */
export function trouble(code = "broken", rest: Partial<Problem> = {}): Problem {
  return { code, message: `It is ${code}.`, severity: "error", retryable: false, ...rest }
}

/** What a test says beforehand about a run. */
export interface DriverOptions {
  /** What texts evaluate to: by text, and by scope instance and text (`each[0]#1 text`), which goes first. */
  readonly values?: { readonly [text: string]: Json }
  readonly started?: Partial<EventOf<"run.started">>
  /** Types of actions that the test answers itself. */
  readonly silent?: readonly Action["type"][]
}

/** A run of the workflow that has begun. */
export function run(workflow: Workflow, options: DriverOptions = {}): Driver {
  return new Driver(workflow, options)
}

/** A run in the hands of a test. */
export class Driver {
  readonly events: RunEvent[] = []
  readonly plan
  readonly state
  readonly #values: Map<string, Json>
  readonly #silent: ReadonlySet<string>
  #seen = 0
  #now = 0
  #fresh: string[] = []
  readonly #starts = new Map<string, StartAction>()
  readonly #outstanding = new Map<number, Action>()
  #ended: EventOf<"run.ended"> | undefined

  constructor(workflow: Workflow, { values = {}, started = {}, silent = [] }: DriverOptions) {
    this.#silent = new Set(silent)
    this.plan = plan(workflow, kind => kinds[kind])
    this.state = newRun(this.plan)
    this.#values = new Map(Object.entries(values))
    this.append({ type: "run.started", v: 1, at: 0, run: "r1", inputs: {}, seed: 7, ...started })
  }

  /** Appends events, and answers by itself what needs no word from the test. */
  append(...events: RunEvent[]): this {
    for (const event of events) {
      this.events.push(event)
      apply(this.state, event)
    }
    for (const action of decide(this.state, this.#seen)) {
      if (action.seq <= this.#seen || !isOutstanding(this.state, action.seq)) continue
      this.#seen = action.seq
      this.#outstanding.set(action.seq, action)
      const answer = this.#silent.has(action.type) ? undefined : this.#answer(action)
      if (answer !== undefined) this.append(answer)
    }
    return this
  }

  #answer(action: Action): SingleEvent | undefined {
    const at = this.#now
    switch (action.type) {
      case "start": {
        const name = nameOf(action)
        this.#fresh.push(name)
        this.#starts.set(name, action)
        return undefined
      }
      case "begin": {
        const input = this.#evaluate(action.in, action.with, action.skip) as JsonMap
        return {
          type: "step.begun",
          at,
          ...placeOf(action),
          input: { ...defaults(this.visit(nameOf(action))), ...input },
        }
      }
      case "list":
        return {
          type: "step.listed",
          at,
          ...placeOf(action),
          items: this.#evaluate(action.in, action.each) as Json[],
          ...(typeof action.concurrency === "number" ? { concurrency: action.concurrency } : {}),
        }
      case "route": {
        const taken = action.wires.filter(
          ({ when }) => when === undefined || this.#evaluate(action.in, when) === true,
        )
        const delays = taken.flatMap(({ wire, at: time, after }) => {
          const until = this.#evaluate(action.in, time ?? after ?? null)
          return typeof until === "number" ? [{ wire, until }] : []
        })
        return {
          type: "step.routed",
          at,
          ...placeOf(action),
          taken: taken.map(({ wire }) => wire),
          ...(delays.length > 0 ? { delays } : {}),
        }
      }
      case "validate": {
        const { wire, validator, spec } = action
        const expression = "expression" in spec ? String(spec.expression) : ""
        return {
          type: "wire.validated",
          at,
          ...placeOf(action),
          wire,
          validator,
          passed: this.#evaluate(action.in, expression) === true,
        }
      }
      case "check": {
        const stops = action.whens.some(when => this.#evaluate(action.in, when) === true)
        return { type: "step.checked", at, ...placeOf(action), stops }
      }
      case "close":
        return {
          type: "scope.closed",
          at,
          in: action.in,
          inside: this.#evaluate(action.in, action.inside) as JsonMap,
          ...(action.output === undefined ? {} : { output: this.#evaluate(action.in, action.output) }),
        }
      case "record":
        return { ...action.event, at }
      case "end": {
        this.#ended = {
          ...action.event,
          at,
          ...(action.output === undefined ? {} : { output: this.#evaluate("", action.output) }),
        }
        return this.#ended
      }
      default:
        return undefined
    }
  }

  #evaluate(path: string, text: Json, skip: readonly string[] = []): Json {
    if (typeof text === "string") return this.#values.get(`${path} ${text}`) ?? this.#values.get(text) ?? text
    if (Array.isArray(text)) return text.map(item => this.#evaluate(path, item))
    if (typeof text !== "object" || text === null) return text
    const fields = Object.entries(text).filter(([field]) => !skip.includes(field))
    return Object.fromEntries(fields.map(([field, value]) => [field, this.#evaluate(path, value)]))
  }

  /** Says from now on what a text evaluates to. */
  says(text: string, value: Json): this {
    this.#values.set(text, value)
    return this
  }

  /** The step under way: its latest visit, in the scope instance that its name says (`each[0]#1/inner`). */
  step(name: string, task?: number): StepDriver {
    return new StepDriver(this, name, task)
  }

  /** Time passes; what falls due by then happens in its order. */
  passes(milliseconds: number): this {
    const until = this.#now + milliseconds
    for (;;) {
      const due = [...this.#outstanding.values()]
        .filter(
          action => action.type === "wake" && action.at <= until && isOutstanding(this.state, action.seq),
        )
        .sort((a, b) => (a as { at: number }).at - (b as { at: number }).at)[0]
      if (due?.type !== "wake") break
      this.#now = Math.max(this.#now, due.at)
      this.append({ type: "timer.fired", at: this.#now, timer: due.timer })
    }
    this.#now = until
    return this
  }

  /** The time of the run. */
  get now(): number {
    return this.#now
  }

  pauses(): this {
    return this.append({ type: "run.paused", at: this.#now })
  }

  resumes(): this {
    return this.append({ type: "run.resumed", at: this.#now })
  }

  /** Goes on with one step. */
  goesOneStep(): this {
    return this.append({ type: "run.resumed", at: this.#now, oneStep: true })
  }

  /** The steps before which the run has stopped, the first of them first. */
  expectStopped(...names: string[]): this {
    const { stops, phase } = this.state
    const found = stops.map(({ visit }) => visitName(visit).replace(/#\d+$/, "")).join(" ")
    assert(found === names.join(" "), `Expected stops before [${names.join(" ")}] but got [${found}]`)
    assert(names.length === 0 || phase === "paused", `Expected the run to be paused but it is ${phase}`)
    return this
  }

  cancels(): this {
    return this.append({ type: "run.cancel_asked", at: this.#now })
  }

  /** Another owner takes over, who knows the journal alone, after so many milliseconds in which nobody had the run. */
  crashes(gone = 0): this {
    this.#now += gone
    this.#starts.clear()
    return this.append({ type: "run.taken_over", at: this.#now, epoch: 2 })
  }

  /** The start that was handed out last for the step. */
  start(name: string): StartAction {
    return must(this.#starts.get(name), `a start of ${name}`)
  }

  /** The steps, tasks (`each.2`) or calls that were handed out since this was last asked: these, in this order. */
  expectStarted(...names: string[]): this {
    const fresh = this.#fresh
    this.#fresh = []
    assert(
      fresh.join(" ") === names.join(" "),
      `Expected starts of [${names.join(" ")}] but got [${fresh.join(" ")}]`,
    )
    return this
  }

  /** How the latest visits of the steps stand. */
  expectStatus(status: string, ...names: string[]): this {
    for (const name of names) {
      const found = this.#latest(name)?.status ?? "none"
      assert(found === status, `Expected ${name} to be ${status} but it is ${found}`)
    }
    return this
  }

  /** How the run has ended. */
  expectEnded(status: string, output?: Json): this {
    const ended = this.#ended
    assert(ended?.status === status, `Expected the run to be ${status} but got ${JSON.stringify(ended)}`)
    if (output !== undefined) {
      const found = JSON.stringify(ended?.output ?? null)
      assert(
        found === JSON.stringify(output),
        `Expected the output ${JSON.stringify(output)} but got ${found}`,
      )
    }
    return this
  }

  /** The run goes on. */
  expectGoingOn(): this {
    assert(this.#ended === undefined, `Expected the run to go on but it is ${this.#ended?.status}`)
    return this
  }

  /** The latest visit of the step. */
  visit(name: string): Visit {
    return must(this.#latest(name), `a visit of ${name}`)
  }

  #latest(name: string): Visit | undefined {
    const { path, id } = split(name)
    const instance = this.state.instances.get(path)
    const step = instance?.scope.byId.get(id)
    return step === undefined ? undefined : instance?.visits[step.index]?.at(-1)
  }

  /** Outstanding actions of a type. */
  asked<Type extends Action["type"]>(type: Type): Extract<Action, { type: Type }>[] {
    return decide(this.state).filter(
      (action): action is Extract<Action, { type: Type }> => action.type === type,
    )
  }
}

/** One step in the hands of a test. */
export class StepDriver {
  readonly visit: Visit
  readonly #driver: Driver
  readonly #place: { in: string; step: string; visit: number; task?: number }

  constructor(driver: Driver, name: string, task: number | undefined) {
    this.#driver = driver
    const visit = driver.visit(name)
    this.visit = visit
    const { path, id } = split(name)
    this.#place = { in: path, step: id, visit: visit.number, ...(task === undefined ? {} : { task }) }
    assert(visitAt(driver.state, path, id, visit.number) === visit, `Expected to find ${name}`)
  }

  #append(event: { type: SingleEvent["type"]; [field: string]: unknown }): Driver {
    return this.#driver.append({ at: this.#driver.now, ...this.#place, ...event } as unknown as SingleEvent)
  }

  /** The attempt says that it begins. */
  starts(effect: Effect = "once", input: Json = {}): Driver {
    const name = `${this.#place.in === "" ? "" : `${this.#place.in}/`}${this.#place.step}`
    const { attempt, key } = this.#driver.start(
      this.#place.task === undefined ? name : `${name}.${this.#place.task}`,
    )
    return this.#append({ type: "step.started", attempt, key, effect, input })
  }

  /** It leaves by its first outlet with the value. */
  completes(value: Json = null, more: Partial<EventOf<"step.completed">> = {}): Driver {
    const { outlets } = this.#driver.visit(
      `${this.#place.in === "" ? "" : `${this.#place.in}/`}${this.#place.step}`,
    ).step
    return this.leaves({ [outlets[0] ?? "success"]: value }, more)
  }

  /** It leaves by these outlets. */
  leaves(outlets: JsonMap, more: Partial<EventOf<"step.completed">> = {}): Driver {
    return this.#append({ type: "step.completed", outlets, ...more })
  }

  /** The attempt fails. */
  fails(problem: Problem | string = "broken"): Driver {
    return this.#append({
      type: "step.failed",
      problem: typeof problem === "string" ? trouble(problem) : problem,
    })
  }

  /** Somebody does not wait for its next attempt. */
  hurries(): Driver {
    return this.#append({ type: "step.hurried" })
  }

  stops(): Driver {
    return this.#append({ type: "step.stopped" })
  }

  waits(wait: Wait, memory?: Json): Driver {
    return this.#append({ type: "step.waiting", wait, ...(memory === undefined ? {} : { memory }) })
  }

  answers(outlet?: string, value?: Json): Driver {
    return this.#append({
      type: "step.answered",
      ...(outlet === undefined ? {} : { outlet }),
      ...(value === undefined ? {} : { value }),
    })
  }

  doubts(more: Partial<EventOf<"step.doubted">> = {}): Driver {
    return this.#append({ type: "step.doubted", ...more })
  }

  decides(decision: EventOf<"step.decided">["decision"]): Driver {
    return this.#append({ type: "step.decided", decision })
  }

  /** A wire of a resting state is enabled. */
  enables(to: string, value?: Json): Driver {
    const { step } = this.#driver.visit(
      `${this.#place.in === "" ? "" : `${this.#place.in}/`}${this.#place.step}`,
    )
    const wire = step.out.find(candidate => candidate.to.id === to)
    return this.#append({
      type: "wire.enabled",
      wire: must(wire, `a wire to ${to}`).place,
      ...(value === undefined ? {} : { value }),
    })
  }
}

function placeOf({ in: path, step, visit }: { in: string; step: string; visit: number }) {
  return { in: path, step, visit }
}

function nameOf({ in: path, step, task }: { in: string; step: string; task?: number }): string {
  return `${path === "" ? "" : `${path}/`}${step}${task === undefined ? "" : `.${task}`}`
}

function split(name: string): { path: string; id: string } {
  const end = name.lastIndexOf("/")
  return { path: end < 0 ? "" : name.slice(0, end), id: name.slice(end + 1) }
}

/** What the kind's schema would fill in. */
function defaults({ step }: Visit): JsonMap {
  if (step.spec.kind === "foreach") return { concurrency: 1, onItemError: "stop" }
  return step.spec.kind === "repeat" ? { max: 10 } : {}
}
