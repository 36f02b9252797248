import { z } from "zod"
import { isMap, type JsonMap } from "../../lib/json.ts"
import type { ChildEnd, Control, Opening, Steer, Steered } from "../../model/control.ts"
import type { Problem } from "../../model/problems.ts"
import { defineStep } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

/*
 * A group remembers how its steps ended while `always` runs, and then leaves as they ended:
 *
 *     begin ──▶ steps ──▶ always ──▶ done | failure | (cancelled: no outlet)
 */

/** Steers a group: its steps, then what it always does, then out. */
export const groupControl: Control = {
  begin: () => ({ open: [{ scope: "steps" }] }),
  childDone(visit, child) {
    if (child.scope === "always") {
      return leave(visit.state, child.status === "failed" ? child.problem : undefined)
    }
    const state = { ...(isMap(visit.state) ? visit.state : {}), ...endOf(child) }
    return visit.has("always") ? { state, open: [always(state)] } : { state, ...leave(state, undefined) }
  },
  wake(visit, signal) {
    if (isMap(visit.state) && "status" in visit.state)
      return signal.type === "cancelled" ? {} : { cancel: true }
    const late = signal.type === "timeout" ? { late: asJson(signal.problem) } : {}
    return { state: late, ...(visit.running > 0 ? { cancel: true } : endWithout(visit)) }
  },
}

function endWithout(visit: Steered): Steer {
  return visit.has("always") ? { state: { status: "cancelled" }, open: [always({})] } : { gone: true }
}

/** What is always done sees why the group failed, if it did. */
function always({ problem, late }: JsonMap): Opening {
  const why = problem ?? late
  return { scope: "always", ...(why === undefined ? {} : { error: asProblem(why) }) }
}

function endOf(child: ChildEnd): JsonMap {
  const { status, output, problem } = child
  return { status, output, ...(problem === undefined ? {} : { problem: asJson(problem) }) }
}

function leave(state: unknown, problemOfAlways: Problem | undefined): Steer {
  const end = isMap(state) ? state : {}
  if (end.status === "failed") return { fail: asProblem(end.problem) }
  if (end.late !== undefined) return { fail: asProblem(end.late) }
  if (problemOfAlways !== undefined) return { fail: problemOfAlways }
  return end.status === "completed" ? { leave: { done: end.output ?? null } } : { gone: true }
}

function asJson(problem: Problem): JsonMap {
  return problem as unknown as JsonMap
}

function asProblem(json: unknown): Problem {
  return json as Problem
}

/** Holds steps together: one failure path, one output, and what is always done at the end. */
export const group = defineStep({
  kind: "group",
  version: 1,
  title: "Group",
  summary: "Holds steps that succeed or fail together",
  icon: "group",
  group: "flow",
  input: z.strictObject({}),
  output: anyJson,
  outlets: ["done"],
  effect: "pure",
  needs: [],
  holds: { scopes: ["steps", "always"] },
  card: "",
  docs: `
Runs the steps inside as one.

- **done**: their output.
- **failure**: what was not handled inside.

The steps under \`always\` run after it ended in any way, a cancel or a limit of time included.

This is how to try and catch: put what may fail into a group, wire its *failure* to the step that deals with it, which
reads \`error.code\` and \`error.message\`, and wire both on to what comes after. For a single step no group is needed:
every step has *failure*. What is wired there counts as dealt with, and the run goes on.

    steps:
      - id: attempt
        kind: group
        steps: [ { id: ask, kind: http.request, with: { url: "https://api.example.com" } } ]
        always: [ { id: note, kind: log, with: { message: Asked } } ]
        next: { done: after, failure: instead }
      - { id: instead, kind: set, with: { values: { why: "{{ error.message }}" } }, next: after }
      - { id: after, kind: log, with: { message: Going on } }
`,
  examples: [
    {
      title: "Steps that share one failure path",
      with: {},
      around: {
        steps: [
          { id: "first", kind: "set", with: { values: { a: 1 } } },
          { id: "second", kind: "set", with: { values: { b: "{{ vars.a + 1 }}" } } },
        ],
      },
      outlets: { done: { b: 2 } },
    },
    {
      title: "Clean up whatever happens",
      with: {},
      around: {
        steps: [{ id: "work", kind: "data.limit", with: { items: "no list" } }],
        always: [{ id: "clean_up", kind: "log", with: { message: "Cleaned up" } }],
      },
      problem: "bad_parameters",
    },
  ],
  control: groupControl,
})
