import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { chromium, expect, type Page, test } from "@playwright/test"
import { type OwnChromium, startChromium } from "./faults/chromium.ts"
import { freezeAtRest } from "./faults/freezeAtRest.ts"
import { kill } from "./kill.ts"
import { Studio } from "./studio.ts"

/*
 * A run is watched in a tab that does not have it; when the tab that has it dies, the other takes the run
 * over. What is measured stands in the run's own journal, by the one clock that all tabs share.
 */

const looping = `rivulet: 1
id: looping
name: Looping
steps:
  - id: often
    kind: repeat
    with: { max: 400 }
    steps:
      - { id: rest, kind: wait, with: { for: 200ms } }
`

test.setTimeout(120_000)

test("a run whose tab dies goes on in the next within two seconds, watched all the while", async ({
  baseURL,
}) => {
  await inTwoTabs(baseURL, { text: looping }, async ({ owner, other }) => {
    await goesOn(other)
    const closedAt = Date.now()
    await owner.close()
    const taken = await takenOver(other, 10_000)
    expect(taken.at - closedAt, "milliseconds until the run was taken over").toBeLessThan(2_000)
    await goesOn(other)
  })
})

test("a run whose tab is frozen goes on in another within fifteen seconds; thawed, the first follows and adds nothing", async ({
  baseURL,
}) => {
  await inTwoTabs(baseURL, { text: looping }, async ({ owner, other, browser }) => {
    await goesOn(other)
    const freezer = await browser.freezerOf(owner)
    const { thaw, isFrozen } = freezer
    const frozenAt = await freezeAtRest(freezer, other)
    const taken = await takenOver(other, 40_000)
    expect(taken.at - frozenAt, "milliseconds until the run was taken over").toBeLessThan(15_000)
    expect(isFrozen(), "it was frozen all the while").toBe(true)
    await goesOn(other)
    const before = await eventsOf(other)
    thaw()
    await goesOn(other)
    await goesOn(owner)

    const after = await eventsOf(other)
    expect(after.slice(0, before.length), "what stood in the journal stands there").toEqual(before)
    const steps = after.filter(({ type }) => type === "step.completed" || type === "step.waiting")
    const places = steps.map(({ type, in: path, step, visit }) => `${type} ${path}/${step}#${visit}`)
    expect(new Set(places).size, "no step was done twice").toBe(places.length)
    const rounds = after.filter(({ type }) => type === "scope.closed").map(({ in: path }) => path)
    expect(rounds, "no round is missing").toEqual(rounds.map((_, at) => `often[${at}]#1`))
    expect(after.filter(({ type }) => type === "run.taken_over")).toHaveLength(1)
  })
})

