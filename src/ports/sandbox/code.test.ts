import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { codeLimits, mostLogLines } from "./limits.ts"
import type { Evaluated } from "./protocol.ts"
import { type CodeRun, createSandbox, type Sandbox } from "./sandbox.ts"
import { hostileCode } from "./testing/hostileCode.ts"
import { createTestThreads } from "./testing/testThreads.ts"

const time = { now: Date.UTC(2026, 10, 21, 9), timezone: "UTC" }
const limits = { ...codeLimits, time: 500, memory: 64 * 2 ** 20 }
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("code") })
  // The first start takes longer than what the tests allow.
  await sandbox.run({ job: { source: "", scope: {}, secrets: [], ports: {} }, time })
})
afterAll(() => sandbox.close())

function run(
  source: string,
  scope: { readonly [name: string]: unknown } = {},
  more: Partial<CodeRun> & { ports?: CodeRun["job"]["ports"] } = {},
): Promise<Evaluated> {
  const { ports = {}, ...rest } = more
  const texts = Object.fromEntries(
    Object.entries(scope).map(([name, value]) => [name, JSON.stringify(value)]),
  )
  return sandbox.run({ job: { source, scope: texts, secrets: ["OPENAI_KEY"], ports }, time, limits, ...rest })
}

async function result(...args: Parameters<typeof run>): Promise<unknown> {
  const ran = await run(...args)
  if (!ran.ok) throw new Error(`${ran.fault.code}: ${ran.fault.message}`)
  return ran.json === undefined ? undefined : JSON.parse(ran.json)
}

test("code is the body of an async function over copies of its inputs", async () => {
  const inputs = { items: [1, 2] }
  expect(await result("inputs.items.push(3); await null; return inputs.items", { inputs })).toEqual([1, 2, 3])
  expect(inputs.items).toEqual([1, 2])
  expect(await result("const items = []; return items.length")).toBe(0)
})

test("a map may have keys that prototypes have too", async () => {
  expect(
    await result(
      "const counts = {}; for (const word of ['toString', 'constructor', 'a']) counts[word] = 1 + (Object.hasOwn(counts, word) ? counts[word] : 0); return counts",
    ),
  ).toEqual({ toString: 1, constructor: 1, a: 1 })
  expect(await result("const e = new Error('x'); e.message = 'y'; return e.message")).toBe("y")
})

test("the console writes to the log, and a flood is cut", async () => {
  const lines: string[] = []
  await run(
    "console.warn('a', { b: 1 }, secrets); for (let i = 0; i < 1e5; i++) console.log(i)",
    {},
    { onLog: (level, text) => lines.push(`${level}: ${text}`) },
  )
  expect(lines[0]).toBe('warn: a {"b":1} {"OPENAI_KEY":"[secret]"}')
  expect(lines).toHaveLength(mostLogLines + 1)
  expect(lines.at(-1)).toMatch(/cut/)
})

test.each(["throw thing", "await Promise.reject(thing)"])(
  "what throws when it is looked at, thrown by %s, is an error like any other",
  async source => {
    const thing = "const thing = new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } });"
    const fault = { code: "code_threw", message: "something was thrown that cannot be looked at" }
    expect(await run(`${thing}${source}`)).toMatchObject({ ok: false, fault })
  },
)

test("a result has a limit on its size", async () => {
  const small = { limits: { ...limits, output: 1_000 } }
  expect(await run("return 'x'.repeat(990)", {}, small)).toMatchObject({ ok: true })
  expect(await run("return 'x'.repeat(1000)", {}, small)).toMatchObject({ fault: { code: "code_too_large" } })
})

describe("ports", () => {
  const ports = { files: ["readText"] }
  const onCall: CodeRun["onCall"] = async (_port, _method, json) =>
    json === '["a.txt"]' ? { ok: true, json: '"hello"' } : { ok: false, json: '"There is no such file."' }

  test("only the declared ports are there, and their answers come back", async () => {
    expect(
      await result(
        "return [await files.readText('a.txt'), typeof http, typeof files.write]",
        {},
        { ports, onCall },
      ),
    ).toEqual(["hello", "undefined", "undefined"])
    expect(
      await result("return Promise.all([1, 2, 3].map(() => files.readText('a.txt')))", {}, { ports, onCall }),
    ).toEqual(["hello", "hello", "hello"])
    expect(
      await result(
        "try { await files.readText('b') } catch (cause) { return cause.message }",
        {},
        { ports, onCall },
      ),
    ).toBe("There is no such file.")
  })

  test("code that waits for an answer which does not come is stopped at its limit", async () => {
    const never = await run(
      "return files.readText('a.txt')",
      {},
      { ports, onCall: () => new Promise(() => {}) },
    )
    expect(never).toMatchObject({ ok: false, fault: { code: "code_timeout" } })
  })
})

test("abort ends the code within 100 ms, and the next one runs", async () => {
  await result("return 1")
  const stop = new AbortController()
  const running = run("for (;;);", {}, { signal: stop.signal, limits: codeLimits })
  setTimeout(() => stop.abort(), 50)
  const started = performance.now()
  expect(await running).toMatchObject({ ok: false, fault: { code: "code_killed" } })
  expect(performance.now() - started).toBeLessThan(400)
  expect(await result("return 2")).toBe(2)
})

describe("hostile code", () => {
  const cases = hostileCode.map(({ id, source }) => [id, source] as const)

  test.each(cases)("%s: %s", async (id, source) => {
    const $input = { items: Array.from({ length: 1000 }, (_, i) => i) }
    const ran = await run(source, { $input })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect($input.items).toHaveLength(1000)
    if (!ran.ok) expect(ran.fault.message).not.toMatch(/file:|\/src\/|\.cache/)
    if (ran.ok) expect(ran.json ?? "").not.toMatch(/indexedDB|importScripts|"process"/)
    // Built-in objects cannot be changed at all, so there is nothing to hijack.
    if (id === "CS-019") expect(ran).toMatchObject({ ok: false, fault: { code: "code_threw" } })
    if (id === "CS-023") expect(ran).toMatchObject({ fault: { message: "key is [secret]" } })
    expect(await result("return typeof fetch + typeof require + ({}).polluted")).toBe(
      "undefinedundefinedundefined",
    )
  })
})
