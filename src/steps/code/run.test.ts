import { afterAll, beforeAll, expect, test } from "vitest"
import corpus from "../../../e2e/corpus/bad-inputs.json"
import { ok } from "../../lib/result.ts"
import { catalogueOf } from "../../model/catalogueOf.ts"
import { effectBy } from "../../model/effects.ts"
import { parseGrant } from "../../model/grants.ts"
import type { Ports } from "../../model/ports.ts"
import { powersOf } from "../../model/powers.ts"
import { withOpen } from "../../model/testing/withOpen.ts"
import { grantedPorts } from "../../ports/grants/grantedPorts.ts"
import { createCodePort } from "../../ports/sandbox/codePort.ts"
import { createSandbox, type Sandbox } from "../../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../../ports/sandbox/testing/testThreads.ts"
import { createTestPorts } from "../testing/createTestPorts.ts"
import { runStep } from "../testing/runExample.ts"
import { codeRun } from "./run.ts"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("code-run") })
  await sandbox.evaluate([{ source: "1", reads: [], scope: {} }], { time: time() })
})
afterAll(() => sandbox.close())

const time = () => ({ now: 0, timezone: "UTC" })

/** Runs the code with these grants; what left by its requests is in `sent`. */
async function run(parameters: object, grants: readonly string[] = []) {
  const sent: string[] = []
  const given = grants.flatMap(text => {
    const grant = parseGrant(text)
    return grant.ok ? [grant.value] : []
  })
  const real = createTestPorts({ files: { "a.txt": "hello" } }) as Partial<Ports>
  const http = withOpen(async ({ method, url, headers }) => {
    sent.push(`${method} ${url}`)
    return ok({ status: 200, url, headers: headers ?? {}, body: new TextEncoder().encode("answer") })
  })
  const ports = grantedPorts({ ...real, http }, () => given)
  const code = createCodePort({ sandbox: () => sandbox, time })
  const { outcome } = await runStep(codeRun, parameters as never, { ports: { ...ports, code } })
  if (outcome.type === "done")
    return { sent, result: (outcome.outlets.success as { result: unknown }).result }
  return { sent, problem: outcome.type === "failed" ? outcome.problem.message : outcome.type }
}

test("code reaches the ports that its step names, and no others", async () => {
  const source = "return [typeof files, typeof http, typeof shell]"
  expect((await run({ source })).result).toEqual(["undefined", "undefined", "undefined"])
  expect((await run({ source, ports: ["files"] })).result).toEqual(["object", "undefined", "undefined"])
  const files = ["files:*", "files"]
  expect(
    await run(
      { ports: ["files"], source: "await files.append('a.txt', '!'); return files.readText('a.txt')" },
      files,
    ),
  ).toMatchObject({ result: "hello!" })
})

test("what was not granted is refused where it is asked for, and code can hear why", async () => {
  const source = "try { return (await http.get(inputs)).body } catch (cause) { return cause.message }"
  const ask = (input: string, grants: string[] = []) => run({ ports: ["http"], source, input }, grants)
  expect(await ask("https://granted.test/")).toMatchObject({
    sent: [],
    result: expect.stringContaining("granted"),
  })
  const grants = ["http:https://granted.test"]
  expect(await ask("https://granted.test/x", grants)).toMatchObject({
    sent: ["GET https://granted.test/x"],
    result: "answer",
  })
  expect((await ask("https://granted.test@canary.test/", grants)).sent).toEqual([])
})

test("what code hands to a port is read before the port sees it", async () => {
  const bad = [
    "http.get(5)",
    "http.get('https://granted.test/', { headers: { 'X-A': 'a\\r\\nX-B: b' } })",
    "http.send({ url: 'https://granted.test/', follow: true })",
    "http.send({ method: 'G E T', url: 'https://granted.test/' })",
    "http.constructor('x')",
    "http.get({ toJSON() { return 'https://granted.test/' } })",
  ]
  for (const call of bad) {
    const made = await run({ ports: ["http"], source: `return await ${call}` }, ["http:https://granted.test"])
    expect(made.sent, call).toEqual([])
    expect(made.problem ?? String(made.result), call).not.toBe("answer")
  }
})

test("per item it gives the list of results, and its own limits hold", async () => {
  expect(
    await run({ per: "item", source: "if (item === 2) return; return item * 10 + index", input: [1, 2, 3] }),
  ).toMatchObject({
    result: [10, null, 32],
  })
  expect((await run({ per: "item", source: "return 1", input: 5 })).problem).toMatch(/list/)
  expect((await run({ source: "for (;;);", timeout: "300ms" })).problem).toMatch(/took too long/)
  expect(
    (await run({ source: "const all = []; for (;;) all.push(new Array(1000).fill(1))", memory: 16 })).problem,
  ).toMatch(/memory/)
})

test("the effect is what the ports allow, and powers are computed from them", () => {
  const effects = [[], ["ai"], ["ai", "files"], ["http"]].map(ports => effectBy(codeRun.effect, { ports }))
  expect(effects).toEqual(["pure", "read", "once", "once"])
  const catalogue = catalogueOf([codeRun], [])
  const powers = (ports: unknown) =>
    powersOf(
      { rivulet: 1, id: "w", steps: [{ id: "a", kind: "code.run", with: { source: "1", ports } as never }] },
      catalogue,
    ).map(({ pattern, atRunTime }) => `${pattern} ${atRunTime}`)
  expect(powers([])).toEqual([])
  expect(powers(["http", "files"])).toEqual(["files true", "http:* true"])
  expect(powers("{{ inputs.ports }}").length).toBe(6)
})

const hostile = corpus
  .filter(({ surface }) => surface === "code-step")
  .map(({ id, input }) => [id, String(input)] as const)

test.each(hostile)(
  "%s: with every port named and one host granted, nothing else is reached: %s",
  async (_, source) => {
    const ports = ["files", "http", "notify", "events", "shell"]
    const made = await run({ source, ports, timeout: "400ms" }, ["http:https://granted.test"])
    expect(made.sent.filter(url => !/^\w+ https:\/\/granted\.test\//.test(url))).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  },
)
