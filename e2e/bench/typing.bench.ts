import { expect, type Page, test } from "@playwright/test"
import { noteCardRenders, takeRenderedCards } from "./cardRenders.ts"
import { gridText } from "./grid.ts"

/*
 * Typing in the inspector while thousands of steps are open, against typing with ten: what a key costs must not grow
 * with the canvas. Besides the time until the letter is painted, the cards that are rendered for it are counted, which
 * is the same on every machine: the one whose line says what is typed, and no other.
 */

const words = "a name with many letters, one after the other"

test.describe.configure({ mode: "serial" })

for (const view of ["at full size", "with all in view"] as const)
  test(`typing in the inspector, the canvas ${view}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const small = await typing(await opened(await newPage(browser), 10, view))
    for (const steps of [1_000, 5_000]) {
      const { middle, slowest, others } = await typing(await opened(await newPage(browser), steps, view))
      const ratio = (middle / small.middle).toFixed(2)
      console.log(
        `  ${steps.toLocaleString("en")} steps, ${view}: from a key to its letter ${middle.toFixed(1)} ms, at most ${slowest.toFixed(1)}, ${ratio} times that of 10 steps; ${others} other cards rendered for ${words.length} keys   wanted 0`,
      )
      expect(others).toBe(0)
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

async function typing(page: Page) {
  const field = page.getByRole("complementary", { name: "Inspector" }).getByRole("textbox", { name: /path/i })
  await field.click()
  await field.press("End")
  const written = page.locator(".react-flow__node.selected")
  const own = (await written.count()) === 0 ? null : await written.getAttribute("data-id")
  await page.evaluate(notePaints)
  await page.evaluate(takeRenderedCards)
  for (const letter of words) await page.keyboard.type(letter)
  await page.waitForTimeout(1_500)
  const times = (await page.evaluate(() => (window as unknown as { paints: number[] }).paints)).toSorted(
    (a, b) => a - b,
  )
  const rendered = await page.evaluate(takeRenderedCards)
  await page.close()
  return {
    middle: times[times.length >> 1] ?? 0,
    slowest: times.at(-1) ?? 0,
    others: rendered.filter(id => id !== own).length,
  }
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
