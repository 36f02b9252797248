import type { Lap } from "./event.ts"
import { outputOf } from "./instanceOutput.ts"
import type { ScopePlan } from "./plan.ts"
import type { Instance, Visit } from "./state.ts"
import { Walk } from "./walk.ts"

/*
 * The scope instances of a run, by path. Those that were opened are kept; those that were run through (`laps.ts`) are
 * kept as what their steps came to, and are made into instances when somebody looks: a list of 100,000 items weighs
 * what its values weigh.
 */

/** Instances that were run through by one event. */
export interface Row {
  readonly parent: Visit
  readonly scope: ScopePlan
  /** The index of the first. */
  readonly from: number
  readonly laps: readonly Lap[]
  /** The number of the event and its time. */
  readonly events: number
  readonly now: number
}

/** The scope instances of a run. */
export interface Instances {
  readonly size: number
  get(path: string): Instance | undefined
  has(path: string): boolean
  /** Adds one that was opened. */
  open(instance: Instance): void
  /** Adds those that were run through. */
  runThrough(row: Row): void
  /** All, in the order of their opening; those that were run through are made as they come. */
  values(): IterableIterator<Instance>
  /** The same, with those that were run through by one event together. */
  readonly inOrder: readonly (Instance | Row)[]
  /** One of those that were run through by one event. */
  made(row: Row, at: number): Instance
  /** Those that were opened: in others nothing is under way. */
  opened(): Iterable<Instance>
}

/** No instances yet. */
export function createInstances(): Instances {
  const opened = new Map<string, Instance>()
  const inOrder: (Instance | Row)[] = []
  const rows = new Map<Visit, Row[]>()
  const made = new WeakMap<Lap, WeakRef<Instance>>()
  let size = 0

  const make = (row: Row, at: number, lap: Lap): Instance => {
    const before = made.get(lap)?.deref()
    if (before !== undefined) return before
    const instance = instanceOf(row, row.from + at, lap)
    made.set(lap, new WeakRef(instance))
    return instance
  }
  const find = (path: string): Instance | undefined => {
    const found = opened.get(path)
    if (found !== undefined || rows.size === 0) return found
    const [, around = "", step = "", index = "", number = ""] =
      /^(?:(.*)\/)?([^/[\].]+)\[(\d+)\]#(\d+)$/.exec(path) ?? []
    const holder = opened.get(around)
    const planned = holder?.scope.byId.get(step)
    const parent = planned === undefined ? undefined : holder?.visits[planned.index]?.[Number(number) - 1]
    const row = parent === undefined ? undefined : rowWith(rows.get(parent) ?? [], Number(index))
    const lap = row?.laps[Number(index) - row.from]
    return row === undefined || lap === undefined ? undefined : make(row, Number(index) - row.from, lap)
  }
  return {
    get size() {
      return size
    },
    get: find,
    has: path => find(path) !== undefined,
    open(instance) {
      opened.set(instance.path, instance)
      inOrder.push(instance)
      size++
    },
    runThrough(row) {
      const beside = rows.get(row.parent)
      if (beside === undefined) rows.set(row.parent, [row])
      else beside.push(row)
      inOrder.push(row)
      size += row.laps.length
    },
    *values() {
      for (const one of inOrder) {
        if (!("laps" in one)) yield one
        else for (const [at, lap] of one.laps.entries()) yield make(one, at, lap)
      }
    },
    inOrder,
    made: (row, at) => make(row, at, row.laps[at] as Lap),
    opened: () => opened.values(),
  }
}

/** The row that holds the index: they are in order. */
function rowWith(rows: readonly Row[], index: number): Row | undefined {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.from ?? 0) <= index) low = middle + 1
    else high = middle
  }
  return rows[low - 1]
}

function instanceOf(row: Row, index: number, { gives, did, output }: Lap): Instance {
  const walk = new Walk(row, row.parent, row.scope, index, gives)
  const { instance } = walk
  for (const { outlets, variables, input, origins } of did) {
    const visit = walk.next()
    if (visit === undefined) break
    visit.input = input
    visit.origins = origins
    visit.variables = variables
    walk.leave(visit, outlets)
  }
  instance.status = "completed"
  instance.output = output === undefined ? outputOf(instance) : output
  return instance
}
