import { isList, isMap } from "../../lib/json.ts"

/** Puts a value at a path of the scope: its JSON, the number under which it was shared, or null for undefined. */
export type Slot = readonly [path: readonly string[], value: string | number | null]

/** Values up to this many characters travel with each job; longer ones are sent once and named by number. */
const longestInline = 1_024
/** A shorter one is sent once, too, when it has travelled this often: most items are looked at a few times, inputs for ever. */
const mostTravels = 4
/** Shorter ones are parsed as fast as they are looked up. */
const shortestShared = 64
/** Characters of shared values after which all are forgotten and sent again as needed. */
const mostShared = 32 * 2 ** 20

type Known = number | { readonly text: string; travels: number }

/** Which values the guest already has. Values never change, so an object stands for its content. */
export interface Shares {
  /** The slots for the paths that an expression reads, each as short as covers the others. */
  slots(reads: readonly (readonly string[])[], scope: { readonly [root: string]: unknown }): Slot[]
  /** What must be sent before jobs that use it. */
  takeNew(): (readonly [number, string])[]
  /** What the guest can forget, if it is time. */
  takeOld(): number[]
  /** Everything that was shared and is not forgotten: for a guest that starts anew. */
  all(): (readonly [number, string])[]
}

/** Keeps the shared values of one sandbox. */
export function createShares(): Shares {
  let known = new WeakMap<object, Known>()
  let texts = new Map<number, string>()
  let size = 0
  let last = 0
  let fresh: (readonly [number, string])[] = []
  let old: number[] = []
  const shortened = new WeakMap<object, (readonly string[])[]>()

  function shortestOf(reads: readonly (readonly string[])[]): readonly (readonly string[])[] {
    if (reads.length < 2 && reads.every(path => path.length <= deepestSlot)) return reads
    let paths = shortened.get(reads)
    if (paths === undefined) {
      paths = shortest(reads)
      shortened.set(reads, paths)
    }
    return paths
  }

  function share(value: unknown): Slot[1] {
    if (value === undefined) return null
    if (typeof value !== "object" || value === null) return JSON.stringify(value)
    const before = known.get(value)
    if (typeof before === "number") return before
    const text = before?.text ?? JSON.stringify(value)
    if (
      text.length <= longestInline &&
      (before === undefined || text.length <= shortestShared || ++before.travels < mostTravels)
    ) {
      if (before === undefined) known.set(value, { text, travels: 1 })
      return text
    }
    if (size > mostShared) {
      old = [...old, ...texts.keys()]
      known = new WeakMap()
      texts = new Map()
      size = 0
    }
    last++
    known.set(value, last)
    texts.set(last, text)
    size += text.length
    fresh.push([last, text])
    return last
  }

  return {
    slots: (reads, scope) => shortestOf(reads).map(path => slot(path, scope, share)),
    takeNew() {
      const taken = fresh
      fresh = []
      return taken
    },
    takeOld() {
      const taken = old
      old = []
      return taken
    },
    all: () => [...texts],
  }
}

const deepestSlot = 4

/** The paths that no other path begins, cut to a depth that is worth sending apart. */
function shortest(reads: readonly (readonly string[])[]): (readonly string[])[] {
  const cut = reads.map(path => path.slice(0, deepestSlot))
  const keys = new Set(cut.map(path => JSON.stringify(path).slice(0, -1)))
  return [...keys]
    .filter(key => ![...keys].some(other => other !== key && key.startsWith(`${other},`)))
    .map(key => JSON.parse(`${key}]`))
}

/** Follows the path by own properties; where it ends early, what is there stands at the shorter path. */
function slot(
  path: readonly string[],
  scope: { readonly [root: string]: unknown },
  share: (value: unknown) => Slot[1],
): Slot {
  let here: unknown = scope
  for (const [depth, key] of path.entries()) {
    const container = depth === 0 || isMap(here) ? here : null
    if (container === null) return [path.slice(0, depth), share(here)]
    if (!Object.hasOwn(container as object, key)) return [path.slice(0, depth + 1), null]
    here = (container as { readonly [name: string]: unknown })[key]
    if (depth > 0 && isList(here)) return [path.slice(0, depth + 1), share(here)]
  }
  return [path, share(here)]
}
