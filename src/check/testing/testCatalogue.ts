import type { JsonMap } from "../../lib/json.ts"
import type { Catalogue, KindEntry, TriggerEntry } from "../../model/catalogue.ts"

/** A kind that does nothing much, with whatever is said of it changed. */
function kind(name: string, said: Partial<KindEntry> = {}): KindEntry {
  return {
    kind: name,
    version: 1,
    title: name,
    summary: name,
    icon: "box",
    group: "flow",
    input: fields({}),
    output: { success: fields({ text: { type: "string" } }) },
    hints: {},
    inlets: [],
    outlets: ["success"],
    effect: "pure",
    needs: [],
    card: "",
    ...said,
  }
}

function trigger(type: string, said: Partial<TriggerEntry> = {}): TriggerEntry {
  const input = fields({})
  return {
    type,
    title: type,
    summary: type,
    icon: "box",
    input,
    output: fields({}),
    hints: {},
    card: "",
    ...said,
  }
}

/** The schema of a map with these fields and no others. */
export function fields(properties: JsonMap, required: readonly string[] = []): JsonMap {
  return { type: "object", properties, required, additionalProperties: false }
}

const text = { type: "string" }

const kinds: readonly KindEntry[] = [
  kind("note", {
    version: 2,
    input: fields({
      text,
      level: { type: "string", enum: ["low", "high"] },
      count: { type: "integer", minimum: 1, maximum: 10 },
      ratio: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
      ready: { type: "boolean" },
      short: { type: "string", minLength: 2, maxLength: 4 },
      tags: { type: "array", items: text, minItems: 1, maxItems: 2 },
      path: { type: "string", pattern: "^[a-z/.]+$" },
      named: {
        type: "object",
        propertyNames: { type: "string", pattern: "^[a-z]+$" },
        additionalProperties: {},
      },
      pair: { type: "array", prefixItems: [{ type: "number" }, text], items: false },
      either: { anyOf: [text, { type: "null" }] },
      shape: {
        oneOf: [
          fields({ is: { const: "circle" }, radius: { type: "number" } }, ["is", "radius"]),
          fields({ is: { const: "square" }, side: { type: "number" } }, ["is", "side"]),
        ],
      },
      source: text,
      wait: text,
      cron: text,
      zone: text,
      mode: { default: "fast", ...text },
    }),
    hints: { source: { raw: true }, wait: { widget: "duration" }, cron: { widget: "cron" } },
  }),
  kind("needy", { input: fields({ path: text }, ["path"]) }),
  kind("fork", { input: fields({ if: { type: "boolean" } }), outlets: ["true", "false"], output: {} }),
  kind("pick", {
    input: fields({ cases: { type: "array", items: fields({ id: text }, ["id"]) } }),
    outlets: ["otherwise"],
    outletsFrom: "cases[].id",
    output: {},
  }),
  kind("divide", { outlets: ["kept", "dropped"], divides: true, output: { kept: {}, dropped: {} } }),
  kind("many", { inlets: "many" }),
  kind("two", { inlets: ["left", "right"] }),
  kind("each", {
    input: fields({ items: { type: "array", items: {} } }),
    outlets: ["done"],
    holds: { scopes: ["steps"], gives: ["item", "index"] },
  }),
  kind("again", {
    input: fields({ until: { type: "boolean" } }),
    hints: { until: { inside: true } },
    outlets: ["done", "exhausted"],
    holds: { scopes: ["steps"], gives: ["index", "previous"] },
  }),
  kind("side", { outlets: ["done"], holds: { scopes: ["steps", "always"], branches: true } }),
  kind("rest", { holds: { scopes: ["enter", "exit"] }, output: {} }),
  kind("call", {
    input: fields({ workflow: text }),
    hints: { workflow: { widget: "workflow" } },
    output: {},
  }),
]

const triggers: readonly TriggerEntry[] = [
  trigger("manual", { output: { type: "object", additionalProperties: {} } }),
  trigger("change", {
    input: fields({ path: text }, ["path"]),
    output: fields({ filePath: text, event: text }),
  }),
  trigger("tick", {
    input: fields({ cron: text, timezone: text }),
    output: fields({ time: { type: "number" } }),
    hints: { cron: { widget: "cron" }, timezone: { widget: "timezone" } },
  }),
]

/** A small catalogue in which there is one kind for each thing that a kind can be. */
export const testCatalogue: Catalogue = {
  kinds: Object.fromEntries(kinds.map(entry => [entry.kind, entry])),
  triggers: Object.fromEntries(triggers.map(entry => [entry.type, entry])),
}
