import { z } from "zod"
import type { JsonMap } from "../../lib/json.ts"
import { defineStep } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

/** Starts another workflow, and waits for what it comes to. */
export const runWorkflow = defineStep({
  kind: "workflow.run",
  version: 1,
  title: "Run a workflow",
  summary: "Starts another workflow and waits for its output",
  icon: "workflow",
  group: "flow",
  input: z.strictObject({
    workflow: z.string().min(1).meta({ description: "The id of the workflow" }),
    inputs: z.record(z.string(), anyJson).default({}).meta({ description: "What it is given" }),
    wait: z.boolean().default(true).meta({ description: "Whether to wait for its output" }),
  }),
  output: anyJson,
  hints: {
    workflow: { label: "Workflow", widget: "workflow" },
    inputs: { label: "Inputs", widget: "keyvalue" },
    wait: { label: "Wait for it" },
  },
  outlets: ["success", "timeout"],
  effect: "write",
  needs: [],
  card: "{{ workflow }}",
  docs: `
Starts another workflow of yours with these inputs. Its failure is this step's failure.

- **success**: its output; with \`wait: false\`, at once, the id of the run that it started.
- **timeout**: it had not ended within the step's *timeout*.
`,
  examples: [
    {
      title: "And wait for its output",
      with: { workflow: "code-review", inputs: { path: "src/main.ts" } },
      waits: "run",
      comes: { value: { findings: 2 } },
      outlets: { success: { findings: 2 } },
    },
    { title: "And go on at once", with: { workflow: "send-digest", wait: false }, waits: "run" },
  ],
  run: ({ workflow, inputs, wait }) => ({
    type: "waiting",
    wait: { for: "run", workflow, inputs: inputs as JsonMap, ...(wait ? {} : { detached: true as const }) },
  }),
})
