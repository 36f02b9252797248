import { z } from "zod"
import type { JsonMap } from "../lib/json.ts"
import type { Catalogue, Docs, KindEntry, TriggerEntry } from "./catalogue.ts"
import type { AnyStep, StepDefinition } from "./step.ts"
import type { AnyTrigger } from "./trigger.ts"

/** The data parts of all kinds and trigger types as plain JSON. */
export function catalogueOf(steps: readonly AnyStep[], triggers: readonly AnyTrigger[]): Catalogue {
  return {
    kinds: Object.fromEntries(steps.map(step => [step.kind, kindEntry(step)])),
    triggers: Object.fromEntries(triggers.map(trigger => [trigger.type, triggerEntry(trigger)])),
  }
}

/** The docs and examples of all kinds and trigger types, for a part of the page that is loaded when read. */
export function docsOf(steps: readonly AnyStep[], triggers: readonly AnyTrigger[]): Docs {
  return {
    kinds: Object.fromEntries(steps.map(({ kind, docs, examples }) => [kind, { docs, examples }])),
    triggers: Object.fromEntries(triggers.map(({ type, docs }) => [type, { docs }])),
  }
}

/** The schema of each outlet's value: one alone is that of the first outlet. */
export function outputsOf(step: Pick<StepDefinition, "output" | "outlets">): {
  readonly [outlet: string]: z.ZodType
} {
  return step.output instanceof z.ZodType ? { [step.outlets[0] ?? "success"]: step.output } : step.output
}

function kindEntry(step: AnyStep): KindEntry {
  const { kind, version, title, summary, icon, group, hints, inlets, outlets, effect, needs, card } = step
  const output = Object.entries(outputsOf(step)).map(([outlet, schema]) => [
    outlet,
    jsonSchema(schema, "output"),
  ])
  return {
    ...{ kind, version, title, summary, icon, group },
    input: jsonSchema(step.input, "input"),
    output: Object.fromEntries(output),
    hints: definedOnly(hints),
    inlets: inlets ?? [],
    outlets,
    ...(step.outletsFrom === undefined ? {} : { outletsFrom: step.outletsFrom }),
    ...(step.divides === undefined ? {} : { divides: step.divides }),
    ...{ effect, needs, card },
    ...(step.powers === undefined ? {} : { powers: step.powers }),
    ...(step.callsFrom === undefined ? {} : { callsFrom: step.callsFrom }),
    ...(step.remembers === undefined ? {} : { remembers: step.remembers }),
    ...(step.holds === undefined ? {} : { holds: step.holds }),
    ...(step.control === undefined ? {} : { steers: true as const }),
  }
}

function triggerEntry(trigger: AnyTrigger): TriggerEntry {
  const { type, title, summary, icon, hints, card } = trigger
  return {
    ...{ type, title, summary, icon },
    input: jsonSchema(trigger.input, "input"),
    output: jsonSchema(trigger.output, "output"),
    hints: definedOnly(hints),
    ...(trigger.powers === undefined ? {} : { powers: trigger.powers }),
    card,
    ...(trigger.startsByHand ? { startsByHand: true as const } : {}),
  }
}

function definedOnly<T>(map: { readonly [key: string]: T | undefined } | undefined): {
  readonly [key: string]: T
} {
  const entries = Object.entries(map ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonMap {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" })
  return rest as JsonMap
}
