import { z } from "zod"
import { defineStep, done } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

/** Writes a line to the run's log. */
export const log = defineStep({
  kind: "log",
  version: 1,
  title: "Log",
  summary: "Writes a line to the run's log",
  icon: "scroll-text",
  group: "flow",
  input: z.strictObject({
    message: anyJson.meta({ description: "The line; a value that is no text is written as JSON" }),
    level: z.enum(["debug", "info", "warn", "error"]).default("info").meta({ description: "How loud it is" }),
    data: anyJson.optional().meta({ description: "Values to keep with it" }),
  }),
  output: z.strictObject({ message: z.string() }),
  hints: {
    message: { widget: "text" },
    level: { advanced: true },
    data: { advanced: true, widget: "expression" },
  },
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "{{ message }}",
  docs: `
Writes a line to the log of this run, where the run's page shows it beside the step. Nobody is told: to tell
someone, use a *Notify* step.

- **success**: the line.
`,
  examples: [
    {
      title: "A line",
      with: { message: "Nothing to do" },
      outlets: { success: { message: "Nothing to do" } },
    },
    {
      title: "Whatever came",
      with: { message: { open: 3 } },
      outlets: { success: { message: '{"open":3}' } },
    },
    {
      title: "A warning with data",
      with: { message: "Slow answer", level: "warn", data: { ms: 5200 } },
      outlets: { success: { message: "Slow answer" } },
    },
  ],
  run: ({ message, level, data }, context) => {
    const line = typeof message === "string" ? message : JSON.stringify(message)
    context.log(level, line, data)
    return done({ message: line })
  },
})
