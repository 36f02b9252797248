import { afterAll, beforeAll, expect, test } from "vitest"
import { must } from "../../../lib/assert.ts"
import type { Ports } from "../../../model/ports.ts"
import { createMemoryHome } from "../../../ports/files/memoryHome.ts"
import { createGit } from "../../../ports/git/git.ts"
import { gitJob } from "../../../ports/git/gitJob.ts"
import { createNodeHttp } from "../../../ports/http/nodeHttp.ts"
import { jobsHere } from "../../../ports/jobs/runHere.ts"
import { createCodePort } from "../../../ports/sandbox/codePort.ts"
import { createNodeShell } from "../../../ports/shell/nodeShell.ts"
import { steps } from "../../registry.ts"
import { runStep } from "../runExample.ts"
import { type LiveWorld, openLiveWorld } from "./liveWorld.ts"

/* Steps that would go on for a minute end when they are told to: within 100 ms, and what a busy machine adds. */

let world: LiveWorld
beforeAll(async () => {
  world = await openLiveWorld("stopping")
  // Here and not in a thread of its own, loading it would be waited for.
  await gitJob.load()
})
afterAll(() => world.close())

const limit = 100
const secrets = { find: async () => undefined }
const time = () => ({ now: 0, timezone: "UTC" })
const here = (url: string) => url.replace("https://bad.test", world.bad.origin)
const minute = { timeout: "1m" }
const backwards = { text: `${"a".repeat(40)}!`, pattern: "^(a+)+$", ...minute }

test.each([
  ["http.request", { url: "https://bad.test/hang", ...minute }],
  ["http.request", { url: "https://bad.test/drip/20", expect: "text", ...minute }],
  ["http.download", { url: "https://bad.test/drip/20", path: "a.bin", ...minute }],
  ["http.pages", { url: "https://bad.test/hang" }],
  ["http.graphql", { url: "https://bad.test/hang", document: "{ a }" }],
  ["http.feed", { url: "https://bad.test/hang" }],
  ["git.clone", { url: "https://bad.test/hang" }],
  ["shell.run", { command: "sleep 60" }],
  ["code.run", { source: "for (;;);", ...minute }],
  ["data.match", backwards],
  ["file.watch", { path: "a.txt", limit: "1m" }],
] as const)("%s %j", { retry: 2 }, async (kind, given) => {
  const step = must(
    steps.find(each => each.kind === kind),
    kind,
  )
  const http = createNodeHttp({ mayReach: () => null, secrets })
  const ports: Partial<Ports> = {
    http,
    git: createGit({ home: createMemoryHome(() => 0), jobs: jobsHere, http, now: () => 0 }),
    shell: createNodeShell({ folder: import.meta.dirname, environment: { PATH: process.env.PATH } }),
    code: createCodePort({ sandbox: () => world.sandbox, time }),
  }
  const stop = new AbortController()
  const parameters = JSON.parse(JSON.stringify(given), (_, value) =>
    typeof value === "string" ? here(value) : value,
  )
  const running = runStep(step, parameters, { ports, signal: stop.signal })
  const first = await Promise.race([running, new Promise(go => setTimeout(go, 200, "goes on"))])
  expect(first).toBe("goes on")
  const told = performance.now()
  stop.abort()
  const busy = new Promise<number>(go => setTimeout(() => go(performance.now() - told - limit), limit))
  const { outcome, ports: left } = await running
  const took = performance.now() - told
  expect(outcome.type).toBe("failed")
  expect(Object.keys(left.files.all())).toEqual([])
  expect(took).toBeLessThan(limit + 20 * (await busy))
})
