import { z } from "zod"
import { t } from "../language/t.ts"

/*
 * The schema of the file as the lenient reader walks it. zod says whether a whole value fits; to keep what fits
 * and name what does not, `parse.ts` needs the schema's parts: which fields, which choices, how to say them.
 * Shapes are made from the schema once, so the schema stays the only place where the format is described.
 */

/** What a value is, as far as it decides which of several shapes it was meant to have. */
export type ValueType = "text" | "number" | "boolean" | "list" | "map" | "empty" | "other"

/** A part of the file's format. */
export type Shape =
  | Leaf
  | { readonly type: "fields"; readonly fields: () => ReadonlyMap<string, Field>; readonly open: boolean }
  | { readonly type: "list"; readonly item: Shape }
  | { readonly type: "record"; readonly key: z.ZodType; readonly value: Shape }
  | { readonly type: "choice"; readonly options: readonly Shape[] }
  | { readonly type: "json" }

/** A value without parts of its own, as far as problems go. */
export interface Leaf {
  readonly type: "leaf"
  readonly schema: z.ZodType
  readonly takes: ValueType
  readonly say: string
  /** All that it takes, where that is a list. */
  readonly choices?: readonly string[]
}

/** A field of a map with known fields. */
export interface Field {
  readonly shape: Shape
  readonly required: boolean
}

const known = new WeakMap<object, Shape>()

/** The shape of what the schema takes. */
export function shapeOf(schema: unknown): Shape {
  const type = schema as z.ZodType
  const found = known.get(type)
  if (found !== undefined) return found
  const shape = makeShape(type)
  known.set(type, shape)
  return shape
}

function makeShape(schema: z.ZodType): Shape {
  if (schema instanceof z.ZodOptional) return shapeOf(schema.unwrap())
  if (schema instanceof z.ZodLazy) return { type: "json" }
  if (schema instanceof z.ZodArray) return { type: "list", item: shapeOf(schema.element) }
  if (schema instanceof z.ZodRecord) {
    return { type: "record", key: schema.keyType as z.ZodType, value: shapeOf(schema.valueType) }
  }
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.map(shapeOf)
    return { type: "choice", options: options.flatMap(o => (o.type === "choice" ? o.options : [o])) }
  }
  if (schema instanceof z.ZodObject) {
    let fields: ReadonlyMap<string, Field> | undefined
    const read = () => {
      fields ??= new Map(
        Object.entries(schema.shape).map(([key, field]) => [
          key,
          { shape: shapeOf(field), required: !(field instanceof z.ZodOptional) },
        ]),
      )
      return fields
    }
    return { type: "fields", fields: read, open: !(schema.def.catchall instanceof z.ZodNever) }
  }
  return { type: "leaf", schema, ...sayLeaf(schema) }
}

function sayLeaf(schema: z.ZodType): Pick<Leaf, "takes" | "say" | "choices"> {
  const described = schema.description
  const say = (otherwise: string) =>
    described === undefined ? otherwise : described.charAt(0).toLowerCase() + described.slice(1)
  if (schema instanceof z.ZodBoolean) return { takes: "boolean", say: say(t`true or false`) }
  if (schema instanceof z.ZodEnum) {
    const choices = schema.options.map(String)
    return { takes: "text", say: say(t`one of ${choices.join(", ")}`), choices }
  }
  if (schema instanceof z.ZodTuple)
    return { takes: "list", say: say(t`a list of ${schema.def.items.length} numbers`) }
  if (schema instanceof z.ZodNumber) return { takes: "number", say: say(sayNumber(schema)) }
  return { takes: "text", say: say("text") }
}

function sayNumber(schema: z.ZodNumber): string {
  const kind = schema.isInt ? t`a whole number` : t`a number`
  const least = bound(schema.minValue)
  const most = bound(schema.maxValue)
  if (least !== undefined && most !== undefined) return t`${kind} from ${least} to ${most}`
  if (least !== undefined) return t`${kind} of at least ${least}`
  return most === undefined ? kind : t`${kind} of at most ${most}`
}

/** A bound that someone set: every whole number is besides held within what a number can count. */
function bound(value: number | null): number | undefined {
  return value === null || !Number.isFinite(value) || Math.abs(value) === Number.MAX_SAFE_INTEGER
    ? undefined
    : value
}

/** The type of a value that came from outside. */
export function typeOfValue(value: unknown): ValueType {
  if (value === null) return "empty"
  if (typeof value === "string") return "text"
  if (typeof value === "number") return "number"
  if (typeof value === "boolean") return "boolean"
  if (Array.isArray(value)) return "list"
  if (typeof value !== "object") return "other"
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype ? "map" : "other"
}

/** The type of the values that a shape takes. */
export function takes(shape: Shape, type: ValueType): boolean {
  if (shape.type === "json") return type !== "other"
  if (shape.type === "leaf") return shape.takes === type
  if (shape.type === "list") return type === "list"
  if (shape.type === "choice") return shape.options.some(option => takes(option, type))
  return type === "map"
}

/** What the shape takes, in words that end “must be …”. */
export function sayShape(shape: Shape): string {
  switch (shape.type) {
    case "leaf":
      return shape.say
    case "json":
      return t`plain data`
    case "list":
      return t`a list`
    case "record":
      return t`a map`
    case "choice":
      return [...new Set(shape.options.map(sayShape))].join(t`, or `)
    case "fields": {
      const required = [...shape.fields()].filter(([, field]) => field.required).map(([key]) => `“${key}”`)
      return required.length === 0 ? t`a map` : t`a map with ${required.join(" and ")}`
    }
  }
}
