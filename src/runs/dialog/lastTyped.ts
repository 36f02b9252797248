import { isMap, type Json } from "../../lib/json.ts"
import type { PageMemory } from "../../ui/pageMemory.ts"
import type { Typed } from "../inputFields.ts"

/** What was typed into a workflow's form: the last time, and under names. */
export interface Remembered {
  readonly last: Typed
  readonly presets: { readonly [name: string]: Typed }
}

/** What the device remembers of the form; nothing where that cannot be read. */
export function readRemembered(memory: PageMemory): Remembered {
  let kept: Json = null
  try {
    kept = JSON.parse(memory.read() ?? "null") as Json
  } catch {
    // Whoever wrote something else there loses nothing of ours.
  }
  if (!isMap(kept)) return { last: {}, presets: {} }
  const presets = isMap(kept.presets) ? kept.presets : {}
  return {
    last: typedIn(kept.last),
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
