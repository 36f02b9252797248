import { createNodeThreads } from "./nodeThread.ts"
import { createSandbox, type Evaluation } from "./sandbox.ts"

/** The sandbox lane: one by one, batched, on a small and a large scope, and how fast it is back after a hang. */
export default async function bench(
  report: (line: { name: string; value: number; unit: string; wanted?: string }) => void,
) {
  const sandbox = createSandbox({ spawn: createNodeThreads(new URL("./guest.js", import.meta.url)) })
  const time = { now: 0, timezone: "UTC" }
  const small = { inputs: { text: "x".repeat(1_000), n: 1 } }
  const rows = Array.from({ length: 9_000 }, (_, i) => ({
    i,
    name: `row ${i}`,
    tags: ["a", "b"],
    value: i / 3,
    note: "some more text in the row",
  }))
  const large = { inputs: { rows, n: 1 } }
  const ask = (scope: { inputs: object }): Evaluation => ({
    source: "(() => inputs.n + 1)()",
    reads: [["inputs"]],
    scope,
  })

  const cold = performance.now()
  await sandbox.evaluate([ask(small)], { time })
  report({
    name: "cold start to the first result",
    value: performance.now() - cold,
    unit: "ms",
    wanted: "< 150 (in Chromium)",
  })

  const size = JSON.stringify(large).length
  const sent = performance.now()
  await sandbox.evaluate([ask(large)], { time })
  report({
    name: `sending ${(size / 1e6).toFixed(1)} MB once, and reading it`,
    value: performance.now() - sent,
    unit: "ms",
  })

  const scopes = [
    ["1 KB scope", small],
    ["1 MB scope", large],
  ] as const
  const speed = async (count: number, evaluate: () => Promise<unknown>): Promise<number> => {
    const started = performance.now()
    for (let i = 0; i < count; i++) await evaluate()
    return (count / (performance.now() - started)) * 1000
  }
  report({
    name: "the first 1,000 one by one, while Node still compiles the engine",
    value: await speed(1_000, () => sandbox.evaluate([ask(small)], { time })),
    unit: "/s",
  })
  for (let i = 0; i < 3_000; i++) await sandbox.evaluate([ask(small)], { time })
  // By turns, so that neither scope has a quieter machine than the other.
  const rounds = scopes.map((): number[] => [])
  for (let round = 0; round < 9; round++)
    for (const [at, [, scope]] of scopes.entries())
      rounds[at]?.push(await speed(400, () => sandbox.evaluate([ask(scope)], { time })))
  for (const [at, [name]] of scopes.entries())
    report({
      name: `one by one, ${name}`,
      value: rounds[at]?.sort((a, b) => a - b)[4] ?? 0,
      unit: "/s",
      wanted: "> 5,000",
    })
  for (const [name, scope] of scopes) {
    const many = Array.from({ length: 1_000 }, () => ask(scope))
    report({
      name: `batched by 1,000, ${name}`,
      value: 1_000 * (await speed(60, () => sandbox.evaluate(many, { time }))),
      unit: "/s",
      wanted: "> 30,000",
    })
  }

  const limits = { time: 200, memory: 2 ** 26, output: 2 ** 20 }
  const hung = performance.now()
  await sandbox.evaluate(
    [{ source: "Array.prototype.reverse.call({ length: 2 ** 53 - 1 })", reads: [], scope: {} }],
    { time, limits },
  )
  report({
    name: "a hang, past its limit",
    value: performance.now() - hung - limits.time,
    unit: "ms",
    wanted: "< 100",
  })
  const next = performance.now()
  await sandbox.evaluate([ask(small)], { time })
  report({
    name: "the next evaluation after a hang",
    value: performance.now() - next,
    unit: "ms",
    wanted: "< 100",
  })
  sandbox.close()
}
