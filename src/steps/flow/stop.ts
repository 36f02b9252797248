import { z } from "zod"
import { defineStep } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { flowProblem } from "./flowProblems.ts"

/** Ends the whole run, with success or with a failure. */
export const stop = defineStep({
  kind: "stop",
  version: 1,
  title: "Stop",
  summary: "Ends the whole run, as completed or as failed",
  icon: "octagon-x",
  group: "flow",
  input: z.strictObject({
    as: z.enum(["completed", "failed"]).default("completed").meta({ description: "How the run ends" }),
    message: z.string().default("The workflow stopped itself.").meta({ description: "Why, where it failed" }),
    output: anyJson.optional().meta({ description: "The output of the run" }),
  }),
  output: anyJson,
  hints: {
    as: { label: "End as" },
    message: { label: "Message", placeholder: "Nothing to do" },
    output: { label: "Output", widget: "expression" },
  },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "{{ as }}",
  docs: `
Ends the run at once. What else runs is cancelled; the steps that the workflow always does at the end still run. As
\`completed\` the run's output is \`output\`, where that is given; as \`failed\` the message says why.

- **success**: never left by, as nothing comes after it.
`,
  examples: [
    { title: "Nothing to do", with: { as: "completed", output: [] }, outlets: {} },
    { title: "Give up", with: { as: "failed", message: "The order was not found." }, outlets: {} },
  ],
  control: {
    begin({ input }) {
      if (input.as === "failed") {
        const message = typeof input.message === "string" ? input.message : ""
        return { end: { status: "failed", problem: flowProblem("stopped", { message }) } }
      }
      return { end: { status: "completed", ...(input.output === undefined ? {} : { output: input.output }) } }
    },
  },
})