for (const [how, end] of [
  ["is closed", (owner: Page) => owner.close()],
  ["crashes", kill],
] as const) {
  test(`a run whose tab ${how} in the middle of a step is said to be what it is where it is watched, and asks there what nobody can know`, async ({
    baseURL,
  }) => {
    let asked = 0
    // It answers nobody: whether it did what it was asked to is not known.
    const server = createServer(() => asked++)
    await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      await inTwoTabs(
        baseURL,
        { text: cutTwice(origin), grant: `http:${origin}` },
        async ({ owner, other }) => {
          const panel = other.getByRole("region", { name: "The run" })
          const box = (id: string) => other.locator(`.react-flow__node[data-id="${id}"]`)
          const log = panel.getByRole("list", { name: "Log" }).getByRole("listitem")
          await panel.getByRole("tab", { name: "Log" }).click()
          await expect(log.filter({ hasText: "tell Told before" })).toHaveCount(1)
          await expect(box("tell")).toContainText("Completed")
          // Answered here, it begins to think there; and then that tab is gone.
          await panel.getByRole("button", { name: "Approve" }).click()
          await expect(box("ask")).toContainText("Completed")
          await end(owner)

          // Nothing of it ran when its tab died, so that it is made again: from the tab that watches.
          await expect(log.filter({ hasText: "The run was taken over after an interruption" })).toHaveCount(1)
          await expect(box("think")).toContainText(/Running|Completed/)
          await expect(box("think")).toContainText("Completed", { timeout: 40_000 })
          for (const written of ["Told before", "Begins to think", "Has thought"])
            await expect(log.filter({ hasText: written })).toHaveCount(1)
          await expect(box("send")).toContainText("Running")
          await expect.poll(() => asked).toBe(1)

          // Now the tab that took it over dies as well, while a third one watches.
          const third = await watchElsewhere(other)
          const its = third.getByRole("region", { name: "The run" })
          await expect(status(third)).toHaveText("Running")
          await end(other)
          const doubt = its.getByRole("region", { name: /In doubt/ })
          await expect(doubt).toBeVisible()
          await expect(status(third)).toHaveText("In doubt")
          await its.getByRole("tab", { name: "Log" }).click()
          const itsLog = its.getByRole("list", { name: "Log" }).getByRole("listitem")
          await expect(itsLog.filter({ hasText: "The run was taken over" })).toHaveCount(2)
          for (const written of ["Told before", "Begins to think", "Has thought"])
            await expect(itsLog.filter({ hasText: written })).toHaveCount(1)
          await its.getByRole("button", { name: "It happened" }).click()
          await expect(status(third)).toHaveText("Completed")
          expect(asked, "what nobody can know is not done again").toBe(1)
        },
      )
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
}

/** Thinks for longer than it takes to end a tab meanwhile, and sends what is never answered. */
function cutTwice(origin: string): string {
  return `rivulet: 1
id: cut-twice
name: Cut twice
steps:
  - { id: tell, kind: log, with: { message: Told before } }
  - { id: ask, kind: approve, with: { title: Go on? } }
  - id: think
    kind: code.run
    with:
      timeout: 60s
      source: |
        console.log("Begins to think")
        for (let at = 0; at < 60_000_000; at++);
        console.log("Has thought")
  - { id: send, kind: http.request, with: { method: POST, url: "${origin}/send" } }
`
}

interface TwoTabs {
  readonly owner: Page
  readonly other: Page
  readonly browser: OwnChromium
}

/** Starts a run in one tab, and watches it from another. */
async function inTwoTabs(
  baseURL: string | undefined,
  { text, grant }: { readonly text: string; readonly grant?: string },
  what: (tabs: TwoTabs) => Promise<void>,
): Promise<void> {
  const executable = test.info().project.use.launchOptions?.executablePath ?? chromium.executablePath()
  const browser = await startChromium(executable)
  try {
    const owner = await browser.context().newPage()
    await owner.goto(baseURL ?? "")
    const file = { name: "given.rivulet.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) }
    await owner.locator("input[type=file]").setInputFiles(file)
    const run = owner.getByRole("button", { name: "Run", exact: true })
    await run.waitFor()
    if (grant !== undefined) await new Studio(owner).grant(/^id: (.+)$/m.exec(text)?.[1] ?? "", grant)
    await run.click()
    await expect(status(owner)).toHaveText(/Waiting|Running/)
    const other = await watchElsewhere(owner)
    await what({ owner, other, browser })
  } finally {
    await browser.close()
  }
}

/** Opens another tab, and looks at the only run of the workflow there. */
async function watchElsewhere(tab: Page): Promise<Page> {
  const other = await tab.context().newPage()
  await other.goto(tab.url())
  await other.getByRole("button", { name: "Runs", exact: true }).click()
  const panel = other.getByRole("region", { name: "The run" })
  await panel.getByRole("list", { name: "Runs of this workflow" }).getByRole("button").click()
  await expect(status(other)).toHaveText(/Waiting|Running/)
  return other
}

function status(page: Page) {
  return page.getByRole("region", { name: "The run" }).getByRole("status")
}

interface Told {
  readonly type: string
  readonly at: number
  readonly in?: string
  readonly step?: string
  readonly visit?: number
}

/** What stands in the journal of the only run. */
async function eventsOf(page: Page): Promise<Told[]> {
  return page.evaluate(async () => {
    const opening = indexedDB.open("rivulet")
    const database = await new Promise<IDBDatabase>(go => {
      opening.onsuccess = () => go(opening.result)
    })
    const reading = database.transaction("journal").objectStore("journal").getAll()
    const rows = await new Promise<{ seq: number; events?: string }[]>(go => {
      reading.onsuccess = () => go(reading.result)
    })
    database.close()
    const events = rows
      .sort((a, b) => a.seq - b.seq)
      .flatMap(({ events: text }) => (text === undefined ? [] : (JSON.parse(text) as Told[])))
    return events.flatMap(event =>
      "events" in event ? (event as unknown as { events: Told[] }).events : [event],
    )
  })
}

async function takenOver(page: Page, timeout: number): Promise<Told> {
  let found: Told | undefined
  await expect
    .poll(
      async () => {
        found = (await eventsOf(page)).find(event => event.type === "run.taken_over")
        return found !== undefined
      },
      { timeout },
    )
    .toBe(true)
  return found as unknown as Told
}

/** The tab shows more and more of the run. */
async function goesOn(page: Page): Promise<void> {
  const before = (await eventsOf(page)).length
  await expect.poll(async () => (await eventsOf(page)).length, { timeout: 20_000 }).toBeGreaterThan(before)
  await expect(status(page)).toHaveText(/Waiting|Running/)
}
