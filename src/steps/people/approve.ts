import { z } from "zod"
import { defineStep } from "../../model/step.ts"
import { anyJson, plainId } from "../anyJson.ts"

const answer = z.strictObject({ decision: z.string(), by: z.string(), note: z.string() })

/** Asks a person to decide. */
export const approve = defineStep({
  kind: "approve",
  version: 1,
  title: "Ask for approval",
  summary: "Waits until a person decides, for days if need be",
  icon: "user-check",
  group: "people",
  input: z.strictObject({
    title: z.string().min(1).max(200).meta({ description: "The question, in one line" }),
    text: z.string().default("").meta({ description: "What to know before deciding (Markdown)" }),
    data: anyJson.optional().meta({ description: "Values to show beside it" }),
    decisions: z
      .array(
        z.strictObject({
          id: plainId.meta({ description: "The outlet's name" }),
          label: z.string().min(1).max(60).meta({ description: "What the button says" }),
        }),
      )
      .min(1)
      .max(12)
      .default([
        { id: "approved", label: "Approve" },
        { id: "rejected", label: "Reject" },
      ])
      .meta({ description: "What can be decided" }),
  }),
  output: { approved: answer, rejected: answer, timeout: z.strictObject({}) },
  hints: {
    text: { widget: "multiline" },
    data: { advanced: true, widget: "expression" },
    decisions: { advanced: true },
  },
  outlets: ["approved", "rejected", "timeout"],
  outletsFrom: "decisions[].id",
  effect: "pure",
  needs: [],
  card: "{{ title }}",
  docs: `
Shows a question in the run and in the inbox, and rests until somebody answers: no time is used, and a restart of
the page or the computer loses nothing.

- **approved**, **rejected**, or the outlet of each decision of your own: what was decided, with a note.
- **timeout**: nobody answered within the step's *timeout*. Without one it waits for ever.
`,
  examples: [
    {
      title: "Yes or no",
      with: { title: "Send the newsletter?" },
      waits: "person",
      comes: { outlet: "approved", value: { decision: "approved", by: "Ada", note: "" } },
      outlets: { approved: { decision: "approved", by: "Ada", note: "" } },
    },
    {
      title: "Decisions of your own",
      with: {
        title: "Where to?",
        text: "The build **passed**.",
        decisions: [
          { id: "staging", label: "To staging" },
          { id: "production", label: "To production" },
        ],
      },
      waits: "person",
      comes: { outlet: "staging", value: { decision: "staging", by: "Ada", note: "Not on a Friday" } },
      outlets: { staging: { decision: "staging", by: "Ada", note: "Not on a Friday" } },
    },
  ],
  run: ({ title, text, data, decisions }) => ({
    type: "waiting",
    wait: {
      for: "person",
      ask: { type: "decision", title, text, decisions, ...(data === undefined ? {} : { data }) },
    },
  }),
})
