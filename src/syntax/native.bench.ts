// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
import { parseExpression } from "./expression.ts"
import { compileNative, evaluateNative, type Native } from "./native.ts"
import type { EvaluationScope } from "./nativeFrame.ts"
import { parseTemplate } from "./template.ts"

/** One line of a report: what was measured, and what is wanted of it. */
interface Line {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly wanted?: string
}

const scope: EvaluationScope = {
  values: {
    inputs: { threshold: "high", name: "Ada" },
    steps: { a: { output: { b: [1, 2, 3], severity: "high", text: "some text" } } },
    item: { price: 12.5, count: 3 },
    index: 4,
  },
  clock: { now: 0, timezone: "UTC" },
}

const paths = ["steps.a.output.b[0]", "inputs.name", "item.price", "steps.a.output.severity"]
const subset = [
  "steps.a.output.severity == inputs.threshold",
  "item.price * item.count > 30 && index < 10",
  "`${inputs.name}: ${item.count}`",
  "steps.a.output.text.slice(0, 4).toUpperCase()",
  "steps.missing?.output ?? steps.a.output.b.length",
]
const callbacks = ["steps.a.output.b.map(x => x * 2)", "steps.a.output.b.filter(x => x > 1).length"]

/** Measures how many expressions the native lane evaluates and compiles in a second. */
export default function bench(report: (line: Line) => void): void {
  const line = (name: string, value: number, wanted?: string): void =>
    report({ name, value, unit: "per second", ...(wanted ? { wanted } : {}) })
  line("native lane, plain paths", evaluations(paths), "at least 1,000,000")
  line("native lane, subset", evaluations(subset), "at least 500,000")
  line("native lane, callbacks over 3 items", evaluations(callbacks))
  line("native lane, plain paths read and compiled", rate(paths, compiled))
  line("native lane, subset read and compiled", rate(subset, compiled))
  line("templates read", rate(["Review {{ steps.a.output.text }}, {{ item.count + 1 }}"], parseTemplate))
}

function evaluations(sources: readonly string[]): number {
  return rate(sources.map(compiled), native => evaluateNative(native, scope))
}

function compiled(source: string): Native {
  const parsed = parseExpression(source)
  const native = parsed.ok ? compileNative(parsed.value) : null
  if (!native) throw new Error(`Expected ${source} to be native`)
  return native
}

/** Calls per second: the best of several short rounds, after one to warm up. */
function rate<T>(things: readonly T[], call: (thing: T) => unknown): number {
  let best = 0
  for (let round = 0; round < 6; round++) {
    const start = performance.now()
    let count = 0
    let elapsed = 0
    while (elapsed < 100) {
      for (let repeat = 0; repeat < 200; repeat++) for (const thing of things) call(thing)
      count += 200 * things.length
      elapsed = performance.now() - start
    }
    if (round > 0) best = Math.max(best, (count / elapsed) * 1000)
  }
  return Math.round(best)
}
