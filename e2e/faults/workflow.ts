import type { Step, Workflow } from "../../src/model/workflow.ts"

const effect = (id: string, kind: "read" | "write" | "once", more: Partial<Step> = {}): Step => ({
  ...{ id, kind: "fault.effect", with: { effect: kind } },
  ...more,
})

/** A branch, a parallel section, a loop, a retry and a timer, with effects of every class on the way. */
export const faultyWorkflow: Workflow = {
  rivulet: 1,
  id: "faulty",
  variables: { n: 0 },
  steps: [
    effect("first", "write", { next: "fork" }),
    {
      id: "fork",
      kind: "condition",
      with: { if: "{{ steps.first.output == 'done' }}" },
      next: { true: "both", false: "never" },
    },
    effect("never", "once", { next: "loop" }),
    {
      id: "both",
      kind: "parallel",
      steps: [effect("left", "once"), effect("middle", "write"), effect("right", "read")],
      next: { done: "loop" },
    },
    {
      id: "loop",
      kind: "repeat",
      with: { until: "{{ vars.n >= 2 }}", max: 5 },
      steps: [
        { id: "count", kind: "set", with: { values: { n: "{{ vars.n + 1 }}" } }, next: "again" },
        effect("again", "once"),
      ],
      next: { done: "flaky" },
    },
    effect("flaky", "write", {
      with: { effect: "write", flaky: true },
      retry: { attempts: 4, delay: "50ms", factor: 1, jitter: "none" },
      next: "rest",
    }),
    { id: "rest", kind: "wait", with: { for: "200ms" }, next: "last" },
    effect("last", "once"),
  ],
  output: "{{ vars.n }}",
}
