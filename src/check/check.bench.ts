import { parse } from "yaml"
import { builtIn as catalogue } from "../cli/catalogue.ts"
import { plan } from "../engine/core/plan.ts"
import { openFile } from "../format/file.ts"
import { must } from "../lib/assert.ts"
import { own } from "../lib/json.ts"
import { middle } from "../lib/middle.ts"
import { check } from "./check.ts"

/** Reading, checking and planning a file, as a multiple of the bare YAML parse of the same text. */
export default function bench(
  report: (line: { name: string; value: number; unit: string; wanted?: string }) => void,
): void {
  const sizes = [500, 5_000]
  const times = sizes.map(size => {
    const text = generated(size)
    const problems = check(openFile(text).workflow, catalogue)
    if (problems.length > 0) throw new Error(`Expected no problems but got ${JSON.stringify(problems[0])}`)
    const bare = median(() => parse(text))
    const ours = median(() => {
      const { workflow } = openFile(text)
      return [check(workflow, catalogue), plan(workflow, kind => own(catalogue.kinds, kind))]
    })
    const { workflow } = openFile(text)
    const checking = median(() => check(workflow, catalogue))
    report({
      name: `read, check and plan ${size} steps / bare yaml`,
      value: ours / bare,
      unit: "times",
      wanted: "< 4",
    })
    report({ name: `check ${size} steps alone`, value: checking, unit: "ms" })
    return checking
  })
  const [small, large] = times
  report({
    name: "check, 5,000 steps / 500 steps",
    value: must(large, "a time") / must(small, "a time"),
    unit: "times",
    wanted: "about 10",
  })
}

/** A workflow of diamonds: each step refers to those before it, and every tenth is a container. */
function generated(size: number): string {
  const lines = ["rivulet: 1", "id: generated", "inputs: { name: { type: string, default: x } }", "steps:"]
  for (let index = 0; index < size; index++) {
    const before =
      index === 0 ? "{{ inputs.name }}" : `{{ steps.step_${index - 1}.output }} for {{ inputs.name }}`
    const next = [index + 1, index + 2].filter(other => other < size).map(other => `step_${other}`)
    lines.push(`  - id: step_${index}`, `    name: Step number ${index}`)
    if (index % 10 === 9) {
      lines.push("    kind: foreach", "    with: { items: [1, 2] }", "    steps:")
      lines.push(`      - { id: inner_${index}, kind: log, with: { message: "{{ item }}" } }`)
    } else {
      lines.push("    kind: log", "    with:", `      message: "${before}"`, "      level: info")
      lines.push("    retry: { attempts: 3, delay: 1s }")
    }
    if (next.length > 0) lines.push(`    next: [${next.join(", ")}]`)
  }
  return `${lines.join("\n")}\n`
}

function median(act: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const started = process.hrtime.bigint()
    act()
    return Number(process.hrtime.bigint() - started) / 1e6
  })
  return middle(times)
}
