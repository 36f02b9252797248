import type { Cassette, RecordedStep } from "../../model/recording.ts"
import { nameOf } from "./cassette.ts"
import type { Kept } from "./event.ts"
import { pathsOf } from "./narrow.ts"
import type { Plan, StepPlan } from "./plan.ts"

/*
 * The recording of a fork holds what the fork itself asked outside; what was asked for the visits that it took over
 * stands in the recording of the run that it came from. With that put in, such a visit can be played again: it is
 * opened, and with it whatever was taken over of what follows from it. What was changed by hand stays changed.
 *
 *     recording of the first run   a: http.send → 200     b: ai.chat → …     c: …
 *     of the fork                  kept: a, b             c: ai.chat → …
 *     with its past                kept: a, b             a: http.send → 200     b: ai.chat → …     c: ai.chat → …
 *     opened at a                  kept: –                a, b and c are played
 */

/** The recording with all that it took over, as far as that is still there; `read` gives those of other runs. */
export async function withSharedPast(
  cassette: Cassette,
  read: (run: string) => Promise<Cassette | undefined>,
): Promise<Cassette> {
  if (cassette.fork === undefined || !lacksPast(cassette)) return cassette
  const past = await read(cassette.fork.of)
  return past === undefined ? cassette : withPast(cassette, await withSharedPast(past, read))
}

function withPast(cassette: Cassette, past: Cassette): Cassette {
  const { fork } = cassette
  if (fork === undefined) return cassette
  const taken = takenOver(fork.kept)
  const isTaken = (name: string) => holdersOf(name).some(holder => taken.has(holder))
  const steps: { [name: string]: RecordedStep } = { ...cassette.steps }
  const kept = [...fork.kept]
  const named = new Set(kept.map(nameOf))
  for (const [name, step] of Object.entries(past.steps)) {
    if (Object.hasOwn(steps, name) || !isTaken(name)) continue
    steps[name] = step
    const place = placeIn(name)
    if (place === undefined || named.has(name)) continue
    // What it asks is found by what it asked then, and that may have said its key.
    const before = past.fork?.kept.find(one => nameOf(one) === name)?.key
    kept.push({ ...place, key: before ?? `${past.run}:${name}` })
  }
  const times = Object.entries(past.times ?? {}).filter(([name]) => isTaken(name.split(" ")[1] ?? ""))
  return {
    ...cassette,
    steps,
    timers: [...new Set([...cassette.timers, ...past.timers.filter(isTaken)])],
    times: { ...Object.fromEntries(times), ...cassette.times },
    fork: { ...fork, kept },
  }
}

/** Whether something was taken over of which the recording does not say how it came about. */
export function lacksPast({ fork, steps }: Cassette): boolean {
  const known = new Set(Object.keys(steps).flatMap(holdersOf))
  return [...takenOver(fork?.kept ?? [])].some(name => !known.has(name))
}

/** The recording with the visit that the task belongs to no longer taken over, nor what follows from it. */
export function openedAt(cassette: Cassette, task: string, { scopes }: Plan): Cassette {
  const { fork } = cassette
  const taken = takenOver(fork?.kept ?? [])
  const holders = holdersOf(task)
  const first = holders.findIndex(name => taken.has(name))
  if (fork === undefined || first < 0) return cassette
  const stepOf = (id: string) => scopes.flatMap(scope => scope.byId.get(id) ?? [])[0]
  const again = new Map<string, ReadonlySet<string>>()
  for (const name of holders.slice(first)) {
    const place = placeIn(name)
    const step = place && stepOf(place.step)
    if (step !== undefined && place !== undefined) again.set(place.in, followingOf(step))
  }
  const opened = fork.kept.map(one => {
    const isOpen = nameOf(one) === holders[first] || again.get(one.in)?.has(one.step) === true
    if (!isOpen || !isTakenOver(one)) return one
    const { in: path, step, visit, task: number, key } = one
    return { in: path, step, visit, ...(number === undefined ? {} : { task: number }), ...(key && { key }) }
  })
  const isOpened = (one: Kept, at: number) => one !== fork.kept[at]
  return { ...cassette, fork: { ...fork, kept: opened }, ...reaching(cassette, opened.filter(isOpened)) }
}

/** How far it goes, where it plays what was opened too. */
function reaching({ fork, only }: Cassette, opened: readonly Kept[]): Pick<Cassette, "only"> {
  const reaches = only ?? (fork?.only === undefined ? undefined : [{ steps: fork.only }])
  if (reaches === undefined) return {}
  const paths = pathsOf(reaches)
  return {
    only: reaches.map((reach, depth) => {
      const there = opened.filter(one => one.in === paths[depth]).map(({ step }) => step)
      return there.length === 0 ? reach : { ...reach, steps: [...new Set([...reach.steps, ...there])] }
    }),
  }
}

/** What was changed says no wires: they are decided anew. */
function isTakenOver({ outlets, taken, call }: Kept): boolean {
  return outlets !== undefined && taken !== undefined && call === undefined
}

function takenOver(kept: readonly Kept[]): ReadonlySet<string> {
  return new Set(kept.filter(isTakenOver).map(nameOf))
}

/** The step and all that may follow it. */
function followingOf(step: StepPlan): ReadonlySet<string> {
  const following = new Set([step])
  for (const one of following) for (const wire of one.out) following.add(wire.to)
  return new Set([...following].map(({ id }) => id))
}

/** The visit of a task or a timer, and those around it: `a[0]#1/b#2.1` is in `a[0]#1/b#2`, which is in `a#1`. */
function holdersOf(name: string): string[] {
  const parts = name.replace(/[.~][^/#]*$/, "").split("/")
  return parts.map((_, depth) => {
    const until = parts.slice(0, parts.length - depth)
    return depth === 0 ? until.join("/") : until.join("/").replace(/(\.[^/[]+)?\[\d+\](#\d+)$/, "$2")
  })
}

/** Where a visit, or an item of it, is at work; undefined of what it called. */
function placeIn(name: string): Pick<Kept, "in" | "step" | "visit" | "task"> | undefined {
  const match = /^(?:(.*)\/)?([^/#]+)#(\d+)(?:\.(\d+))?$/.exec(name)
  if (match === null) return undefined
  const [, path = "", step = "", visit, task] = match
  return {
    ...{ in: path, step, visit: Number(visit) },
    ...(task === undefined ? {} : { task: Number(task) }),
  }
}
