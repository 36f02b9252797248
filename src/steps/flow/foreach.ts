import { z } from "zod"
import { isList, isMap, type Json, type JsonMap } from "../../lib/json.ts"
import type { ChildEnd, Steer, Steered } from "../../model/control.ts"
import { defineStep } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

/** Runs the steps inside once for each item of a list. */
export const foreach = defineStep({
  kind: "foreach",
  version: 1,
  title: "For each",
  summary: "Runs the steps inside once for each item of a list",
  icon: "repeat-2",
  group: "flow",
  input: z.strictObject({
    items: z.array(anyJson).meta({ description: "The list" }),
    concurrency: z
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .meta({ description: "How many items are worked on side by side" }),
    onItemError: z
      .enum(["stop", "continue", "drop"])
      .default("stop")
      .meta({ description: "What to do when an item fails" }),
  }),
  output: z.array(anyJson),
  hints: {
    items: { label: "Items", widget: "expression", placeholder: "{{ incoming }}" },
    concurrency: { label: "At the same time", help: "How many items are worked on side by side." },
    onItemError: { label: "When an item fails" },
  },
  outlets: ["done"],
  effect: "pure",
  needs: [],
  holds: { scopes: ["steps"], gives: ["item", "index"] },
  card: "{{ items }}",
  docs: `
Runs the steps inside once for each item. They see it as \`item\`, and its place, from 0, as \`index\`.

- **done**: a list with the output of each time, in the order of the items.

When an item fails, \`stop\` ends the step with that failure, \`continue\` leaves \`{ error }\` in the item's place,
\`drop\` leaves it out. No items at all give an empty list.
`,
  examples: [
    {
      title: "One after the other",
      with: { items: ["a.md", "b.md"] },
      around: {
        steps: [{ id: "note", kind: "set", with: { values: { file: '{{ index + " " + item }}' } } }],
      },
      outlets: { done: [{ file: "0 a.md" }, { file: "1 b.md" }] },
    },
    {
      title: "Four at a time, whatever fails",
      with: { items: "{{ incoming }}", concurrency: 4, onItemError: "continue" },
      around: {
        steps: [
          {
            id: "small",
            kind: "condition",
            with: { if: "{{ item < 3 }}" },
            next: { true: "keep", false: "refuse" },
          },
          { id: "keep", kind: "set", with: { values: { n: "{{ item }}" } } },
          { id: "refuse", kind: "data.limit", with: { items: "{{ item }}" } },
        ],
        output: "{{ steps.keep.output.n }}",
      },
      scope: { incoming: [1, 2, 3] },
      outlets: { done: [1, 2, { error: { code: "bad_parameters" } }] },
    },
  ],
  control: {
    begin: visit => openMore(visit, 0),
    childDone(visit, child) {
      const stopped = visit.state
      if (isMap(stopped)) return stopWhenQuiet(visit, stopped)
      if (child.status === "cancelled") return visit.running === 0 ? { gone: true } : {}
      if (child.status === "failed" && visit.input.onItemError === "stop") {
        const state = { stoppedBy: child.index }
        return visit.running === 0 ? { state, ...stopWhenQuiet(visit, state) } : { state, cancel: true }
      }
      return openMore(visit, typeof visit.state === "number" ? visit.state : 0)
    },
  },
})

/** Opens instances up to the concurrency; leaves when none is left. The state counts what was opened. */
function openMore(visit: Steered, opened: number): Steer {
  const items = itemsOf(visit)
  const limit = typeof visit.input.concurrency === "number" ? visit.input.concurrency : 1
  const until = Math.min(items.length, opened + Math.max(0, limit - visit.running))
  if (until === opened) return visit.running > 0 ? {} : collect(visit)
  const open = items.slice(opened, until).map((item, offset) => ({
    scope: "steps" as const,
    gives: { item, index: opened + offset },
  }))
  return { state: until, open }
}

function collect(visit: Steered): Steer {
  const list: Json[] = []
  const origins: number[][] = []
  for (const [index, child] of visit.ended.entries()) {
    if (child?.status !== "completed" && visit.input.onItemError === "drop") continue
    list.push(child?.status === "completed" ? child.output : { error: errorOf(child) })
    origins.push([index])
  }
  return { leave: { done: list }, origins: { done: origins } }
}

function stopWhenQuiet(visit: Steered, { stoppedBy }: JsonMap): Steer {
  if (visit.running > 0) return {}
  const problem = visit.ended[Number(stoppedBy)]?.problem
  return problem === undefined ? { gone: true } : { fail: problem }
}

function errorOf(child: ChildEnd | undefined): Json {
  const problem = child?.problem
  return problem === undefined ? null : { code: problem.code, message: problem.message }
}

function itemsOf(visit: Steered): readonly Json[] {
  const { items } = visit.input
  return isList(items) ? items : []
}
