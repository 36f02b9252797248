import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { chromium, expect, type Page, test } from "@playwright/test"
import { build } from "vite"
import { guestHeap } from "../../src/dev/guestEngine.ts"
import type { RunEvent } from "../../src/engine/core/event.ts"
import type { RunCommand } from "../../src/runs/runService.ts"
import { type OwnChromium, startChromium } from "./chromium.ts"
import { type EffectsServer, serveEffects } from "./effectsServer.ts"
import { freezeAtRest } from "./freezeAtRest.ts"
import type { Faults } from "./page/faultPage.ts"
import type { Hold } from "./page/faultWorker.ts"
import { trialsOf } from "./trials.ts"
import { doubtsIn, judge, outcomeOf } from "./verdict.ts"
import { faultyWorkflow } from "./workflow.ts"

/*
 * The engine as it is shipped, in a real browser, is broken at an event of the run, by every kind of fault. The
 * journal is held there, before or after the commit, while effects under way go on; so each trial breaks exactly
 * where it says.
 */

const faults = ["terminate", "close", "crash", "kill", "quota", "two tabs", "freeze"] as const
type Fault = (typeof faults)[number]

/** So many events has the workflow's run without a fault. */
const events = 35
const everything = faults.flatMap(fault =>
  Array.from({ length: events - 1 }, (_, at) =>
    ["before", "after"].map(when => ({ fault, at: at + 1, when })),
  ).flat(),
) as { fault: Fault; at: number; when: Hold["when"] }[]
/** Of the slow one no more than one is drawn. */
const quick = faults.filter(fault => fault !== "freeze")
const trials = trialsOf(
  everything,
  [...quick, ...quick, "freeze"].map(fault => trial => trial.fault === fault),
)

test.describe.configure({ mode: "default", timeout: 60_000 })

let server: EffectsServer
let reference: Promise<unknown> | undefined
let executable = ""
/** The browser of all trials that do not end it: each has an origin of its own there. */
let shared: Promise<OwnChromium> | undefined

test.beforeAll(async () => {
  executable = test.info().project.use.launchOptions?.executablePath ?? chromium.executablePath()
  const folder = join(import.meta.dirname, "../../.cache/faults")
  await build({
    configFile: false,
    root: join(import.meta.dirname, "page"),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true, target: "es2023" },
    plugins: [guestHeap()],
    worker: { format: "es", plugins: () => [guestHeap()] },
  })
  server = await serveEffects(folder)
})
test.afterAll(async () => {
  await (await shared)?.close()
  server.close()
})

test(`a run that nothing interrupts is what the others are held to (seed ${process.env.FAULT_SEED})`, async () => {
  await uninterrupted()
})

for (const { fault, at, when } of trials) {
  test(`${fault} ${when} event ${at}`, async () => {
    const wanted = await uninterrupted()
    server.begin({ at, when })
    const isOwn = fault === "kill" || fault === "freeze"
    const browser = isOwn ? await startChromium(executable) : await sharedBrowser()
    try {
      const first = await browser.context().newPage()
      const cdp = await browser.context().newCDPSession(first)
      const { origin } = new URL(server.url)
      if (fault === "quota")
        await cdp.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 3_000_000 })
      let page = await open(first)
      const run = await start(page)
      await server.held()
      let other: Page | undefined
      switch (fault) {
        case "terminate":
          server.nextLife()
          await page.evaluate(() => (window as never as { faults: Faults }).faults.terminate())
          break
        case "close":
          server.nextLife()
          await page.close()
          page = await open(await browser.context().newPage())
          break
        case "crash": {
          server.nextLife()
          const crashed = page.waitForEvent("crash")
          cdp.send("Page.crash").catch(() => {})
          await crashed
          page = await open(await browser.context().newPage())
          break
        }
        case "kill":
          server.nextLife()
          await browser.killAndRestart()
          page = await open(await browser.context().newPage())
          break
        case "two tabs": {
          server.nextLife()
          await page.close()
          const context = browser.context()
          const pages = await Promise.all([context.newPage(), context.newPage()])
          ;[page, other] = (await Promise.all(pages.map(open))) as [Page, Page]
          break
        }
        case "quota": {
          await page.evaluate(() => (window as never as { faults: Faults }).faults.fill())
          await eventsOf(page, run)
          await page.waitForTimeout(200)
          const intended = (await eventsOf(page, run)).map(event => ("key" in event ? event.key : ""))
          const before = server.requests.length
          server.release()
          await page.waitForTimeout(500)
          const unintended = server.requests.slice(before).filter(({ key }) => !intended.includes(key))
          expect(unintended, "effects whose intent could not be stored").toEqual([])
          await cdp.send("Storage.overrideQuotaForOrigin", { origin })
          await page.evaluate(() => (window as never as { faults: Faults }).faults.empty())
          await tell(page, run, { type: "resume" })
          break
        }
        case "freeze": {
          // Looked for while no other page works.
          const freezer = await browser.freezerOf(page)
          page = await open(await browser.context().newPage())
          await freezeAtRest(freezer, page)
          server.nextLife()
          // After its last commit there is nothing to take over.
          const isTaken = async () =>
            (await eventsOf(page, run)).some(({ type }) => type === "run.taken_over" || type === "run.ended")
          await expect.poll(isTaken, { timeout: 20_000 }).toBe(true)
          freezer.thaw()
          server.release()
          break
        }
      }
      const told = await follow(page, run)
      judge({ told, requests: server.requests, reference: wanted })
      if (other !== undefined && fault === "two tabs") expect(await follow(other, run)).toEqual(told)
      if (fault !== "quota") {
        const taken = told.filter(({ type }) => type === "run.taken_over").length
        // After its last commit a run has ended, and nobody takes it over.
        expect(taken, "takeovers").toBeLessThanOrEqual(1)
        if (when === "before") expect(taken, "takeovers").toBe(1)
      }
    } finally {
      if (isOwn) await browser.close()
      else await closePages(browser)
    }
  })
}

