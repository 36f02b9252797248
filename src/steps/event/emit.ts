import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

/** Emits a named event. */
export const eventEmit = defineStep({
  kind: "event.emit",
  version: 1,
  title: "Emit an event",
  summary: "Tells triggers and waiting steps that something happened",
  icon: "radio",
  group: "connect",
  input: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: "bad_event_name" })
      .meta({ description: "The event's name: letters, digits, dots, dashes" }),
    value: anyJson.optional().meta({ description: "What comes with it" }),
  }),
  output: z.strictObject({ name: z.string() }),
  hints: { name: { placeholder: "report.ready" }, value: { widget: "expression" } },
  outlets: ["success"],
  effect: "write",
  needs: ["events"],
  card: "{{ name }}",
  docs: `
Emits an event by name. Workflows with an *event* trigger of that name start, and steps that wait for it go on; none
of them is waited for. A repeat after a crash is known by its key and is not heard twice.

- **success**: the name.
`,
  examples: [
    {
      title: "With a value",
      with: { name: "report.ready", value: { path: "out/report.md" } },
      answers: { events: [null] },
      outlets: { success: { name: "report.ready" } },
    },
    {
      title: "Just the news",
      with: { name: "deployed" },
      answers: { events: [null] },
      outlets: { success: { name: "deployed" } },
    },
  ],
  run: async ({ name, value }, { ports }) => {
    const emitted = await ports.events.emit(name, value ?? null)
    return emitted.ok ? done({ name }) : failed(emitted.error)
  },
})
