import { z } from "zod"
import { defineTrigger } from "../model/trigger.ts"
import { mapOf, signalJson, textAt } from "./triggerJson.ts"

/** Started by a model that is out of its depth. */
export const aiEscalated = defineTrigger({
  type: "ai_escalated",
  title: "When AI needs help",
  summary: "Starts when a model is unsure, refuses, or has spent its budget",
  icon: "triangle-alert",
  input: z.strictObject({
    reasons: z
      .array(z.enum(["unsure", "judged", "refused", "budget"]))
      .min(1)
      .optional()
      .meta({ description: "Only for these reasons; for all if left out" }),
    workflows: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: "Only from runs of these workflows; of all if left out" }),
  }),
  output: z.strictObject({
    reason: z.string(),
    workflow: z.string(),
    run: z.string(),
    step: z.string(),
    value: signalJson,
  }),
  hints: { workflows: { widget: "workflow" } },
  card: "A model needs help",
  docs: `
Starts when an AI step hands over: it was less sure than it must be (\`unsure\`), failed a judge (\`judged\`), refused
(\`refused\`), or has spent its budget (\`budget\`). Such a step emits the event \`ai.escalated\`.

The run sees \`trigger.reason\`, \`trigger.workflow\`, \`trigger.run\`, \`trigger.step\` and \`trigger.value\`.
`,
  hears: (input, { source, name, value }) => {
    if (source !== "events" || name !== "ai.escalated") return null
    const about = mapOf(value)
    const [reason, workflow] = [textAt(about, "reason"), textAt(about, "workflow")]
    if (input.reasons && !input.reasons.some(one => one === reason)) return null
    if (input.workflows && !input.workflows.includes(workflow)) return null
    const { value: given = null } = about
    return { reason, workflow, run: textAt(about, "run"), step: textAt(about, "step"), value: given }
  },
})
