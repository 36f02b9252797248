import { Cron } from "croner"
import type { Json } from "../../lib/json.ts"
import type { Wait } from "../../model/step.ts"
import type { ListenAction, WakeAction, WatchAction } from "../core/action.ts"
import { scopeValues } from "../core/scopeValues.ts"
import type { Live } from "./live.ts"
import { evaluateFor, placeOf } from "./perform.ts"

/*
 * What a run waits for: times, events, people and other runs. Nothing that waits holds a slot; what it waits for is
 * an action that stays outstanding, so after a restart it is simply asked for again.
 */

/** Wakes the run at a time. */
export function performWake(live: Live, { seq, at, timer }: WakeAction): void {
  const done = live.expect()
  const callOff = live.parts.clock.at(at, () => {
    if (live.awaits(seq)) live.record({ type: "timer.fired", timer })
    done()
  })
  live.whenPointless(seq, () => {
    callOff()
    done()
  })
}

/** Finds out what a step waits for: from people and events through `outside`, from other runs by starting them. */
export function performListen(live: Live, action: ListenAction): void {
  const { wait } = action
  if (wait.for === "run") awaitChild(live, action, wait)
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
  live.whenPointless(seq, () => child.cancel())
}

function hear(live: Live, action: ListenAction, wait: Extract<Wait, { for: "event" | "person" }>): void {
  const { seq, key } = action
  const match = wait.for === "event" ? wait.match : undefined
  const place = { ...placeOf(action), run: live.run, key }
  const stop = live.parts.outside?.listen(place, wait, heard => {
    const answer = (): void => {
      live.record({ type: "step.answered", ...placeOf(action), ...heard }, "strict")
    }
    if (!live.awaits(seq)) return
    if (match === undefined) answer()
    else {
      const names = { ...scopeValues(live.state, action), event: heard.value }
      evaluateFor(live, seq, [match], names, held => {
        if (held.ok && held.value[0] === true) answer()
      })
    }
  })
  if (stop !== undefined) live.whenPointless(seq, stop)
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
  const enable = (wire: number, value?: Json): void => {
    if (!live.awaits(seq)) return
    live.record(
      { type: "wire.enabled", ...placeOf(action), wire, ...(value === undefined ? {} : { value }) },
      "strict",
    )
  }
  live.whenPointless(seq, () => {
    set.delete(watch)
    for (const stop of ends.splice(0)) stop()
  })
  const conditions = wires.filter(wire => wire.when !== undefined && wire.event === undefined)
  const held = conditions.map(() => false)
  const watch: Watch = {
    action,
    look() {
      const texts = conditions.map(wire => wire.when ?? "")
      if (texts.length === 0 || !live.awaits(seq)) return
      evaluateFor(live, seq, texts, scopeValues(live.state, action), evaluated => {
        if (!evaluated.ok) return
        const now = conditions.map((_, place) => evaluated.value[place] === true)
        const risen = conditions.filter((_, place) => now[place] === true && held[place] !== true)
        held.splice(0, held.length, ...now)
        for (const { wire } of risen) enable(wire)
      })
    },
    choose(label, value) {
      const chosen = wires.find(wire => wire.person === label)
      if (chosen === undefined) return false
      enable(chosen.wire, value)
      return true
    },
  }
  set.add(watch)
  for (const wire of wires) {
    if (wire.event !== undefined) ends.push(hearFor(live, action, wire, enable))
    if (wire.at !== undefined) ends.push(ringFor(live, action, wire.wire, wire.at, enable))
  }
  watch.look()
}

type Enable = (wire: number, value?: Json) => void

function hearFor(
  live: Live,
  action: WatchAction,
  wire: WatchAction["wires"][number],
  enable: Enable,
): () => void {
  const { event: name = "", match } = wire
  const place = { ...placeOf(action), run: live.run, key: `${live.run}/${wire.wire}` }
  const stop = live.parts.outside?.listen(place, { for: "event", name }, heard => {
    const names = { ...scopeValues(live.state, action), event: heard.value }
    const conditions = [match, wire.when].filter(text => text !== undefined)
    evaluateFor(live, action.seq, conditions, names, evaluated => {
      if (evaluated.ok && evaluated.value.every(value => value === true)) enable(wire.wire, heard.value)
    })
  })
  return stop ?? (() => {})
}

/** Rings once at a date, or at each time that a cron expression names. */
function ringFor(live: Live, action: WatchAction, wire: number, text: string, enable: Enable): () => void {
  const { clock } = live.parts
  let off = () => {}
  const ring = (time: string): void => {
    const date = Date.parse(time)
    const due = Number.isNaN(date) ? nextTime(time, clock.now(), clock.timezone) : date
    if (due === undefined) return
    const done = live.expect()
    const callOff = clock.at(due, () => {
      done()
      enable(wire)
      if (Number.isNaN(date) && live.awaits(action.seq)) ring(time)
    })
    off = () => {
      callOff()
      done()
    }
  }
  evaluateFor(live, action.seq, [text], scopeValues(live.state, action), evaluated => {
    const [time] = evaluated.ok ? evaluated.value : []
    if (typeof time === "string") ring(time)
  })
  return () => off()
}

function nextTime(cron: string, now: number, timezone: string): number | undefined {
  try {
    return new Cron(cron, { timezone }).nextRun(new Date(now))?.getTime()
  } catch {
    // What is neither a date nor a cron expression was reported when the workflow was checked.
    return undefined
  }
}
