import { z } from "zod"
import { sameJson } from "../../lib/json.ts"
import { defineStep, done } from "../../model/step.ts"
import { anyJson, plainId } from "../anyJson.ts"

const matched = z.strictObject({ value: anyJson, matched: z.array(z.string()) })

/** Goes one of several ways. */
export const switchStep = defineStep({
  kind: "switch",
  version: 1,
  title: "Switch",
  summary: "Goes one of several ways, by value or by condition",
  icon: "signpost",
  group: "flow",
  input: z.strictObject({
    value: anyJson.optional().meta({ description: "What the cases are compared with" }),
    cases: z
      .array(
        z.strictObject({
          id: plainId.meta({ description: "The outlet's name" }),
          when: anyJson.meta({
            description: "The value that is meant; without a value above, true or false",
          }),
        }),
      )
      .min(1)
      .max(100)
      .meta({ description: "The ways, tried from top to bottom" }),
    take: z.enum(["first", "all"]).default("first").meta({ description: "The first that matches, or all" }),
  }),
  output: { otherwise: matched },
  hints: { take: { advanced: true } },
  outlets: ["otherwise"],
  outletsFrom: "cases[].id",
  effect: "pure",
  needs: [],
  card: "{{ value }}",
  docs: `
Tries its cases from top to bottom and leaves by the outlet named after the one that matches.

With a *value*, a case matches if its *when* equals it: same type, same content. Without one, a case matches if its
*when* is \`true\`. *All* leaves by every case that matches instead of the first.

- **each case's id**: that case matched.
- **otherwise**: none did.
`,
  examples: [
    {
      title: "By value",
      with: {
        value: "high",
        cases: [
          { id: "stop", when: "high" },
          { id: "go", when: "low" },
        ],
      },
      outlets: { stop: { value: "high", matched: ["stop"] } },
    },
    {
      title: "By condition, all that hold",
      with: {
        take: "all",
        cases: [
          { id: "large", when: true },
          { id: "urgent", when: true },
          { id: "late", when: false },
        ],
      },
      outlets: {
        large: { value: null, matched: ["large", "urgent"] },
        urgent: { value: null, matched: ["large", "urgent"] },
      },
    },
    {
      title: "None",
      with: { value: 3, cases: [{ id: "text_three", when: "3" }] },
      outlets: { otherwise: { value: 3, matched: [] } },
    },
  ],
  run: ({ value, cases, take }) => {
    const matching = cases.filter(({ when }) => (value === undefined ? when === true : sameJson(when, value)))
    const taken = take === "all" ? matching : matching.slice(0, 1)
    const ids = [...new Set(taken.map(({ id }) => id))]
    const result = { value: value ?? null, matched: ids }
    if (ids.length === 0) return done(result, "otherwise")
    return { type: "done", outlets: Object.fromEntries(ids.map(id => [id, result])) }
  },
})
