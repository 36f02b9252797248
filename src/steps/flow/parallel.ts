import { z } from "zod"
import { defineStep } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { groupControl } from "./group.ts"

/** Runs branches side by side and waits for all of them. */
export const parallel = defineStep({
  kind: "parallel",
  version: 1,
  title: "Parallel",
  summary: "Runs branches side by side and waits for all of them",
  icon: "columns-3",
  group: "flow",
  input: z.strictObject({}),
  output: z.array(anyJson),
  outlets: ["done"],
  effect: "pure",
  needs: [],
  holds: { scopes: ["steps", "always"], branches: true },
  card: "",
  docs: `
Every step inside that no wire leads to begins a branch. The branches run side by side.

- **done**: all have ended; a list with the value of each branch, in file order.

One that fails and is not handled ends the others, and the step leaves by \`failure\`.
`,
  examples: [
    {
      title: "Two at once",
      with: {},
      around: {
        steps: [
          { id: "left", kind: "set", with: { values: { left: 1 } } },
          { id: "right", kind: "set", with: { values: { right: 2 } } },
        ],
      },
      outlets: { done: [{ left: 1 }, { right: 2 }] },
    },
    {
      title: "A branch of two steps, and one that fails",
      with: {},
      around: {
        steps: [
          { id: "draft", kind: "set", with: { values: { text: "a" } }, next: "polish" },
          { id: "polish", kind: "set", with: { values: { text: "b" } } },
          { id: "broken", kind: "data.limit", with: { items: "no list" } },
        ],
      },
      problem: "bad_parameters",
    },
  ],
  control: groupControl,
})
