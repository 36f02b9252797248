import { z } from "zod"
import type { Json, JsonMap } from "../../lib/json.ts"
import { defineStep } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

/** Runs the steps inside again and again, until a condition holds. */
export const repeat = defineStep({
  kind: "repeat",
  version: 1,
  title: "Repeat",
  summary: "Runs the steps inside again until a condition holds",
  icon: "rotate-cw",
  group: "flow",
  input: z.strictObject({
    until: z.boolean().default(false).meta({ description: "Ends it when it holds" }),
    max: z.int().min(1).max(1_000_000).default(10).meta({ description: "How many times at most" }),
  }),
  output: anyJson,
  hints: {
    until: {
      label: "Until",
      widget: "expression",
      inside: true,
      help: "Looked at after each time, and sees the steps inside.",
    },
    max: { label: "At most", help: "After so many times the step leaves by `exhausted`." },
  },
  outlets: ["done", "exhausted"],
  effect: "pure",
  needs: [],
  holds: { scopes: ["steps"], gives: ["index", "loop"], chained: true },
  card: "until {{ until }}",
  docs: `
Runs the steps inside, and again. They see \`index\`, from 0, and \`loop.previous\`, the output of the time before.

- **done**: \`until\` holds, which is looked at after each time; the output of the last time.
- **exhausted**: it was run \`max\` times without; the output of the last time.
`,
  examples: [
    {
      title: "Until it is large enough",
      with: { until: "{{ steps.double.output.n > 5 }}", max: 5 },
      around: {
        steps: [{ id: "double", kind: "set", with: { values: { n: "{{ (loop.previous?.n ?? 1) * 2 }}" } } }],
      },
      outlets: { done: { n: 8 } },
    },
    {
      title: "Three times",
      with: { max: 3 },
      around: { steps: [{ id: "note", kind: "set", with: { values: { at: "{{ index }}" } } }] },
      outlets: { exhausted: { at: 2 } },
    },
  ],
  control: {
    begin: () => ({ open: [{ scope: "steps", gives: loopOf(0, null) }] }),
    childDone(visit, child) {
      if (child.problem !== undefined) return { fail: child.problem }
      if (child.status !== "completed") return { gone: true }
      if (child.inside.until === true) return { leave: { done: child.output } }
      const index = child.index + 1
      if (typeof visit.input.max === "number" && index >= visit.input.max) {
        return { leave: { exhausted: child.output } }
      }
      return { open: [{ scope: "steps", gives: loopOf(index, child.output) }] }
    },
  },
})

function loopOf(index: number, previous: Json): JsonMap {
  return { index, loop: { index, previous } }
}
