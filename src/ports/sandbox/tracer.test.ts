import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { at, type Json, type Path, sameJson } from "../../lib/json.ts"
import { parseExpression } from "../../syntax/expression.ts"
import { compileNative, evaluateNative } from "../../syntax/native.ts"
import { type Sample, samples } from "../../syntax/testing/lanes.ts"
import { createSandbox, type Sandbox } from "./sandbox.ts"
import { createTestThreads } from "./testing/testThreads.ts"
import { createTracer, type TracedValue } from "./tracer.ts"

let sandbox: Sandbox
let trace: ReturnType<typeof createTracer>

beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("tracer") })
  trace = createTracer({ sandbox: () => sandbox })
  await sandbox.evaluate([{ source: "1", reads: [], scope: {} }], { time: { now: 0, timezone: "UTC" } })
})
afterAll(() => sandbox.close())

async function traced(source: string, names: { readonly [name: string]: unknown }): Promise<TracedValue> {
  const parsed = parseExpression(source)
  const made = parsed.ok ? await trace(parsed.value, names, { now: 0, timezone: "Europe/Berlin" }) : undefined
  if (made === undefined) throw new Error(`Expected ${source} to be evaluated`)
  return made
}

/** The reads without those that only lead to others, as text. */
function said(reads: readonly Path[]): string[] {
  const texts = reads.map(path => path.join("."))
  return texts.filter(text => !texts.some(other => other.startsWith(`${text}.`)))
}

const items = [
  { name: "a", ok: false, n: 1 },
  { name: "b", ok: true, n: 2 },
  { name: "c", ok: true, n: 3 },
]
const names = {
  steps: { a: { output: { items, text: "long", other: 1 } } },
  inputs: { which: 2, deep: true },
}

test.each([
  ["steps.a.output.items[1].name", ["steps.a.output.items.1.name"]],
  ["steps.a.output.items[inputs.which].name", ["steps.a.output.items.2.name", "inputs.which"]],
  ["inputs.deep ? steps.a.output.text : steps.a.output.other", ["inputs.deep", "steps.a.output.text"]],
  ["steps.a.output.none ?? steps.a.output.text", ["steps.a.output.text"]],
  [
    "steps.a.output.items.find(item => item.ok).name",
    ["steps.a.output.items.0.ok", "steps.a.output.items.1.ok", "steps.a.output.items.1.name"],
  ],
  ["(() => { const { text } = steps.a.output; return text })()", ["steps.a.output.text"]],
  ["steps[inputs.deep ? 'a' : 'b'].output.other", ["inputs.deep", "steps.a.output.other"]],
])("%s reads %j", async (source, reads) => {
  const made = await traced(source, names)
  const without = said(made.reads).filter(path => !path.endsWith(".length") && !path.endsWith(".none"))
  expect(without.toSorted()).toEqual(reads.toSorted())
})

test("what stands in the value as it is says where it came from", async () => {
  const { value, origins } = await traced(
    "({ kept: steps.a.output.items.filter(item => item.ok), n: 1 })",
    names,
  )
  expect(value).toEqual({ kept: items.slice(1), n: 1 })
  expect(origins).toEqual([
    [
      ["kept", 0],
      ["steps", "a", "output", "items", 1],
    ],
    [
      ["kept", 1],
      ["steps", "a", "output", "items", 2],
    ],
  ])
  expect((await traced("steps.a.output", names)).origins).toEqual([[[], ["steps", "a", "output"]]])
})

test("tracing changes no value, and nothing that was not read decides one, in either lane", async () => {
  let changed = 0
  for (const { source, scope } of fc.sample(samples, { numRuns: 250, seed: 7 }) as Sample[]) {
    const parsed = parseExpression(source)
    const native = parsed.ok ? compileNative(parsed.value) : null
    if (!parsed.ok || native === null) continue
    const names = scope.values as { readonly [name: string]: unknown }
    const mine = evaluateNative(native, scope)
    const theirs = await trace(parsed.value, names, scope.clock)
    if (!mine.ok || theirs === undefined) continue
    expect(same(mine.value.value, theirs.value), source).toBe(true)
    for (const reads of [mine.value.reads, theirs.reads]) {
      const path = unread(names, reads)
      if (path === undefined) continue
      changed++
      const other = put(names, path, "quite another value")
      const again = evaluateNative(native, { ...scope, values: other })
      expect(
        again.ok && same(again.value.value, mine.value.value),
        `${source} without ${path.join(".")}`,
      ).toBe(true)
      expect(same((await trace(parsed.value, other, scope.clock))?.value, theirs.value)).toBe(true)
    }
  }
  expect(changed).toBeGreaterThan(60)
})

function same(a: unknown, b: unknown): boolean {
  return sameJson(plain(a), plain(b))
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

/** A leaf of the scope that no read leads to or through. */
function unread(value: unknown, reads: readonly Path[], path: Path = []): Path | undefined {
  const isRead = reads.some(
    read => read.length <= path.length && read.every((key, n) => String(key) === String(path[n])),
  )
  const leads = reads.some(read => path.every((key, n) => String(key) === String(read[n])))
  if (isRead) return undefined
  if (!leads) return path
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
  for (const key of Object.keys(value)) {
    const found = unread(at(value, [key]), reads, [...path, key])
    if (found !== undefined && found.length > 0) return found
  }
  return undefined
}

function put(value: unknown, [key, ...rest]: Path, leaf: Json): { readonly [name: string]: unknown } {
  const map = value as { readonly [name: string]: unknown }
  const copy = Object.assign(Object.create(null), map)
  copy[String(key)] = rest.length === 0 ? leaf : put(map[String(key)], rest, leaf)
  return copy
}
