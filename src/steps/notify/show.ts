import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"

/** Shows a notification on this computer. */
export const notifyShow = defineStep({
  kind: "notify.show",
  version: 1,
  title: "Show a notification",
  summary: "Shows a notification on this computer",
  icon: "bell",
  group: "connect",
  input: z.strictObject({
    title: z.string().min(1).max(200).meta({ description: "The first line" }),
    text: z.string().max(4000).default("").meta({ description: "The rest" }),
  }),
  output: z.strictObject({ title: z.string() }),
  hints: { text: { widget: "multiline" } },
  outlets: ["success"],
  effect: "write",
  needs: ["notify"],
  card: "{{ title }}",
  docs: `
Shows a notification in the app, and as one of the system's where that was allowed. A repeat after a crash replaces
the first by its key.

- **success**: it was shown in the app at least.
`,
  examples: [
    {
      title: "Done",
      with: { title: "The report is ready", text: "out/report.md" },
      answers: { notify: [null] },
      outlets: { success: { title: "The report is ready" } },
    },
    {
      title: "One line",
      with: { title: "Look at this" },
      answers: { notify: [null] },
      outlets: { success: { title: "Look at this" } },
    },
  ],
  run: async ({ title, text }, { ports }) => {
    const shown = await ports.notify.show({ title, text })
    return shown.ok ? done({ title }) : failed(shown.error)
  },
})
