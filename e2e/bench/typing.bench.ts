import { expect, type Page, test } from "@playwright/test"
import { noteCardRenders, takeRenderedCards } from "./cardRenders.ts"
import { gridText } from "./grid.ts"

/*
 * Typing in the inspector while thousands of steps are open, against typing with ten: what a key costs must not grow
 * with the canvas, at the pace of a hand, and where one key comes right after the other. Besides the time until the
 * letter is painted, the cards that are rendered for it are counted, which is the same on every machine: the one whose
 * line says what is typed, and no other. Last comes the time from a letter to the disk, which may be 300 ms.
 */

const words = "a name with many letters, one after the other"

/** How fast the keys come, in milliseconds between them. */
const paces = [
  { name: "at the pace of a hand", gap: 100 },
  { name: "one right after the other", gap: 0 },
] as const

/** What a letter may take, in milliseconds, and how many times what it takes with ten steps. */
const wanted = { middle: 50, times: 1.3, disk: 300 }

test.describe.configure({ mode: "serial" })

for (const view of ["at full size", "with all in view"] as const)
  test(`typing in the inspector, the canvas ${view}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const small = await typing(await opened(await newPage(browser), 10, view))
    for (const steps of [1_000, 5_000]) {
      const large = await typing(await opened(await newPage(browser), steps, view))
      const count = `${steps.toLocaleString("en")} steps, ${view}`
      for (const { name } of paces) {
        const [a, b] = [large[name], small[name]]
        const ratio = (a.middle / b.middle).toFixed(2)
        console.log(
          `  ${count}, keys ${name}: ${a.middle.toFixed(1)} ms from a key to its letter, at most ${a.slowest.toFixed(1)}   wanted ${wanted.middle}   ${ratio} times that of 10 steps   wanted ${wanted.times}; ${a.others} other cards rendered for ${words.length} keys   wanted 0`,
        )
        expect(a.others).toBe(0)
      }
      const { disk } = large
      // A file of 5,000 steps takes as long as it takes.
      const goal = steps > 1_000 ? "" : `   wanted ${wanted.disk}`
      console.log(`  ${count}: ${disk.toFixed(0)} ms from a letter to the disk${goal}`)
    }
  })

async function newPage(browser: { newPage(options: object): Promise<Page> }): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(noteCardRenders)
  return page
}

async function opened(page: Page, steps: number, view: string): Promise<Page> {
  await page.goto("#/")
  const file = { name: "grid.yaml", mimeType: "application/yaml", buffer: Buffer.from(gridText(steps)) }
  await page.locator("input[type=file]").setInputFiles(file)
  await page.locator(".react-flow__node, .far-drawing").first().waitFor({ timeout: 60_000 })
  await page.waitForTimeout(2_000)
  await page.locator(".react-flow__pane").click({ position: { x: 4, y: 4 } })
  await page.keyboard.press("0")
  await page.waitForTimeout(1_000)
  await page.locator(".react-flow__node", { hasText: "notes/" }).first().click()
  if (view !== "at full size") await page.keyboard.press("1")
  await page.waitForTimeout(1_000)
  return page
}

type Pace = (typeof paces)[number]["name"]
interface Cost {
  readonly middle: number
  readonly slowest: number
  readonly others: number
}

async function typing(page: Page): Promise<Record<Pace, Cost> & { readonly disk: number }> {
  const field = page.getByRole("complementary", { name: "Inspector" }).getByRole("textbox", { name: /path/i })
  await field.click()
  await field.press("End")
  const written = page.locator(".react-flow__node.selected")
  const own = (await written.count()) === 0 ? null : await written.getAttribute("data-id")
  await page.evaluate(notePaints)
  const costs: Partial<Record<Pace, Cost>> = {}
  for (const { name, gap } of paces) {
    await page.evaluate(takeRenderedCards)
    for (const letter of words) {
      await page.keyboard.type(letter)
      await page.waitForTimeout(gap)
    }
    await page.waitForTimeout(1_500)
    const times = (await page.evaluate(takePaints)).toSorted((a, b) => a - b)
    const rendered = await page.evaluate(takeRenderedCards)
    costs[name] = {
      middle: times[times.length >> 1] ?? 0,
      slowest: times.at(-1) ?? 0,
      others: rendered.filter(id => id !== own).length,
    }
  }
  await page.evaluate(noteSaved)
  await page.keyboard.type("x")
  const disk = await page.evaluate(takeSaved)
  await page.close()
  return { ...(costs as Record<Pace, Cost>), disk }
}

/** Notes for each key how long it took until what it typed was painted. Handed to the page as text. */
function notePaints(): void {
  const paints: number[] = []
  Object.assign(window, { paints })
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => paints.push(performance.now() - timeStamp)
        channel.port2.postMessage(null)
      })
    },
    true,
  )
}

/** The times that were noted since this was asked last. */
function takePaints(): number[] {
  return (window as unknown as { paints: number[] }).paints.splice(0)
}

/** Notes the milliseconds from the next key until the page says that all is on disk. */
function noteSaved(): void {
  const isSaved = () => document.body.textContent.includes("Saved on this device")
  const saved = new Promise<number>(go => {
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        let wasWaiting = false
        const look = () => {
          if (!isSaved()) wasWaiting = true
          else if (wasWaiting) return go(performance.now() - timeStamp)
          setTimeout(look, 4)
        }
        look()
      },
      { capture: true, once: true },
    )
  })
  Object.assign(window, { saved })
}

/** The time that was noted, once it is known. */
function takeSaved(): Promise<number> {
  return (window as unknown as { saved: Promise<number> }).saved
}
