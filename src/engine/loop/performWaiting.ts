import type { Json, Path } from "../../lib/json.ts"
import type { Wait } from "../../model/step.ts"
import type { ListenAction, WakeAction, WatchAction } from "../core/action.ts"
import { scopeValues } from "../core/scopeValues.ts"
import { carriedBy, evaluateFor, placeOf, type SawField } from "./answering.ts"
import { asTemplate, type Names } from "./evaluating.ts"
import type { Live } from "./live.ts"
import { recordedAt } from "./stance.ts"
import { isCron, timeAfter, timeOf } from "./times.ts"

/*
 * What a run waits for: times, events, people and other runs. Nothing that waits holds a slot; what it waits for is
 * an action that stays outstanding, so after a restart it is simply asked for again.
 */

/** Wakes the run at a time. */
export function performWake(live: Live, { seq, at, timer }: WakeAction): void {
  if (live.state.mode === "replay" && live.cassette?.timers.includes(timer)) {
    live.skipTo(at)
    live.record({ type: "timer.fired", timer })
    return
  }
  const done = live.expect()
  const { clock } = live.parts
  const callOff = clock.at(at - (live.now() - clock.now()), () => {
    if (live.awaits(seq)) live.record({ type: "timer.fired", timer })
    done()
  })
  live.whenPointless(seq, "wait", () => {
    callOff()
    done()
  })
}

/** Finds out what a step waits for: from people and events through `outside`, from other runs by starting them. */
export function performListen(live: Live, action: ListenAction): void {
  const { wait } = action
  const recorded = recordedAt(live, action)?.answer
  if (recorded !== undefined)
    live.record({ type: "step.answered", ...placeOf(action), ...recorded }, "strict")
  else if (wait.for === "run") awaitChild(live, action, wait)
  else if (wait.for !== "time") hear(live, action, wait)
}

function awaitChild(live: Live, action: ListenAction, wait: Extract<Wait, { for: "run" }>): void {
  const { seq, key } = action
  const done = live.begin()
  const child = live.others.child(live, key, wait, done)
  void child.answer.then(answer => {
    if (live.awaits(seq)) live.record({ type: "step.answered", ...placeOf(action), ...answer }, "strict")
    done()
  })
  // A run that is left in good order, or was lost to another owner, still waits for its child.
  live.whenPointless(seq, "wait", () => {
    if (!live.isOver() || live.state.phase === "ended") child.cancel()
  })
}

function hear(live: Live, action: ListenAction, wait: Exclude<Wait, { for: "time" | "run" }>): void {
  const { seq, key } = action
  const match = wait.for === "event" ? wait.match : undefined
  const place = { ...placeOf(action), run: live.run, workflow: live.state.plan.workflow.id, key }
  const stop = live.parts.outside?.listen(place, wait, heard => {
    const answer = (): void => {
      live.record({ type: "step.answered", ...placeOf(action), ...heard }, "strict")
    }
    if (!live.awaits(seq)) return
    if (match === undefined) answer()
    else {
      const names = { ...scopeValues(live.state, action), event: heard.value }
      evaluateFor(live, carriedBy("step.answered", action), [asTemplate(match)], names, held => {
        if (held.ok && held.value[0] === true) answer()
      })
    }
  })
  if (stop !== undefined) live.whenPointless(seq, "wait", stop)
}

/** A resting state whose wires are watched. */
export interface Watch {
  readonly action: WatchAction
  /** Tries the conditions again. */
  look(): void
  /** A person chose the wire that bears this label. */
  choose(label: string, value: Json | undefined): boolean
}

const watchesOf = new WeakMap<Live, Set<Watch>>()

/** The resting states of the run. */
export function watches(live: Live): ReadonlySet<Watch> {
  return watchesOf.get(live) ?? new Set()
}

