import { parse } from "yaml"
import type { Workflow } from "../model/workflow.ts"
import { editFile, openFile } from "./file.ts"
import { writeWorkflow } from "./write.ts"

interface Line {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly wanted?: string
}

/** Measures how long a file takes to open, beside the bare YAML parser, and how long one edit takes. */
export default function bench(report: (line: Line) => void): void {
  const opened = [500, 5000].map(steps => {
    const text = writeWorkflow(manySteps(steps))
    const bare = fastest(() => parse(text))
    const ours = fastest(() => openFile(text))
    report({ name: `open ${steps} steps`, value: ours, unit: "ms" })
    report({ name: `open ${steps} steps, to bare yaml.parse`, value: ours / bare, unit: "×", wanted: "< 2" })
    const file = openFile(text)
    const { workflow } = file
    const renamed = rename(workflow, steps >> 1)
    report({
      name: `rename among ${steps} steps`,
      value: fastest(() => editFile(file, renamed)),
      unit: "ms",
      wanted: "< 50",
    })
    const moved = { ...workflow, layout: { ...workflow.layout, step_7: [5, 5] as const } }
    report({
      name: `move a box among ${steps} steps`,
      value: fastest(() => editFile(file, moved)),
      unit: "ms",
      wanted: "< 50",
    })
    const added = { ...workflow, steps: workflow.steps.toSpliced(steps >> 1, 0, { id: "new", kind: "wait" }) }
    report({
      name: `add among ${steps} steps`,
      value: fastest(() => editFile(file, added)),
      unit: "ms",
      wanted: "< 50",
    })
    return ours
  })
  const [small = 1, large = 1] = opened
  report({
    name: "growth of opening for ten times the steps",
    value: large / small,
    unit: "×",
    wanted: "< 15",
  })
}

/** A workflow of that many steps in a row, as a file of a real size has them. */
function manySteps(count: number): Workflow {
  const steps = Array.from({ length: count }, (_, index) => ({
    id: `step_${index}`,
    name: `Step number ${index}`,
    kind: "http.request",
    with: {
      url: `https://example.com/{{ steps.step_${index - 1}.output.id }}`,
      method: "GET",
      headers: { accept: "application/json" },
      body: "The first line\nand the second",
    },
    next: { success: `step_${index + 1}`, failure: "step_0" },
  }))
  const layout = Object.fromEntries(steps.map(({ id }, index) => [id, [index * 10, 200] as const]))
  return { rivulet: 1, id: "many", steps, layout }
}

function rename(workflow: Workflow, at: number): Workflow {
  return {
    ...workflow,
    steps: workflow.steps.map((step, index) => (index === at ? { ...step, name: "Renamed" } : step)),
  }
}

function fastest(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}
