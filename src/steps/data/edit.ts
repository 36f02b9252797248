import { z } from "zod"
import { isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { dataProblem, wordFor } from "./dataProblems.ts"
import { fieldPath, fieldReader, parseFieldPath, pathOf, withField, withoutField } from "./fieldPath.ts"
import { inPortions } from "./items.ts"

const fields = z.array(fieldPath("A field").min(1)).max(500)

/** Sets, removes and keeps fields. */
export const dataEdit = defineStep({
  kind: "data.edit",
  version: 1,
  title: "Edit fields",
  summary: "Sets and removes fields of an item, or of all items of a list",
  icon: "pencil",
  group: "data",
  input: z.strictObject({
    value: anyJson
      .optional()
      .meta({ description: "A map, or a list of maps; what arrives by the wire if left out" }),
    keep: fields.optional().meta({ description: "Only these fields stay; all if left out" }),
    remove: fields.optional().meta({ description: "These fields go" }),
    set: z
      .record(
        z
          .string()
          .min(1)
          .refine(text => parseFieldPath(text).ok, { error: "bad_field_path" }),
        anyJson,
      )
      .optional()
      .meta({ description: "These fields get these values" }),
  }),
  output: anyJson,
  hints: {
    value: { widget: "expression", placeholder: "{{ incoming }}" },
    set: { widget: "keyvalue" },
    keep: { advanced: true },
  },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  follows: "value",
  card: "{{ set }}",
  docs: `
Changes fields of a map, or of each map in a list: first *keep*, then *remove*, then *set*. Fields are named by path,
such as \`customer.address.city\`; maps on the way are made. To give each item a value of its own, run the step once
per item with \`each: "{{ incoming }}"\` and read \`item\` in the values.

- **success**: the map or the list, changed; the original stays what it was.

Fails if an item is no map, or a path runs through something that has no fields.
`,
  examples: [
    {
      title: "One map",
      with: { value: { a: 1, b: 2 }, remove: ["b"], set: { "c.d": 3 } },
      outlets: { success: { a: 1, c: { d: 3 } } },
    },
    {
      title: "All of a list, only some fields",
      with: { keep: ["name"], set: { seen: true } },
      scope: { incoming: [{ name: "x", secret: 1 }, { name: "y" }] },
      outlets: {
        success: [
          { name: "x", seen: true },
          { name: "y", seen: true },
        ],
      },
    },
    { title: "Not a map", with: { value: ["text"], set: { a: 1 } }, problem: "data_not_map" },
  ],
  run: ({ value, keep, remove, set }, context) => {
    const given = value === undefined ? (context.incoming ?? null) : value
    const edit = editorOf(keep, remove ?? [], Object.entries(set ?? {}))
    if (!Array.isArray(given)) {
      const edited = edit(given, 0)
      return edited.ok ? done(edited.value) : failed(edited.error)
    }
    const items: readonly Json[] = given
    const result: Json[] = []
    let problem: Problem | null = null
    const stopped = inPortions(items.length, context, index => {
      const edited = edit(items[index] ?? null, index)
      if (edited.ok) result.push(edited.value)
      else problem ??= edited.error
    })
    if (stopped ?? problem) return failed(stopped ?? problem ?? dataProblem("data_stopped"))
    return {
      type: "done",
      outlets: { success: result },
      origins: { success: result.map((_, index) => [index]) },
    }
  },
})

function editorOf(
  keep: readonly string[] | undefined,
  remove: readonly string[],
  set: readonly (readonly [string, Json])[],
): (item: Json, index: number) => Result<Json, Problem> {
  const kept = keep?.map(field => ({ path: pathOf(field), read: fieldReader(field) }))
  const removed = remove.map(pathOf)
  const assigned = set.map(([field, value]) => ({ field, path: pathOf(field), value }))
  return (item, index) => {
    if (!isMap(item)) return err(dataProblem("data_not_map", { index, what: wordFor(item) }))
    let edited: Json = item
    if (kept) {
      edited = {}
      for (const { path, read } of kept) {
        const value = read(item)
        if (value !== undefined) edited = withField(edited, path.map(String), value) ?? edited
      }
    }
    for (const path of removed) edited = withoutField(edited, path)
    for (const { field, path, value } of assigned) {
      const next = withField(edited, path, value)
      if (next === undefined) return err(dataProblem("data_cannot_set", { index, field }))
      edited = next
    }
    return ok(edited)
  }
}
