import { readdirSync, readFileSync } from "node:fs"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import { type ModelServer, serveModels } from "../doubles/modelServer.ts"
import { type Bench, createBench } from "./program.ts"

/* Models in the terminal: both SDKs, with keys of the environment, against a server on this computer. */

const canary = "sk-canary-7f3a"
let double: ModelServer
let bench: Bench
test.beforeEach(async () => {
  double = await serveModels({ key: canary })
  bench = createBench({}, { ANTHROPIC_API_KEY: canary, OPENAI_API_KEY: canary })
  const provider = (id: string, speaks: string, address: string) => ({
    ...{ id, title: id, speaks, address, secret: id },
    model: id === "claude" ? "claude-haiku-4-5" : "gpt-4o-mini",
  })
  bench.write(
    ".rivulet/ai.json",
    JSON.stringify({
      providers: [
        provider("claude", "anthropic", double.anthropic),
        provider("openai", "openai", double.openai),
      ],
    }),
  )
})
test.afterEach(async () => {
  bench.close()
  await double.close()
})

for (const provider of ["claude", "openai"]) {
  test(`${provider}: a key of the environment is used, and stands in nothing that is left behind`, async () => {
    bench.write(
      "ask.yaml",
      `rivulet: 1\nid: ask\nsteps:\n  - { id: ask, kind: ai.generate, with: { provider: ${provider}, prompt: Say it } }\n  - { id: fail, kind: ai.generate, with: { provider: ${provider}, prompt: And again } }\n`,
    )
    // A server that hands the key back, in pieces and in a complaint, is no reason for it to be kept.
    double.tell(
      { text: `Your key is ${canary}!`, piece: 5, usage: { input: 1000, output: 100 } },
      { status: 400, error: { type: "invalid_request_error", message: `Bad: ${canary}` } },
    )
    const ran = await bench.run("run", "ask.yaml", "--json", "--grant", `ai:${provider}`)
    expect(ran.code, ran.complaint).toBe(1)
    expect(ran.lines.at(-1)).toMatchObject({
      steps: { ask: [{ outlets: { success: { text: expect.stringContaining("Your key is") } } }] },
    })
    expect(double.asked.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 2 }, () => `Bearer ${canary}`),
    )
    const [run = ""] = bench.runs()
    const shown = await bench.run("runs", "show", run)
    const kept = await bench.run("runs", "keep", run, "--in", "ask.yaml")
    const everything = [
      ...filesIn(bench.folder),
      ...[ran, shown, kept].flatMap(({ out, complaint }) => [out, complaint]),
      JSON.stringify(double.asked.map(({ body, path }) => [body, path])),
    ].join("\n")
    expect(everything).toContain("Your key is")
    for (const form of [canary, btoa(canary)]) expect(everything).not.toContain(form)
  })

  test(`${provider}: an agent that is killed between two turns pays for neither twice`, async () => {
    let waiting: ((response: ServerResponse) => void) | null = null
    const asked = new Promise<void>(go => {
      waiting = () => go()
    })
    const pages = createServer((_, response) => {
      if (waiting === null) response.end("It says A.")
      waiting?.(response)
      waiting = null
    })
    await new Promise<void>(go => pages.listen(0, "127.0.0.1", go))
    const { port } = pages.address() as AddressInfo
    const url = `http://localhost:${port}/`
    bench.write(
      "agent.yaml",
      `rivulet: 1\nid: agent\nsteps:\n  - { id: agent, kind: ai.agent, with: { provider: ${provider}, prompt: Look, approval: never, tools: [{ kind: http.request, with: { url: "${url}", method: GET } }] } }\n`,
    )
    double.tell(
      { calls: [{ name: "http_request", input: {} }], usage: { input: 1000, output: 100 } },
      { text: "It is A.", usage: { input: 2000, output: 100 } },
    )
    const program = bench.start([
      "run",
      "agent.yaml",
      "--json",
      "--grant",
      `ai:${provider}`,
      "--grant",
      `http:http://localhost:${port}`,
    ])
    const early = program.ended.then(ended => Promise.reject(new Error(ended.out + ended.complaint)))
    await Promise.race([asked, early])
    early.catch(() => {})
    program.child.kill("SIGKILL")
    await program.ended
    expect(double.asked).toHaveLength(1)
    const [run = ""] = bench.runs()
    const resumed = await bench.run(
      "runs",
      "resume",
      run,
      "--json",
      "--grant",
      `ai:${provider}`,
      "--grant",
      `http:http://localhost:${port}`,
    )
    expect(resumed.code, resumed.complaint + resumed.out).toBe(0)
    expect(resumed.lines.at(-1)?.output).toMatchObject({ text: "It is A.", turns: 2 })
    expect(double.asked).toHaveLength(2)
    expect(JSON.stringify(double.asked[1]?.body.messages)).toContain("It says A.")
    pages.closeAllConnections()
    pages.close()
  })
}

/** What stands in all files of the folder, the program's own left out. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"))
}
