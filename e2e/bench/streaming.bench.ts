import { expect, type Page, test } from "@playwright/test"
import { middle } from "../../src/lib/middle.ts"
import { type ModelServer, serveModels } from "../doubles/modelServer.ts"
import { chooseServer, grant } from "../keyDesk.ts"
import { frameCost } from "./frameCost.ts"
import { type Frames, framesFor } from "./frames.ts"
import { line } from "./measurePage.ts"

/* What models say, on its way from a server on this computer through the frame and the worker onto the cards. */

let double: ModelServer
test.beforeEach(async () => {
  double = await serveModels()
})
test.afterEach(() => double.close())

const wires = ["anthropic", "openai"] as const

for (const speaks of wires) {
  test(`${speaks}: from the server to the card`, async ({ page }) => {
    await bring(page, double[speaks], speaks, ["one"])
    const words = Array.from({ length: 12 }, (_, at) => `word${at + 10}`)
    double.tell({ text: words.join(" "), piece: 7, every: 400 })
    await page.evaluate(watchCard, "one")
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await expect(statusOf(page)).toHaveText("Completed", { timeout: 30_000 })
    const seen = await page.evaluate(() => (window as never as { seen: [string, number][] }).seen)
    const delays = words.map(word => {
      const sent = double.sent.find(({ event }) => event.includes(word))?.at ?? Number.NaN
      return (seen.find(([text]) => text.includes(word))?.[1] ?? Number.NaN) - sent
    })
    const [first = Number.NaN, ...later] = delays
    line(`${speaks}: the first token, from the server onto the card`, first, "ms", "< 50")
    line(`${speaks}: a later token, the median`, middle(later), "ms", "< 50")
    line(`${speaks}: a later token, the latest`, Math.max(...later), "ms", "")
  })
}

test("200 tokens a second on each of five cards", async ({ page }) => {
  const ids = ["one", "two", "three", "four", "five"]
  await bring(page, double.openai, "openai", ids)
  await measure(page, "at rest")
  double.always({ hang: true })
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(page.locator('.card[data-run="running"]')).toHaveCount(ids.length)
  await frameCost(page, "as the wires to five cards flow", 3_000)
  await measure(page, "while five cards wait")
  await frameCost(page, "while five cards wait", 3_000)
  await page.getByRole("button", { name: "Cancel the run" }).click()
  await expect(statusOf(page)).toHaveText("Cancelled")
  // Each token is another: what stays the same on a card costs nothing.
  const tokens = Array.from({ length: 200 * 12 }, (_, at) => `${String(at % 1_000).padStart(3, "0")} `)
  double.always({ text: tokens.join(""), piece: 4, every: 5 })
  await page.evaluate(watchCard, "one")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(page.locator(".run-text")).toHaveCount(ids.length)
  await measure(page, "while five cards stream")
  await frameCost(page, "while five cards stream", 3_000)
  await expect(statusOf(page)).toHaveText("Completed", { timeout: 60_000 })
  line("tokens a second on each card", await arrived(page, tokens), "", "200")
})

/** How many tokens a second came onto the card, from the tenth of them to the last that was seen. */
async function arrived(page: Page, tokens: readonly string[]): Promise<number> {
  const seen = await page.evaluate(() => (window as never as { seen: [string, number][] }).seen)
  const all = tokens.join("")
  const shown = seen.map(([text, at]) => ({
    at,
    upTo: all.indexOf(text.trimStart()) + text.trimStart().length,
  }))
  // The thousandth token begins the numbers anew: the same words are found where they stood first.
  let turns = 0
  const counts = shown.map(({ at, upTo }, index) => {
    if (upTo < (shown[index - 1]?.upTo ?? 0)) turns++
    return { at, tokens: upTo / 4 + turns * 1_000 }
  })
  const [first, last] = [counts.find(({ tokens: count }) => count >= 10), counts.at(-1)]
  if (first === undefined || last === undefined) return Number.NaN
  return ((last.tokens - first.tokens) * 1_000) / (last.at - first.at)
}

/** Counts frames for a while, and what the page and the drawing of it compute meanwhile. */
async function measure(page: Page, when: string): Promise<void> {
  const before = await computed(page)
  const { perSecond, worst }: Frames = await page.evaluate(framesFor, 6_000)
  const after = await computed(page)
  line(`frames a second ${when}`, perSecond, "", when.includes("stream") ? "60" : "")
  line(`the longest frame ${when}`, worst, "ms")
  for (const [what, seconds] of Object.entries(after))
    line(`${what} ${when}, of one core`, ((seconds - (before[what] ?? 0)) / 6) * 100, "%")
}

/** The seconds that each sort of the browser's processes has computed, whatever else the machine does. */
async function computed(page: Page): Promise<{ readonly [sort: string]: number }> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  const { processInfo } = (await session?.send("SystemInfo.getProcessInfo")) ?? { processInfo: [] }
  const seconds: { [sort: string]: number } = {}
  for (const { type, cpuTime } of processInfo) seconds[type] = (seconds[type] ?? 0) + cpuTime
  await session?.detach()
  return seconds
}

const statusOf = (page: Page) => page.getByRole("region", { name: "The run" }).getByRole("status").first()

/** Opens a workflow whose steps ask the server side by side. */
async function bring(page: Page, address: string, speaks: (typeof wires)[number], ids: readonly string[]) {
  await page.goto("#/")
  await expect(page.getByRole("heading", { name: "Workflows", exact: true })).toBeVisible()
  await chooseServer(page, { id: "mine", speaks, address })
  await grant(page, "streams", ["ai:mine"])
  const asks = ids.map(
    id => `  - { id: ${id}, kind: ai.generate, with: { provider: mine, prompt: Say it } }\n`,
  )
  const text = `rivulet: 1\nid: streams\nvariables: { n: 0 }\nsteps:\n  - { id: begin, kind: set, with: { values: { n: 1 } }, next: [${ids.join(", ")}] }\n${asks.join("")}`
  const file = { name: "streams.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) }
  await page.locator("input[type=file]").setInputFiles(file)
  await page.locator(".react-flow__node").first().waitFor()
}

/** Writes down when each text was first on the card. Handed to the page as text, and so stands alone. */
function watchCard(id: string): void {
  const seen: [string, number][] = []
  Object.assign(window, { seen })
  const card = document.querySelector(`.react-flow__node[data-id="${id}"]`)
  if (card === null) throw new Error(`Expected the card of ${id}`)
  const look = (): void => {
    const text = card.querySelector(".run-text")?.textContent ?? ""
    if (text !== "" && text !== seen.at(-1)?.[0])
      seen.push([text, performance.timeOrigin + performance.now()])
  }
  new MutationObserver(look).observe(card, { subtree: true, childList: true, characterData: true })
}
