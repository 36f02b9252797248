import fc from "fast-check"
import { expect, test } from "vitest"
import { sayDuration } from "./durationWords.ts"
import { formOf, rowsOf, rowTypes } from "./schemaRows.ts"
import { setOf, toolNameOf, toolToggled, toolWithSet } from "./toolEntries.ts"

test("a form becomes rows and the rows the same form", () => {
  const form = {
    severity: "low | high",
    line: "integer?",
    note: "string",
    "tags?": ["string"],
    isSure: "boolean",
    score: "number",
  }
  expect(rowsOf(form)?.map(({ type }) => type)).toEqual([
    ...["choice", "integer", "string", "texts", "boolean", "number"],
  ])
  const rows = rowsOf(form)
  expect(rows && formOf(rows)).toEqual(form)
})

test("whatever rows say is read as the same rows", () => {
  const row = fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    type: fc.constantFrom(...rowTypes.map(({ id }) => id)),
    isOptional: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: ({ name }) => name, maxLength: 6 }), some => {
      const rows = some.map(one => ({ ...one, choices: one.type === "choice" ? "a | b" : "" }))
      expect(rowsOf(formOf(rows))).toEqual(rows)
    }),
  )
})

test("a form that says more than rows can is no rows", () => {
  for (const form of [
    "{{ inputs.form }}",
    { type: "object", properties: {} },
    { findings: [{ line: "integer" }] },
    { inner: { a: "string" } },
    { a: "any" },
    ["string"],
  ])
    expect(rowsOf(form)).toBeNull()
})

test("a duration is said in words", () => {
  expect(["2h30m", "1d", "250ms", "soon", ""].map(sayDuration)).toEqual([
    ...["2 hours 30 minutes", "1 day", "250 milliseconds", null, null],
  ])
})

test("tools are ticked and taken back; what is set beforehand stays with its tool until it is nothing", () => {
  const read = { of: "kind", id: "file.read" } as const
  const review = { of: "workflow", id: "review" } as const
  const two = toolToggled(toolToggled([], read), review)
  expect(two).toEqual(["file.read", { workflow: "review" }])
  expect(two.map(toolNameOf)).toEqual([read, review])
  const set = toolWithSet("file.read", { path: "a.md" })
  expect(set).toEqual({ kind: "file.read", with: { path: "a.md" } })
  expect(setOf(set)).toEqual({ path: "a.md" })
  for (const nothing of [undefined, {}]) expect(toolWithSet(set, nothing)).toBe("file.read")
  expect(toolWithSet({ kind: "file.read", name: "look", with: { path: "a" } }, {})).toEqual({
    kind: "file.read",
    name: "look",
  })
  // Whatever is said of it, its tick takes it away, and what names nothing stays for the text to mend.
  expect(toolToggled([set, 7, { workflow: "review" }], read)).toEqual([7, { workflow: "review" }])
  expect([7, {}, { kind: 1 }].map(toolNameOf)).toEqual([null, null, null])
})
