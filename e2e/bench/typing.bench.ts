import { expect, type Page, test } from "@playwright/test"
import { middle } from "../../src/lib/middle.ts"
import { noteCardRenders, takeRenderedCards } from "./cardRenders.ts"
import { gridText } from "./grid.ts"

/*
 * Typing in the inspector while thousands of steps are open, against typing with ten: what a key costs must not grow
 * with the canvas, at the pace of a hand, and where one key comes right after the other. All are open side by side, and
 * are typed into by turns, so that what else the machine does falls on each of them. Besides the time until the letter
 * is painted, the cards that are rendered for it are counted, which is the same on every machine: the one whose line
 * says what is typed, and no other. Last comes the time from a letter to the disk, which may be 300 ms.
 */

const words = "a name with many letters"

/** How often each of them is typed into. */
const rounds = 4

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
    const desks: Desk[] = []
    for (const steps of [10, 1_000, 5_000])
      desks.push(await deskOn(await opened(await newPage(browser), steps, view), steps))
    for (let round = 0; round < rounds; round++) for (const desk of desks) await typeInto(desk)
    const [small, ...large] = desks
    if (small === undefined) throw new Error("Expected a page with ten steps")
    for (const { steps, times, others, disk } of large) {
      const count = `${steps.toLocaleString("en")} steps, ${view}`
      for (const { name } of paces) {
        const [took, alone] = [middle(times[name]), middle(small.times[name])]
        const slowest = Math.max(...times[name])
        console.log(
          `  ${count}, keys ${name}: ${took.toFixed(1)} ms from a key to its letter, at most ${slowest.toFixed(1)}   wanted ${wanted.middle}   ${(took / alone).toFixed(2)} times that of 10 steps   wanted ${wanted.times}`,
        )
        expect.soft(took, `milliseconds to a letter with ${count}, ${name}`).toBeLessThan(wanted.middle)
        expect.soft(took / alone, `times that of 10 steps with ${count}, ${name}`).toBeLessThan(wanted.times)
      }
      console.log(`  ${count}: ${others.length} other cards rendered for all keys   wanted 0`)
      expect.soft(others, `other cards rendered with ${count}`).toEqual([])
      const written = middle(disk)
      console.log(`  ${count}: ${written.toFixed(0)} ms from a letter to the disk   wanted ${wanted.disk}`)
      expect.soft(written, `milliseconds from a letter to the disk with ${count}`).toBeLessThan(wanted.disk)
    }
    for (const { page } of desks) await page.close()
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

/** A page that is typed into, and what was measured there. */
interface Desk {
  readonly page: Page
  readonly steps: number
  /** The card of the step that the inspector shows; null where it is no box of its own. */
  readonly own: string | null
  readonly times: Record<Pace, number[]>
  readonly others: string[]
  readonly disk: number[]
}

async function deskOn(page: Page, steps: number): Promise<Desk> {
  const written = page.locator(".react-flow__node.selected")
  const own = (await written.count()) === 0 ? null : await written.getAttribute("data-id")
  await page.evaluate(notePaints)
  const times: Desk["times"] = { "at the pace of a hand": [], "one right after the other": [] }
  return { page, steps, own, times, others: [], disk: [] }
}

/** Types the words at each pace, and a letter whose way to the disk is measured. */
async function typeInto({ page, own, times, others, disk }: Desk): Promise<void> {
  await page.bringToFront()
  const field = page.getByRole("complementary", { name: "Inspector" }).getByRole("textbox", { name: /path/i })
  for (const { name, gap } of paces) {
    await field.fill("notes/1.md")
    await page.waitForTimeout(1_500)
    await page.evaluate(takePaints)
    await page.evaluate(takeRenderedCards)
    for (const letter of words) {
      await page.keyboard.type(letter)
      await page.waitForTimeout(gap)
    }
    await page.waitForTimeout(1_000)
    times[name].push(...(await page.evaluate(takePaints)))
    others.push(...(await page.evaluate(takeRenderedCards)).filter(id => id !== own))
  }
  await page.evaluate(noteSaved)
  await page.keyboard.type("x")
  disk.push(await page.evaluate(takeSaved))
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
