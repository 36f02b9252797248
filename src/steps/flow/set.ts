import { z } from "zod"
import { defineStep } from "../../model/step.ts"
import { anyJson, anyMap, plainId } from "../anyJson.ts"

/** Writes variables of the run. */
export const set = defineStep({
  kind: "set",
  version: 1,
  title: "Set variables",
  summary: "Writes values that later steps read as vars",
  icon: "variable",
  group: "flow",
  input: z.strictObject({
    values: z.record(plainId, anyJson).meta({ description: "The variables and their new values" }),
  }),
  output: anyMap,
  hints: { values: { widget: "keyvalue" } },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  follows: "values",
  card: "{{ values }}",
  docs: `
Writes variables of this run. Any step after it reads them as \`vars.name\`. A variable that the workflow does not
declare is made. Variables live as long as the run; all values of one step are written together.

- **success**: the values that were written.
`,
  examples: [
    { title: "Count up", with: { values: { reviewed: 3 } }, outlets: { success: { reviewed: 3 } } },
    {
      title: "Several at once, of any type",
      with: { values: { status: "open", tags: ["a", "b"], limit: null } },
      outlets: { success: { status: "open", tags: ["a", "b"], limit: null } },
    },
  ],
  run: ({ values }) => ({ type: "done", outlets: { success: values }, variables: values }),
})
