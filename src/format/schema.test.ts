import { expect, test } from "vitest"
import { z } from "zod"
import { at, type Json, type JsonMap } from "../lib/json.ts"
import type { Catalogue, KindEntry } from "../model/catalogue.ts"
import { fileSchema } from "./schema.ts"

const input = z.strictObject({
  path: z.string(),
  most: z.int().optional(),
  options: z.strictObject({ deep: z.boolean().optional() }).optional(),
  source: z.string().min(3),
  value: z.json(),
})

const kind: KindEntry = {
  kind: "file.read",
  version: 1,
  title: "Read a file",
  summary: "Reads text from the workspace",
  icon: "file",
  group: "files",
  input: z.toJSONSchema(input) as unknown as JsonMap,
  output: {},
  hints: { source: { raw: true }, path: { help: "Where it stands" } },
  inlets: ["in"],
  outlets: ["success"],
  effect: "read",
  needs: ["files"],
  card: "{{ path }}",
}
const catalogue: Catalogue = { kinds: { "file.read": kind }, triggers: {} }
const schema = fileSchema(catalogue)

/** The case of a kind in the schema of a step. */
function caseOf(name: string): JsonMap {
  const step = Object.values(schema.$defs as JsonMap).find(
    item => at(item, ["properties", "kind"]) !== undefined,
  )
  const found = (at(step, ["allOf"]) as JsonMap[]).find(
    item => at(item, ["if", "properties", "kind", "const"]) === name,
  )
  return at(found, ["then", "properties"]) as JsonMap
}

test("a kind is offered by name, with its title and summary", () => {
  const step = Object.values(schema.$defs as JsonMap).find(
    item => at(item, ["properties", "kind"]) !== undefined,
  )
  expect(at(step, ["properties", "kind", "anyOf"])).toEqual([
    { const: "file.read", title: "Read a file", description: "Reads text from the workspace" },
  ])
})

test("a parameter takes its own type or a template, at every depth, unless it is raw", () => {
  const template = { type: "string", pattern: "\\{\\{" }
  const parameters = (key: string) => at(caseOf("file.read"), ["with", "properties", key])
  expect(parameters("most")).toMatchObject({ anyOf: [{ type: "integer" }, template] })
  expect(parameters("options")).toMatchObject({
    anyOf: [{ properties: { deep: { anyOf: [{ type: "boolean" }, template] } } }, template],
  })
  expect(parameters("source")).toEqual({ type: "string", minLength: 3 })
  expect(parameters("path")).toEqual({ type: "string", description: "Where it stands" })
})

test("next may name the outlets of the kind", () => {
  expect(at(caseOf("file.read"), ["next", "anyOf", 2, "properties"])).toEqual({ success: {}, failure: {} })
})

test("every reference leads somewhere", () => {
  const references: string[] = []
  const look = (value: Json): void => {
    if (typeof value !== "object" || value === null) return
    for (const [key, item] of Object.entries(value)) {
      if (key === "$ref") references.push(String(item))
      else look(item)
    }
  }
  look(schema)
  expect(references.length).toBeGreaterThan(3)
  for (const reference of references)
    expect(at(schema, reference.slice(2).split("/")), reference).toBeDefined()
})
