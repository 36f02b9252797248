import { readFileSync } from "node:fs"
import { join } from "node:path"
import { icons } from "lucide-react"
import { describe, expect, test } from "vitest"
import { z } from "zod"
import { catalogueOf, docsOf, outputsOf } from "../model/catalogueOf.ts"
import { effectBy } from "../model/effects.ts"
import type { Group, Hint, PowerUse } from "../model/step.ts"
import { triggers } from "../triggers/registry.ts"
import { steps } from "./registry.ts"
import { isAsExampleSays } from "./testing/isAsExampleSays.ts"
import { partOf } from "./testing/live/partOf.ts"
import { runExample } from "./testing/runExample.ts"

const outletName = /^[a-z][a-zA-Z0-9_]{0,63}$/

/** The names of fields, with those of a discriminated or united schema left to the kind. */
function fieldsOf(schema: z.ZodObject): string[] {
  return Object.keys(schema.shape)
}

function mentionedIn(card: string): string[] {
  return [...card.matchAll(/\{\{\s*([A-Za-z_]\w*)/g)].map(([, name]) => name ?? "")
}

function iconName(kebab: string): string {
  return kebab.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

test("every kind and every trigger type stands once", () => {
  const kinds = steps.map(({ kind }) => kind)
  expect(new Set(kinds).size).toBe(kinds.length)
  expect(kinds.length).toBeGreaterThan(45)
  const types = triggers.map(({ type }) => type)
  expect(new Set(types).size).toBe(types.length)
})

test("the catalogue is plain JSON that knows every kind and every trigger, without references to resolve", () => {
  const catalogue = catalogueOf(steps, triggers)
  expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue)
  expect(Object.keys(catalogue.kinds)).toEqual(steps.map(({ kind }) => kind))
  expect(Object.keys(catalogue.triggers)).toEqual(triggers.map(({ type }) => type))
  expect(JSON.stringify(catalogue)).not.toContain('"$ref"')
  expect(JSON.stringify(catalogue)).not.toContain('"$schema"')
  const read = catalogue.kinds["file.read"]
  expect(read?.input).toMatchObject({ type: "object", required: ["path"], additionalProperties: false })
  expect(read?.input.properties).toMatchObject({
    as: { default: "text", enum: ["text", "json", "lines", "base64"] },
  })
  const docs = docsOf(steps, triggers)
  expect(JSON.parse(JSON.stringify(docs))).toEqual(docs)
  expect(Object.keys(docs.kinds)).toEqual(Object.keys(catalogue.kinds))
})

test("the examples of every group's kinds are run for real", () => {
  const folder = join(import.meta.dirname, "testing/live")
  const part = (group: Group) => readFileSync(join(folder, `${partOf[group]}.test.ts`), "utf8")
  for (const { group } of steps) expect(part(group)).toContain(`liveExamples("${partOf[group]}")`)
})

describe.each(steps.map(step => [step.kind, step] as const))("%s", (_, step) => {
  test("says its data part in full", () => {
    expect(step.kind).toMatch(/^[a-z]+(\.[a-z]+)?$/)
    expect(step.title).toMatch(/^[A-Z]/)
    expect(step.summary.length).toBeGreaterThan(10)
    expect(step.summary).not.toMatch(/\.$/)
    expect(step.docs.trim().length).toBeGreaterThan(80)
    expect(step.examples.length).toBeGreaterThanOrEqual(2)
    expect(Object.keys(icons)).toContain(iconName(step.icon))
  })

  test("names outlets that a file can name, and explains each", () => {
    expect(step.outlets.length).toBeGreaterThan(0)
    for (const outlet of step.outlets) {
      expect(outlet).toMatch(outletName)
      expect(step.docs, `docs of ${outlet}`).toContain(`**${outlet}**`)
    }
    expect(step.outlets).not.toContain("failure")
    const outputs = Object.keys(outputsOf(step))
    for (const outlet of outputs) expect(step.outlets).toContain(outlet)
    expect(outputs).toContain(step.outlets[0])
  })

  test("hints, card, effect and named outlets speak of fields that exist", () => {
    const fields = fieldsOf(step.input)
    for (const hint of Object.keys(step.hints ?? {})) expect(fields).toContain(hint)
    for (const name of mentionedIn(step.card)) expect(fields).toContain(name)
    if (step.outletsFrom !== undefined) expect(fields).toContain(step.outletsFrom.split("[].")[0])
    const { effect } = step
    if (typeof effect === "string") return
    expect(fields).toContain(effect.by)
    const schema = z.toJSONSchema(step.input, { io: "input" }).properties?.[effect.by]
    // Of a list each entry has a say.
    const inner = typeof schema === "object" && typeof schema.items === "object" ? schema.items : schema
    const one = Array.isArray(inner) ? inner[0] : inner
    const values = typeof one === "object" ? (one.enum ?? [true, false]) : []
    expect(Object.keys(effect.table).sort()).toEqual(values.map(String).sort())
    for (const value of values)
      expect(effectBy(effect, { [effect.by]: value })).toBe(effect.table[String(value)])
  })

  test("every parameter says what it is", () => {
    const { properties = {} } = z.toJSONSchema(step.input, { io: "input" })
    for (const [field, schema] of Object.entries(properties)) {
      expect(typeof schema === "object" && schema.description, field).toBeTruthy()
    }
  })

  test("hands on what its port says is wrong", async () => {
    for (const example of step.control ? [] : step.examples) {
      const { ports } = await runExample(step, example)
      const answers = ["git", "crypto", ...Object.keys(example.answers ?? {})]
      const asked = ports.asked.map(each => each.port).filter(port => answers.includes(port))
      for (const port of new Set(asked)) {
        const { outcome } = await runExample(step, {
          ...example,
          answers: { ...example.answers, [port]: [{ problem: "port_failed" }] },
        })
        expect(outcome).toMatchObject({ type: "failed", problem: { code: "port_failed" } })
      }
    }
  })

  test("says which powers it uses", () => {
    const powers = (step.powers ?? []) as readonly PowerUse[]
    const used = powers.map(({ power }) => power)
    const needs: readonly string[] = step.needs
    for (const power of ["http", "shell", "ai", "files"])
      if (needs.includes(power)) expect(used).toContain(power)
    if (needs.includes("git")) expect(used).toContain("files")
    for (const { of } of powers) if (of !== undefined) expect(fieldsOf(step.input)).toContain(of)
    const hints = Object.entries((step.hints ?? {}) as { readonly [field: string]: Hint })
    const secrets = hints.filter(([, { widget }]) => widget === "secret").map(([field]) => field)
    expect(powers.filter(({ power }) => power === "secret").map(({ of }) => of)).toEqual(secrets)
  })

  test("refuses parameters that it does not know", () => {
    const parameters = step.examples.find(example => !JSON.stringify(example.with).includes("{{"))?.with ?? {}
    expect(step.input.safeParse(parameters).success).toBe(true)
    expect(step.input.safeParse({ ...parameters, no_such_parameter: 1 }).success).toBe(false)
  })

  // What steers other steps runs only in an engine: its examples are run where the engine is.
  const examples = step.control ? [] : step.examples
  test.each(examples.map(example => [example.title, example] as const))(
    "example: %s",
    async (_title, example) => {
      const { outcome, ports } = await runExample(step, example)
      isAsExampleSays(step, example, outcome)
      for (const [table, wanted] of Object.entries(example.tablesAfter ?? {})) {
        const rows = await ports.tables.rows(table)
        expect(rows.ok && rows.value.map(({ value }) => value)).toEqual(wanted)
      }
      if (example.filesAfter) expect(ports.files.all()).toEqual(example.filesAfter)
      expect(ports.unused(), "answers that nobody asked for").toBe(0)
    },
  )
})
