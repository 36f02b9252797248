import { z } from "zod"
import type { Json } from "../../lib/json.ts"

/*
 * The part of JSON Schema that plugins describe their values with. There are no patterns in it, for a pattern from a
 * stranger may search for ever, and no references, for they may lead in circles.
 *
 *     { type: "object", properties: { place: { type: "string", description: "A town" } }, required: ["place"] }
 */

/** A schema as a plugin writes it. */
export interface PlainSchema {
  readonly type?: "string" | "integer" | "number" | "boolean" | "array" | "object" | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly default?: Json | undefined
  readonly enum?: readonly (string | number | boolean | null)[] | undefined
  readonly minLength?: number | undefined
  readonly maxLength?: number | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly minItems?: number | undefined
  readonly maxItems?: number | undefined
  readonly items?: PlainSchema | undefined
  readonly properties?: { readonly [field: string]: PlainSchema } | undefined
  readonly required?: readonly string[] | undefined
  readonly additionalProperties?: boolean | PlainSchema | undefined
}

const fieldPattern = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/

/** The name of a field: none that JavaScript's objects inherit. */
export const fieldName = z
  .string()
  .regex(fieldPattern, "a name has letters, digits and _, and begins with a letter")
  .refine(name => !(name in Object.prototype), "that name is taken by JavaScript")

const words = z.string().max(2_000)
const count = z.int().min(0)

/** The schema of such a schema. */
export const plainSchema: z.ZodType<PlainSchema> = z.lazy(() =>
  z.strictObject({
    type: z.enum(["string", "integer", "number", "boolean", "array", "object"]).optional(),
    title: words.optional(),
    description: words.optional(),
    default: (z.json() as z.ZodType<Json>).optional(),
    enum: z
      .array(z.union([words, z.number(), z.boolean(), z.null()]))
      .min(1)
      .max(500)
      .optional(),
    minLength: count.optional(),
    maxLength: count.optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: count.optional(),
    maxItems: count.optional(),
    items: plainSchema.optional(),
    properties: z.record(fieldName, plainSchema).optional(),
    required: z.array(fieldName).max(200).optional(),
    additionalProperties: z.union([z.boolean(), plainSchema]).optional(),
  }),
)

/** The schema of a map whose fields are known: what an action or a trigger takes. */
export const plainFields = plainSchema.refine(
  ({ type, additionalProperties }) => type === "object" && additionalProperties === undefined,
  "it has to be an object with its properties, and no others",
)

/** Reads values by such a schema. */
export function readerOf(schema: PlainSchema): z.ZodType<Json, Json> {
  const { description, title, default: usual } = schema
  const said = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  }
  const bare = bareReader(schema)
  const full = usual === undefined ? bare : bare.default(usual as never)
  return (Object.keys(said).length === 0 ? full : full.meta(said)) as z.ZodType<Json, Json>
}

/** Reads maps by such a schema, and no field that it does not name. */
export function fieldsReaderOf({ properties = {}, required = [] }: PlainSchema): z.ZodObject {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const field = readerOf(schema)
    return [name, required.includes(name) || schema.default !== undefined ? field : field.optional()]
  })
  return z.strictObject(Object.fromEntries(fields))
}

function bareReader(schema: PlainSchema): z.ZodType {
  if (schema.enum !== undefined) return z.literal(schema.enum as readonly [string, ...string[]])
  switch (schema.type) {
    case "string":
      return bounded(z.string(), schema.minLength, schema.maxLength)
    case "integer":
      return within(z.int(), schema)
    case "number":
      return within(z.number(), schema)
    case "boolean":
      return z.boolean()
    case "array":
      return bounded(
        z.array(schema.items === undefined ? anything : readerOf(schema.items)),
        schema.minItems,
        schema.maxItems,
      )
    case "object":
      return mapReader(schema)
    default:
      return anything
  }
}

const anything = z.json()

function mapReader(schema: PlainSchema): z.ZodType {
  const { additionalProperties: more, properties } = schema
  if (properties === undefined && more !== false)
    return z.record(z.string(), typeof more === "object" ? readerOf(more) : anything)
  const fields = fieldsReaderOf(schema)
  if (more === undefined || more === false) return fields
  return fields.catchall(more === true ? anything : readerOf(more))
}

function bounded<T extends z.ZodString | z.ZodArray>(of: T, least?: number, most?: number): T {
  const from = least === undefined ? of : (of.min(least) as T)
  return most === undefined ? from : (from.max(most) as T)
}

function within(of: z.ZodNumber, { minimum, maximum }: PlainSchema): z.ZodNumber {
  const from = minimum === undefined ? of : of.min(minimum)
  return maximum === undefined ? from : from.max(maximum)
}