/** Watches the wires of a resting state until it is left. */
export function performWatch(live: Live, action: WatchAction): void {
  const { seq, wires } = action
  const set = watchesOf.get(live) ?? new Set<Watch>()
  watchesOf.set(live, set)
  const ends: (() => void)[] = []
  const enable: Enable = (wire, value, saw) => {
    if (!live.awaits(seq)) return
    const given = value === undefined ? {} : { value }
    live.record({ type: "wire.enabled", ...placeOf(action), wire, ...given, ...saw?.() }, "strict")
  }
  live.whenPointless(seq, "wait", () => {
    set.delete(watch)
    for (const stop of ends.splice(0)) stop()
  })
  const conditions = wires.filter(wire => wire.when !== undefined && Object.keys(wire).length === 2)
  const held = conditions.map(() => false)
  /** What the conditions read when they were last tried, and what that was. */
  let before: readonly (readonly [Path, unknown])[] | undefined
  const watch: Watch = {
    action,
    look() {
      const texts = conditions.map(wire => wire.when ?? "")
      if (texts.length === 0 || !live.awaits(seq)) return
      const names = scopeValues(live.state, action)
      if (before?.every(([path, value]) => Object.is(reached(names, path), value))) return
      before = undefined
      evaluateFor(live, carriedBy("wire.enabled", action), texts, names, (evaluated, saw) => {
        if (!evaluated.ok) return
        // What is evaluated later counts as timed: what it saw is not there any more to be compared with.
        const { looked } = evaluated
        before =
          looked === undefined || looked.isTimed
            ? undefined
            : looked.reads.map(path => [path, reached(names, path)])
        const now = conditions.map((_, place) => evaluated.value[place] === true)
        const risen = conditions.filter((_, place) => now[place] === true && held[place] !== true)
        held.splice(0, held.length, ...now)
        for (const { wire } of risen) enable(wire, undefined, saw)
      })
    },
    choose(label, value) {
      const chosen = wires.find(({ on }) => on !== undefined && "person" in on && on.person === label)
      if (chosen === undefined) return false
      enable(chosen.wire, value)
      return true
    },
  }
  set.add(watch)
  const [recorded] = recordedAt(live, action)?.enabled ?? []
  if (recorded !== undefined) {
    enable(recorded.wire, recorded.value)
    return
  }
  for (const wire of wires) {
    if (wire.on !== undefined && "event" in wire.on) ends.push(hearFor(live, action, wire, wire.on, enable))
    if (wire.at !== undefined || wire.after !== undefined) ends.push(ringFor(live, action, wire, enable))
  }
  watch.look()
}

/** How far the path leads: to its end, or to the text or number of which the rest is asked. */
function reached(names: Names, path: Path): unknown {
  let here: unknown = names
  for (const key of path) {
    if (typeof here !== "object" || here === null) return here
    here = Object.hasOwn(here, key) ? (here as { readonly [key: string]: unknown })[key] : undefined
  }
  return here
}

type Enable = (wire: number, value?: Json, saw?: () => SawField) => void
type Watched = WatchAction["wires"][number]

function hearFor(
  live: Live,
  action: WatchAction,
  { wire, when }: Watched,
  on: { readonly event: string; readonly match?: string | undefined },
  enable: Enable,
): () => void {
  const { id: workflow } = live.state.plan.workflow
  const place = { ...placeOf(action), run: live.run, workflow, key: `${live.run}:${wire}` }
  const stop = live.parts.outside?.listen(place, { for: "event", name: on.event }, heard => {
    const names = { ...scopeValues(live.state, action), event: heard.value }
    const conditions = [on.match, when].flatMap(text => (text === undefined ? [] : [asTemplate(text)]))
    const what = carriedBy("wire.enabled", action, { wire })
    evaluateFor(live, what, conditions, names, (evaluated, saw) => {
      const holds = evaluated.ok && evaluated.value.every(value => value === true)
      if (holds) enable(wire, heard.value, saw)
    })
  })
  return stop ?? (() => {})
}

/** Rings after a while, once at a date, or at each time that a cron line names; counted from the rest's beginning. */
function ringFor(
  live: Live,
  action: WatchAction,
  { wire, at, after, when }: Watched,
  enable: Enable,
): () => void {
  const { clock } = live.parts
  const what = carriedBy("wire.enabled", action, { wire })
  let off = () => {}
  const ring = (text: Json | undefined, from: number): void => {
    const due =
      at === undefined ? timeAfter(text, from) : timeOf(text, from, live.state.timezone ?? clock.timezone)
    if (due === undefined) return
    const done = live.expect()
    const callOff = clock.at(due, () => {
      done()
      evaluateFor(live, what, [when ?? true], scopeValues(live.state, action), (held, saw) => {
        if (held.ok && held.value[0] === true) enable(wire, undefined, saw)
        if (typeof text === "string" && isCron(text) && live.awaits(action.seq)) ring(text, clock.now())
      })
    })
    off = () => {
      callOff()
      done()
    }
  }
  evaluateFor(live, what, [at ?? after ?? null], scopeValues(live.state, action), evaluated => {
    if (evaluated.ok) ring(evaluated.value[0], action.since)
  })
  return () => off()
}
