import { z } from "zod"
import type { JsonMap } from "../../lib/json.ts"
import { defineStep } from "../../model/step.ts"
import { anyJson, anyMap, plainId } from "../anyJson.ts"

const field = z.strictObject({
  type: z.enum(["string", "integer", "number", "boolean", "array", "object", "any", "file"]).optional(),
  title: z.string().max(200).optional(),
  description: z.string().optional(),
  required: z.boolean().optional(),
  default: anyJson.optional(),
  enum: z.array(anyJson).optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  multiline: z.boolean().optional(),
})

/** Asks a person to fill in a form. */
export const form = defineStep({
  kind: "form",
  version: 1,
  title: "Ask with a form",
  summary: "Waits until a person has filled in a form",
  icon: "clipboard-list",
  group: "people",
  input: z.strictObject({
    title: z.string().min(1).max(200).meta({ description: "What the form is about, in one line" }),
    text: z.string().default("").meta({ description: "What to know before filling it in (Markdown)" }),
    fields: z
      .record(plainId, field)
      .meta({ description: "The fields, written as a workflow's inputs are written" }),
    submit: z.string().min(1).max(60).default("Send").meta({ description: "What the button says" }),
  }),
  output: { success: anyMap, timeout: z.strictObject({}) },
  hints: { text: { widget: "multiline" }, submit: { advanced: true } },
  outlets: ["success", "timeout"],
  effect: "pure",
  needs: [],
  card: "{{ title }}",
  docs: `
Shows a form in the run and in the inbox, and rests until somebody sends it; a restart loses nothing. Fields are
written as the inputs of a workflow are, and checked before the form can be sent.

- **success**: what was filled in, by field.
- **timeout**: nobody sent it within the step's *timeout*. Without one it waits for ever.
`,
  examples: [
    {
      title: "Two fields",
      with: {
        title: "New customer",
        fields: {
          name: { type: "string", required: true },
          seats: { type: "integer", default: 5, minimum: 1 },
        },
      },
      waits: "person",
      comes: { value: { name: "Ada", seats: 5 } },
      outlets: { success: { name: "Ada", seats: 5 } },
    },
    {
      title: "A choice",
      with: { title: "How did it go?", fields: { mark: { enum: ["good", "bad"] } }, submit: "Rate" },
      waits: "person",
      comes: { value: { mark: "good" } },
      outlets: { success: { mark: "good" } },
    },
  ],
  run: ({ title, text, fields, submit }) => ({
    type: "waiting",
    wait: { for: "person", ask: { type: "form", title, text, submit, fields: fields as JsonMap } },
  }),
})
