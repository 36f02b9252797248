import { z } from "zod"
import { defineStep, done } from "../../model/step.ts"

/** Goes one of two ways. */
export const condition = defineStep({
  kind: "condition",
  version: 1,
  title: "Condition",
  summary: "Goes one way if something is so, another if not",
  icon: "split",
  group: "flow",
  input: z.strictObject({
    if: z
      .boolean()
      .nullable()
      .meta({ description: "What decides: true or false. Nothing at all counts as false" }),
  }),
  output: {
    true: z.strictObject({ result: z.literal(true) }),
    false: z.strictObject({ result: z.literal(false) }),
  },
  hints: { if: { label: "If", widget: "expression", placeholder: "{{ steps.check.output.score > 0.8 }}" } },
  outlets: ["true", "false"],
  effect: "pure",
  needs: [],
  card: "{{ if }}",
  docs: `
Decides between two branches.

- **true**: what stands in *If* came out as \`true\`.
- **false**: it came out as \`false\`, or as nothing (a step on a branch that was not taken has no value).

Only \`true\`, \`false\` and nothing are allowed: a text such as \`"false"\` stops the step before it decides, since
guessing what was meant is how automations go wrong. Write the comparison out: \`{{ item.count > 0 }}\`.
`,
  examples: [
    { title: "What is so", with: { if: true }, outlets: { true: { result: true } } },
    { title: "What is not so", with: { if: false }, outlets: { false: { result: false } } },
    { title: "A value that never came", with: { if: null }, outlets: { false: { result: false } } },
  ],
  run: input => (input.if ? done({ result: true }, "true") : done({ result: false }, "false")),
})
