import { isList, isMap } from "../lib/json.ts"
import type { Hue } from "./groups.ts"
/** What lists show of a workflow; `summarise.ts` makes it. Kept beside its text, so that a list need not read a hundred files to be shown. */
export interface Summary {
  /** Of how this is made: an older one is made anew when its workflow is opened. */
  readonly version: number
  readonly name: string
  readonly description: string
  readonly tags: readonly string[]
  readonly triggers: readonly {
    readonly icon: string
    readonly say: string
    /** It starts runs without anybody pressing a button. */
    readonly isAutomatic?: boolean
  }[]
  readonly steps: number
  readonly errors: number
  readonly warnings: number
  /** It asks for nothing from elsewhere: no hosts, no models but simulated ones, no remotes. */
  readonly isOffline: boolean
  readonly picture: Picture
}

/** A small drawing: boxes and wires in a space of its own. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** Left, top, width, hue. */
  readonly boxes: readonly (readonly [number, number, number, Hue])[]
  /** From x, y to x, y. */
  readonly wires: readonly (readonly [number, number, number, number])[]
}

/** How summaries are made now. */
export const summaryVersion = 2
/** The size of a box in a picture. */
export const pictureBox = { width: 19, height: 9 } as const

/** What was kept, if this program can still show it. */
export function keptSummary(kept: unknown): Summary | null {
  return isMap(kept) && kept.version === summaryVersion && isList(kept.tags) && isMap(kept.picture)
    ? (kept as unknown as Summary)
    : null
}
