import { z } from "zod"
import { defineTrigger } from "../model/trigger.ts"
import { mapOf, signalJson, textAt } from "./triggerJson.ts"

const became = z.enum(["completed", "failed", "cancelled", "waiting"])

/** Started by what became of other runs. */
export const activity = defineTrigger({
  type: "activity",
  title: "When a run ends",
  summary: "Starts when a run of another workflow completes, fails or waits for somebody",
  icon: "activity",
  input: z.strictObject({
    became: z
      .array(became)
      .min(1)
      .default(["failed"])
      .meta({ description: "What must have become of the run" }),
    workflows: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: "Only runs of these workflows; of all if left out" }),
  }),
  output: z.strictObject({
    became,
    workflow: z.string(),
    run: z.string(),
    error: signalJson,
    output: signalJson,
  }),
  hints: { workflows: { widget: "workflow" } },
  card: "A run {{ became }}",
  docs: `
Starts when a run of another workflow has completed, failed, been cancelled, or begun to wait for somebody: for an
answer, for a power, or for a word about what may or may not have happened. Runs in the sandbox and replays are no news.

The run sees \`trigger.became\`, \`trigger.workflow\`, \`trigger.run\`, and its \`error\` or \`output\`.
`,
  hears: (input, { source, name, value }) => {
    const what = became.safeParse(name)
    if (source !== "runs" || !what.success || !input.became.includes(what.data)) return null
    const about = mapOf(value)
    const workflow = textAt(about, "workflow")
    if (input.workflows && !input.workflows.includes(workflow)) return null
    const { error = null, output = null } = about
    return { became: what.data, workflow, run: textAt(about, "run"), error, output }
  },
})
