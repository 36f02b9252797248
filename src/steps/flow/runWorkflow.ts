import { z } from "zod"
import type { JsonMap } from "../../lib/json.ts"
import { defineStep } from "../../model/step.ts"

/** Starts another workflow, and waits for what it comes to. */
export const runWorkflow = defineStep({
  kind: "workflow.run",
  version: 1,
  title: "Run a workflow",
  summary: "Starts another workflow and waits for its output",
  icon: "workflow",
  group: "flow",
  input: z.strictObject({
    workflow: z.string(),
    inputs: z.record(z.string(), z.json()).default({}),
    wait: z.boolean().default(true),
  }),
  output: z.json(),
  hints: {
    workflow: { label: "Workflow", widget: "workflow" },
    inputs: { label: "Inputs", widget: "keyvalue" },
    wait: { label: "Wait for it" },
  },
  outlets: ["success", "timeout"],
  effect: "write",
  needs: [],
  card: "{{ workflow }}",
  docs: `Starts another workflow of yours with these inputs. Its output is this step's value, its failure this step's
failure. With \`wait: false\` the step goes on at once, with the id of the run that it started.`,
  examples: [
    { title: "And wait for its output", with: { workflow: "code-review", inputs: { path: "src/main.ts" } } },
    { title: "And go on at once", with: { workflow: "send-digest", wait: false } },
  ],
  run: ({ workflow, inputs, wait }) => ({
    type: "waiting",
    wait: { for: "run", workflow, inputs: inputs as JsonMap, ...(wait ? {} : { detached: true as const }) },
  }),
})
