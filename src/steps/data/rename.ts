import { z } from "zod"
import { isMap, type Json } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { dataProblem, wordFor } from "./dataProblems.ts"
import { inPortions, itemsField, itemsOf, listOutput } from "./items.ts"

/** Renames fields of all items. */
export const dataRename = defineStep({
  kind: "data.rename",
  version: 1,
  title: "Rename fields",
  summary: "Renames fields of all items of a list",
  icon: "text-cursor-input",
  group: "data",
  input: z.strictObject({
    items: itemsField,
    names: z
      .record(z.string().max(500), z.string().min(1).max(500))
      .meta({ description: "The old names, each with its new one" }),
  }),
  output: listOutput,
  hints: { items: { widget: "expression", placeholder: "{{ incoming }}" }, names: { widget: "keyvalue" } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  follows: "items",
  card: "{{ names }}",
  docs: `
Gives fields of all items other names. They stay where they were in the order of fields; a field that is missing is
passed over, and two names can be swapped.

- **success**: the list with the new names.

Fails if an item is no map. Where two fields come to the same name, the later one stays.
`,
  examples: [
    {
      title: "Plain names",
      with: { items: [{ "First Name": "Ada", age: 36 }], names: { "First Name": "name" } },
      outlets: { success: [{ name: "Ada", age: 36 }] },
    },
    {
      title: "Swapped",
      with: { items: [{ a: 1, b: 2 }], names: { a: "b", b: "a" } },
      outlets: { success: [{ b: 1, a: 2 }] },
    },
  ],
  run: ({ items, names }, context) => {
    const list = itemsOf(items, context.incoming)
    if (!list.ok) return failed(list.error)
    const newNames = new Map(Object.entries(names))
    const result: Json[] = []
    let misfit = -1
    const stopped = inPortions(list.value.length, context, index => {
      const item = list.value[index] ?? null
      if (!isMap(item)) {
        misfit = misfit < 0 ? index : misfit
        return
      }
      result.push(
        Object.fromEntries(Object.entries(item).map(([name, value]) => [newNames.get(name) ?? name, value])),
      )
    })
    if (stopped) return failed(stopped)
    if (misfit >= 0) {
      return failed(dataProblem("data_not_map", { index: misfit, what: wordFor(list.value[misfit]) }))
    }
    return {
      type: "done",
      outlets: { success: result },
      origins: { success: result.map((_, index) => [index]) },
    }
  },
})
