import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Worker } from "@playwright/test"
import { expect, test } from "./studio.ts"

/* The page while nobody looks at it, and while its server is away: what its service worker does. */

test.use({ serviceWorkers: "allow", permissions: ["notifications", "clipboard-read", "clipboard-write"] })

const asker = `rivulet: 1
id: asker
name: Asker
steps:
  - id: ask
    kind: approve
    with:
      title: Where to?
      text: The build passed.
      decisions: [{ id: staging, label: To staging }, { id: production, label: To production }]
    next: { staging: went, production: went }
  - { id: went, kind: log, with: { message: "{{ incoming.decision }} by {{ incoming.by }}" } }
output: "{{ steps.ask.output.decision }}"
`

test("a decision is taken in a notification of the system, and what was decided elsewhere is taken back there", async ({
  studio,
  context,
}) => {
  const { page } = studio
  await page.addInitScript(() => Object.defineProperty(document, "hidden", { get: () => true }))
  await studio.import(asker)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
  const [worker] = context.serviceWorkers()
  if (worker === undefined) throw new Error("Expected a service worker")
  const run = page.getByRole("button", { name: "Run", exact: true })

  await run.click()
  await expect
    .poll(() => shown(worker))
    .toEqual([
      { title: "Where to?", body: "Asker: The build passed.", actions: ["To staging", "To production"] },
    ])
  // Nothing outside can press a button of the system's: the worker is told as the system tells it.
  await worker.evaluate(async () => {
    const scope = self as unknown as ServiceWorkerGlobal
    const [notification] = await scope.registration.getNotifications()
    scope.dispatchEvent(
      new scope.NotificationEvent("notificationclick", { notification, action: "production" }),
    )
  })
  await expect(page.getByRole("region", { name: "Output" })).toContainText("production")
  await expect.poll(() => shown(worker)).toEqual([])

  await run.click()
  await expect.poll(async () => (await shown(worker)).length).toBe(1)
  await page.getByRole("button", { name: "To staging" }).click()
  await expect.poll(() => shown(worker)).toEqual([])
})

interface ServiceWorkerGlobal extends EventTarget {
  readonly registration: ServiceWorkerRegistration
  readonly NotificationEvent: new (type: string, given: object) => Event
}

/** The notifications that ask something; others tell what became of runs. */
function shown(worker: Worker) {
  return worker.evaluate(async () => {
    const { registration } = self as unknown as ServiceWorkerGlobal
    const all = (await registration.getNotifications()) as (Notification & { actions: { title: string }[] })[]
    return all.flatMap(({ title, body, actions }) =>
      actions.length === 0 ? [] : [{ title, body, actions: actions.map(each => each.title) }],
    )
  })
}

const counter = `rivulet: 1
id: counter
name: Counter
steps: [{ id: count, kind: code.run, with: { source: "return 40 + 2" } }]
output: "{{ steps.count.output }}"
`

test("the page opens and runs without its server, and is the new version once that is served", async ({
  studio,
  context,
}) => {
  const { page } = studio
  const folder = mkdtempSync(join(tmpdir(), "rivulet-page-"))
  cpSync(join(import.meta.dirname, "../dist/page"), folder, { recursive: true })
  const site = await createSite(folder)
  try {
    await page.goto(site.address)
    const file = { name: "counter.rivulet.yaml", mimeType: "application/yaml", buffer: Buffer.from(counter) }
    await page.locator("input[type=file]").setInputFiles(file)
    await studio.saved()
    // A worker is ready a moment before the page asks it for its files.
    const asked = () => page.evaluate(() => navigator.serviceWorker.controller?.state)
    await expect.poll(asked).toBe("activated")

    site.stop()
    await page.goto(`${site.address}#/`)
    await page.reload()
    await page.getByRole("link", { name: "Counter" }).click()
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await expect(page.getByRole("region", { name: "Output" })).toContainText("42")

    change(join(folder, "index.html"), '<html lang="en"', '<html lang="en" data-version="two"')
    change(join(folder, "service-worker.js"), /"version":"\w+"/, '"version":"two"')
    await site.start()
    await page.reload()
    await expect(page.locator("html")).toHaveAttribute("data-version", "two")
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
    const kept = () => page.evaluate(async () => (await caches.keys()).map(name => name.split(" ").at(-1)))
    await expect.poll(async () => (await kept()).at(-1)).toBe("two")
    const workers = () =>
      page.evaluate(async () => {
        const { active, installing, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {}
        return [active, installing, waiting].map(worker => worker?.state)
      })
    await expect.poll(async () => (await workers())[1]).toBeUndefined()
    // A browser ends the worker before it once that was idle for half a minute, which nobody waits for here. What the
    // page asks of it meanwhile begins it again.
    const devTools = await context.newCDPSession(page)
    await devTools.send("ServiceWorker.enable")
    await expect(async () => {
      await devTools.send("ServiceWorker.stopAllWorkers")
      expect(await workers()).toEqual(["activated", undefined, undefined])
    }).toPass()
    site.stop()
    await page.reload()
    await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible()
    await expect(page.locator("html")).toHaveAttribute("data-version", "two")
  } finally {
    site.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

function change(file: string, from: string | RegExp, to: string) {
  const before = readFileSync(file, "utf8")
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  writeFileSync(file, after)
}

/** A static host of its own, which can be away. */
async function createSite(folder: string) {
  const port = await freePort()
  let server: ChildProcess | undefined
  const site = {
    address: `http://localhost:${port}/`,
    async start() {
      const program = join(import.meta.dirname, "../src/dev/serve.mjs")
      server = spawn(process.execPath, [program, String(port), folder], {
        stdio: ["ignore", "pipe", "inherit"],
      })
      await new Promise(go => server?.stdout?.once("data", go))
    },
    stop: () => void server?.kill("SIGKILL"),
  }
  await site.start()
  return site
}

function freePort(): Promise<number> {
  return new Promise(go => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => go(typeof address === "object" && address !== null ? address.port : 0))
    })
  })
}
