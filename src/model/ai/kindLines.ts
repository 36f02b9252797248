import { isList, isMap, type Json, type JsonMap } from "../../lib/json.ts"
import type { Catalogue } from "../catalogue.ts"

/*
 * The kinds and triggers as a model reads them: one line each, short enough that all of them fit into a question.
 *
 *     - file.read(path: string, as?: text|json|lines|base64) -> success: Reads a file
 *     - trigger schedule(cron: string, timezone?: string): Starts at set times
 */

/** The first words of every question of the builder's helper. */
export const helperOpening = "You write workflows for Rivulet"

/** One parameter, as a line tells it. */
export interface FieldLine {
  readonly name: string
  readonly isOptional: boolean
  /** A type, or choices with `|` between them. */
  readonly type: string
}

/** A kind or a trigger type, as a line tells it. */
export interface KindLine {
  readonly is: "step" | "trigger"
  readonly name: string
  readonly fields: readonly FieldLine[]
  readonly outlets: readonly string[]
  readonly summary: string
}

/** All kinds and trigger types, a line each. */
export function kindLines({ kinds, triggers }: Catalogue): string[] {
  return [
    ...Object.values(kinds).map(
      ({ kind, input, outlets, title, summary }) =>
        `- ${kind}(${fieldsOf(input)}) -> ${outlets.join(", ")}: ${title}. ${summary}`,
    ),
    ...Object.values(triggers).map(
      ({ type, input, title, summary }) => `- trigger ${type}(${fieldsOf(input)}): ${title}. ${summary}`,
    ),
  ]
}

/** The line read back; null where it is none. */
export function parseKindLine(line: string): KindLine | null {
  const found = /^- (trigger )?([a-z_]+(?:\.[a-z]+)?)\(([^)]*)\)(?: -> ([^:]*))?: (.*)$/i.exec(line)
  if (found === null) return null
  const [, trigger, name = "", fields = "", outlets = "", summary = ""] = found
  return {
    is: trigger === undefined ? "step" : "trigger",
    name,
    summary,
    outlets: outlets.split(", ").filter(outlet => outlet !== ""),
    fields: fields.split(", ").flatMap(field => {
      const [, own = "", optional, type = ""] = /^(\w+)(\?)?: (.+)$/.exec(field) ?? []
      return own === "" ? [] : [{ name: own, isOptional: optional !== undefined, type }]
    }),
  }
}

function fieldsOf(input: JsonMap): string {
  const properties = isMap(input.properties) ? input.properties : {}
  const required = isList(input.required) ? input.required : []
  return Object.entries(properties)
    .map(([name, schema]) => {
      const isNeeded = required.includes(name) && !(isMap(schema) && schema.default !== undefined)
      return `${name}${isNeeded ? "" : "?"}: ${typeOf(schema)}`
    })
    .join(", ")
}

function typeOf(schema: Json): string {
  if (!isMap(schema)) return "any"
  if (isList(schema.enum)) return schema.enum.map(String).join("|")
  if (isList(schema.anyOf)) return [...new Set(schema.anyOf.map(typeOf))].join("|")
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`
  if (schema.type === "object") return "map"
  return typeof schema.type === "string" ? schema.type : "any"
}
