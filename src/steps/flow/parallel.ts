import { z } from "zod"
import { defineStep } from "../../model/step.ts"
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
  output: z.array(z.json()),
  outlets: ["done"],
  effect: "pure",
  needs: [],
  holds: { scopes: ["steps", "always"], branches: true },
  card: "",
  docs: `Every step inside that no wire leads to begins a branch. The branches run side by side; when all have ended
the step leaves by \`done\` with a list: the value of each branch, in file order. One that fails and is not handled
ends the others, and the step leaves by \`failure\`.`,
  examples: [
    { title: "Three requests at once", with: {} },
    { title: "Two reviewers, one result", with: {} },
  ],
  control: groupControl,
})
