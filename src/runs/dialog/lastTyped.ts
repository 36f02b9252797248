import { isMap, type Json } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import type { PageMemory } from "../../ui/pageMemory.ts"
import type { Typed } from "../inputFields.ts"
import type { TypedLimits } from "./madeUp.ts"

/** What was typed into a workflow's form: the last time, and under names. */
export interface Remembered {
  readonly last: Typed
  readonly presets: { readonly [name: string]: Typed }
  /** What the run may use, as it was typed the last time. */
  readonly limits: TypedLimits
  /** Whether runs use what is pinned. */
  readonly usesPins: boolean
}

/** What the device remembers of the form; nothing where that cannot be read. */
export function readRemembered(memory: PageMemory): Remembered {
  // Whoever wrote something else there loses nothing of ours.
  const kept = parseJson(memory.read() ?? "null")
  if (!isMap(kept)) return { last: {}, presets: {}, limits: {}, usesPins: true }
  const presets = isMap(kept.presets) ? kept.presets : {}
  return {
    last: typedIn(kept.last),
    limits: Object.fromEntries(
      Object.entries(typedIn(kept.limits)).filter(([, typed]) => typeof typed === "string"),
    ),
    usesPins: kept.usesPins !== false,
    presets: Object.fromEntries(Object.entries(presets).map(([name, typed]) => [name, typedIn(typed)])),
  }
}

/** Keeps it. */
export function writeRemembered(memory: PageMemory, remembered: Remembered): void {
  memory.write(JSON.stringify(remembered))
}

function typedIn(value: Json | undefined): Typed {
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, typed]) =>
      typeof typed === "string" || typeof typed === "boolean" ? [[name, typed]] : [],
    ),
  )
}
