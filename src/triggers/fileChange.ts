import { z } from "zod"
import { parseGlob } from "../lib/glob.ts"
import { defineTrigger } from "../model/trigger.ts"
import { mapOf, textAt } from "./triggerJson.ts"

const events = z.enum(["create", "change", "delete"])

/** Started by a file. */
export const fileChange = defineTrigger({
  type: "file_change",
  title: "When a file changes",
  summary: "Starts when a file of the workspace is made, changed or deleted",
  icon: "file-clock",
  input: z.strictObject({
    path: z
      .string()
      .min(1)
      .max(1024)
      .refine(text => parseGlob(text).ok, { error: "bad_glob" })
      .meta({ description: "Which files: * within a name, ** across folders, {a,b} for choices" }),
    events: z
      .array(events)
      .min(1)
      .default(["create", "change"])
      .meta({ description: "What must have happened to them" }),
  }),
  output: z.strictObject({ filePath: z.string(), event: events }),
  hints: { path: { placeholder: "src/**/*.{ts,tsx}" } },
  card: "{{ path }}",
  docs: `
Starts when a file that matches the pattern is made, changed or deleted. A page sees changes that the app makes at
once, and those that other programs make while it is open.

The run sees \`trigger.filePath\` and \`trigger.event\`. What a workflow's own runs write does fire it: let it write
where its pattern does not look.
`,
  hearsFiles: true,
  hears: (input, { source, name, value }) => {
    const event = events.safeParse(name)
    if (source !== "files" || !event.success || !input.events.includes(event.data)) return null
    const filePath = textAt(mapOf(value), "path")
    const glob = parseGlob(input.path)
    return glob.ok && glob.value.matches(filePath) ? { filePath, event: event.data } : null
  },
})
