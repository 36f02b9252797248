import { type JsonMap, own } from "../lib/json.ts"
import type { PortName } from "./ports.ts"
import type { EffectRule, Example, Group, Hint, Holds, PowerUse } from "./step.ts"

/*
 * The catalogue is the data part of every kind and trigger type as plain JSON: all that pages, checks and the
 * YAML schema know of them. It is built from the registries; a plugin supplies the same JSON.
 */

/** What is known of a step kind without its code. */
export interface KindEntry {
  readonly kind: string
  readonly version: number
  readonly title: string
  readonly summary: string
  readonly icon: string
  readonly group: Group
  /** JSON Schema of the parameters, templates not considered. */
  readonly input: JsonMap
  /** JSON Schema of the value of each outlet that has one of its own; the first outlet's stands for the others. */
  readonly output: { readonly [outlet: string]: JsonMap }
  readonly hints: { readonly [field: string]: Hint }
  readonly inlets: readonly string[] | "many"
  readonly outlets: readonly string[]
  readonly outletsFrom?: string
  readonly divides?: true
  readonly effect: EffectRule
  readonly needs: readonly PortName[]
  /** Left out where it uses no power over the outside world. */
  readonly powers?: readonly PowerUse[]
  /** The parameter that lists the kinds that its code calls. */
  readonly callsFrom?: string
  readonly remembers?: "run"
  readonly holds?: Holds
  /** Steers other steps, by code that the catalogue does not hold. */
  readonly steers?: true
  readonly card: string
}

/** What is known of a trigger type without its code. */
export interface TriggerEntry {
  readonly type: string
  readonly title: string
  readonly summary: string
  readonly icon: string
  readonly input: JsonMap
  /** JSON Schema of what a run sees as `trigger`. */
  readonly output: JsonMap
  readonly hints: { readonly [field: string]: Hint }
  /** Left out where it uses no power over the outside world. */
  readonly powers?: readonly PowerUse[]
  readonly card: string
  /** It fires only when somebody presses a button. */
  readonly startsByHand?: true
}

/** All kinds and trigger types, by name. */
export interface Catalogue {
  readonly kinds: { readonly [kind: string]: KindEntry }
  readonly triggers: { readonly [type: string]: TriggerEntry }
}

/** What people call a trigger type; its name, where none is known. */
export function triggerTitle({ triggers }: Catalogue, type: string): string {
  return own(triggers, type)?.title ?? type
}

/** What is read about kinds and trigger types, apart from the catalogue since it is large and seldom needed. */
export interface Docs {
  readonly kinds: {
    readonly [kind: string]: { readonly docs: string; readonly examples: readonly Example[] }
  }
  readonly triggers: { readonly [type: string]: { readonly docs: string } }
}
