import { join } from "node:path"
import { type Browser, type Page, test } from "@playwright/test"
import { build } from "vite"
import { serveEffects } from "../faults/effectsServer.ts"
import { firstBox, noteFirstBox } from "./firstBox.ts"
import { frameTime, type Gesture } from "./gestures.ts"
import { gridText } from "./grid.ts"

/*
 * The builder against a bare React Flow page with the same boxes and wires, in one browser and by turns, so that
 * neither has a quieter machine than the other. What is printed are ratios, with both figures beside them.
 */

const rounds = 3
/** What a display takes for a frame, in milliseconds. */
const displayFrame = 1_000 / 60

test.describe.configure({ mode: "serial" })

/** One of the two pages that are measured against each other. */
interface Side {
  readonly page: Page
  /** Loads the page anew; gives the milliseconds until a box is on the screen. */
  open(): Promise<number>
  /** Shows boxes at full size. */
  enlarge(): Promise<void>
  /** Shows all that there is. */
  fit(): Promise<void>
}

async function sides(
  browser: Browser,
  { bare, ours, steps }: { bare: string; ours: string; steps: number },
): Promise<{ bare: Side; ours: Side }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const bareOf = (page: Page, whole: boolean) =>
    opened(page, `${bare}?steps=${steps}${whole ? "&whole" : ""}`)
  const barePage = await context.newPage()
  const ourPage = await context.newPage()
  for (const page of [barePage, ourPage]) {
    await page.addInitScript(noteFirstBox)
    // A hand that moves a canvas is over it.
    await page.mouse.move(700, 450)
  }
  await ourPage.goto(`${ours}#/`)
  const file = { name: "grid.yaml", mimeType: "application/yaml", buffer: Buffer.from(gridText(steps)) }
  await ourPage.locator("input[type=file]").setInputFiles(file)
  await ourPage.locator(".react-flow__node").first().waitFor({ timeout: 60_000 })
  const press = async (key: string) => {
    await ourPage.locator(".react-flow__pane").click({ position: { x: 4, y: 4 } })
    await ourPage.keyboard.press(key)
    await ourPage.waitForTimeout(1_000)
  }
  return {
    bare: {
      page: barePage,
      open: () => bareOf(barePage, false),
      async enlarge() {},
      fit: async () => void (await bareOf(barePage, true)),
    },
    ours: {
      page: ourPage,
      open: () => opened(ourPage, `${ours}?again=${Math.random()}#/w/grid-${steps}`),
      enlarge: () => press("0"),
      fit: () => press("1"),
    },
  }
}

async function opened(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: "commit" })
  await page.locator(".react-flow__node, .far-drawing").first().waitFor({ timeout: 60_000 })
  const took = await page.evaluate(firstBox)
  await page.waitForTimeout(1_000)
  return took
}

/** What is wanted of a ratio; no frame of either page can be shorter than the display's, whatever half of it is. */
interface Wanted {
  readonly times: number
  readonly isOfFrames?: boolean
}

function report(name: string, ours: readonly number[], bare: readonly number[], wanted: Wanted) {
  const [a, b] = [Math.min(...ours), Math.min(...bare)]
  const ratio = `${(a / b).toFixed(2)} times`
  const isPossible = wanted.isOfFrames !== true || b * wanted.times >= displayFrame
  const goal = isPossible
    ? `wanted ${wanted.times}`
    : `wanted ${(displayFrame / b).toFixed(2)}, which is as quick as the display`
  console.log(`  ${name.padEnd(56)} ${ratio.padStart(12)}   ${goal}   (${a.toFixed(1)} : ${b.toFixed(1)} ms)`)
}

async function compare(
  { bare, ours }: { bare: Side; ours: Side },
  gesture: Gesture,
  { name, wanted }: { name: string; wanted: Wanted },
) {
  const times = { bare: [] as number[], ours: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    for (const [side, into] of [
      [bare, times.bare],
      [ours, times.ours],
    ] as const) {
      await side.page.bringToFront()
      into.push(await side.page.evaluate(frameTime, gesture))
    }
  }
  report(name, times.ours, times.bare, wanted)
}

for (const steps of [1_000, 5_000]) {
  test(`the canvas with ${steps.toLocaleString("en")} steps against a bare one`, async ({ browser }) => {
    test.setTimeout(240_000)
    const folder = join(import.meta.dirname, "../../.cache/bench-canvas")
    await build({
      configFile: false,
      root: join(import.meta.dirname, "canvasPage"),
      logLevel: "error",
      build: { outDir: folder, emptyOutDir: true, target: "es2023" },
    })
    const server = await serveEffects(folder)
    const ours = test.info().project.use.baseURL ?? ""
    const pair = await sides(browser, { bare: server.url, ours, steps })
    const count = steps.toLocaleString("en")
    try {
      const times = { bare: [] as number[], ours: [] as number[] }
      for (let round = 0; round < rounds; round++) {
        for (const [side, into] of [
          [pair.bare, times.bare],
          [pair.ours, times.ours],
        ] as const) {
          await side.page.bringToFront()
          into.push(await side.open())
        }
      }
      report(`opening ${count} steps`, times.ours, times.bare, { times: 1.5 })
      // Each opens as large as it likes: the bare page at full size, ours smaller where there is much to see.
      await pair.ours.page.bringToFront()
      await pair.ours.enlarge()
      for (const gesture of ["pan", "zoom", "drag"] as const)
        await compare(pair, gesture, {
          name: `${gesture} at full size, ${count} steps`,
          wanted: { times: 1.3 },
        })
      for (const side of [pair.bare, pair.ours]) {
        await side.page.bringToFront()
        await side.fit()
      }
      for (const gesture of ["pan", "zoom"] as const)
        await compare(pair, gesture, {
          name: `${gesture} with all ${count} in view`,
          wanted: { times: 0.5, isOfFrames: true },
        })
    } finally {
      server.close()
    }
  })
}