test("nothing that trials need is in the release", () => {
  const folder = join(import.meta.dirname, "../../dist/page/assets")
  expect(existsSync(folder)).toBe(true)
  const texts = readdirSync(folder).filter(name => name.endsWith(".js"))
  const found = texts.filter(name => /fault\.effect|"\/held"/.test(readFileSync(join(folder, name), "utf8")))
  expect(found).toEqual([])
})

/** How a run ends that nothing interrupts. */
function uninterrupted(): Promise<unknown> {
  reference ??= (async () => {
    server.begin(null)
    const browser = await sharedBrowser()
    try {
      const page = await open(await browser.context().newPage())
      const told = await follow(page, await start(page))
      expect(told).toHaveLength(events)
      judge({ told, requests: server.requests, reference: outcomeOf(told) })
      return outcomeOf(told)
    } finally {
      await closePages(browser)
    }
  })()
  return reference
}

function sharedBrowser(): Promise<OwnChromium> {
  shared ??= startChromium(executable)
  return shared
}

async function closePages(browser: OwnChromium): Promise<void> {
  for (const page of browser.context().pages()) await page.close()
}

async function open(page: Page): Promise<Page> {
  await page.goto(server.url)
  await page.waitForFunction(() => "faults" in window)
  return page
}

async function start(page: Page): Promise<string> {
  const started = await page.evaluate(
    workflow => (window as never as { faults: Faults }).faults.start(workflow),
    faultyWorkflow as never,
  )
  if (!(started as { ok: boolean }).ok) throw new Error(JSON.stringify(started))
  return (started as { value: { run: string } }).value.run
}

async function tell(page: Page, run: string, command: RunCommand): Promise<void> {
  await page.evaluate(
    ({ id, given }) => (window as never as { faults: Faults }).faults.command(id, given as RunCommand),
    { id: run, given: command as unknown },
  )
}

/** Everything that the page has been told of the run, which must be whole. */
async function eventsOf(page: Page, run: string): Promise<readonly RunEvent[]> {
  const { events: told, isWhole } = await page.evaluate(
    id => (window as never as { faults: Faults }).faults.events(id),
    run,
  )
  expect(isWhole, "no event is missing or doubled").toBe(true)
  return told
}

/** Follows the run to its end. What is in doubt is decided by looking whether the effect happened. */
async function follow(page: Page, run: string): Promise<readonly RunEvent[]> {
  for (const until = Date.now() + 30_000; ; ) {
    const told = await eventsOf(page, run)
    if (told.some(({ type }) => type === "run.ended")) return told
    if (Date.now() > until)
      throw new Error(`Expected the run to end but it stands at ${JSON.stringify(told.at(-1))}`)
    for (const { place, key } of doubtsIn(told)) {
      const happened = server.requests.some(each => each.key === key && each.performed)
      const decision = happened ? { type: "done", outlets: { success: "done" } } : { type: "retry" }
      await tell(page, run, { type: "decide", place, decision } as RunCommand)
    }
    await page.waitForTimeout(100)
  }
}
