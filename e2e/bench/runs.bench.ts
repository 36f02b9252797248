import { expect, type Page, test } from "@playwright/test"
import { framesFor, inputDelays, scrollFrames } from "./frames.ts"
import { line } from "./measurePage.ts"
import { seedHistory } from "./seedHistory.ts"

/*
 * Looking at runs: one that goes on, one that is over, and the history of many. What is wanted is judged by a person,
 * on a machine that does nothing else.
 */

async function bring(page: Page, text: string) {
  await page.goto("#/")
  const file = { name: "bench.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) }
  await page.locator("input[type=file]").setInputFiles(file)
  await page.locator(".react-flow__node").first().waitFor()
}

const panelOf = (page: Page) => page.getByRole("region", { name: "The run" })
const statusOf = (page: Page) => panelOf(page).getByRole("status").first()

test("a run of 10,000 events in ten seconds is watched", async ({ page }) => {
  test.setTimeout(120_000)
  await bring(page, repeating("watched", 2_000, "      - { id: rest, kind: wait, with: { for: 5ms } }\n"))
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(statusOf(page)).toHaveText(/Running|Waiting/)
  const frames = page.evaluate(framesFor, 8_000)
  const delays = page.evaluate(inputDelays, 8_000)
  for (let at = 0; at < 150; at++) {
    await page.mouse.move(400 + (at % 40) * 8, 300 + (at % 25) * 5)
    await page.waitForTimeout(40)
  }
  const { perSecond, worst } = await frames
  const { median } = await delays
  line("frames a second while 10,000 events come in 10 s", perSecond, "", "60")
  line("the longest frame meanwhile", worst, "ms", "")
  line("median delay of input meanwhile", median, "ms", "< 50")
  await expect(statusOf(page)).toHaveText("Completed", { timeout: 60_000 })
})

test("a finished run of 100,000 events is opened and scrolled through", async ({ page }) => {
  test.setTimeout(300_000)
  // A step with a time limit is opened anew each time: pure ones alone would be run through, many rounds an event.
  await bring(page, repeating("long", 33_333, "", ", timeout: 1m"))
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(statusOf(page)).toHaveText("Completed", { timeout: 200_000 })
  const opened: { readonly took: number; readonly worst: number; readonly events: number }[] = []
  for (let round = 0; round < 3; round++) {
    await page.reload()
    await page.getByRole("button", { name: "Runs", exact: true }).click()
    const row = panelOf(page).getByRole("list", { name: "Runs of this workflow" }).getByRole("button")
    await row.waitFor()
    await page.waitForTimeout(500)
    opened.push(
      await row.evaluate(async button => {
        const started = performance.now()
        let [last, worst] = [started, 0]
        const panel = button.closest('[aria-label="The run"]')
        ;(button as HTMLElement).click()
        for (;;) {
          await new Promise(go => requestAnimationFrame(go))
          const now = performance.now()
          worst = Math.max(worst, now - last)
          last = now
          // The run is shown once all of it has come: its slider then leads to the last event.
          const slider = panel?.querySelector('[aria-label="Moment of the run"]') ?? null
          if (slider !== null)
            return { took: now - started, worst, events: Number(slider.getAttribute("max")) }
        }
      }),
    )
  }
  line("events of the run", opened[0]?.events ?? 0, "", "100,000")
  line(
    "a finished run of 100,000 events, opened",
    Math.min(...opened.map(({ took }) => took)),
    "ms",
    "< 1,000",
  )
  line("the longest frame meanwhile", Math.min(...opened.map(({ worst }) => worst)), "ms", "")
  for (const sheet of ["Timeline", "Log"]) {
    await panelOf(page).getByRole("tab", { name: sheet, exact: true }).click()
    if (sheet === "Timeline")
      await panelOf(page).getByRole("button", { name: "Show what ran in again" }).click()
    else await panelOf(page).getByRole("radio", { name: "All", exact: true }).click()
    await page.waitForTimeout(500)
    const { perSecond, worst } = await page.evaluate(scrollFrames)
    line(`frames a second while the ${sheet.toLowerCase()} is scrolled`, perSecond, "", "60")
    line("the longest frame meanwhile", worst, "ms", "")
  }
})

test("an output of 100,000 rows is shown and scrolled through", async ({ page }) => {
  test.setTimeout(120_000)
  const row = "({ id: at, name: 'Row ' + at, text: 'x'.repeat(400) })"
  await bring(
    page,
    `rivulet: 1
id: rows
steps:
  - { id: make, kind: code.run, with: { timeout: 60s, source: "return Array.from({ length: 100000 }, (_, at) => ${row})" } }
output: "{{ steps.make.output.result }}"
`,
  )
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(statusOf(page)).toHaveText("Completed", { timeout: 60_000 })
  const output = panelOf(page).getByRole("region", { name: "Output" })
  const shown = async (press: string | null, sign: RegExp) => {
    const started = Date.now()
    if (press !== null) await output.getByRole("radio", { name: press, exact: true }).click()
    else await output.getByRole("button", { name: "Load it" }).click()
    await expect(output.getByText(sign).first()).toBeVisible({ timeout: 30_000 })
    return Date.now() - started
  }
  line("100,000 rows of 40 MB, until they are a table", await shown(null, /^Row 0$/), "ms", "")
  const { perSecond, worst } = await page.evaluate(scrollFrames)
  line("frames a second while the table is scrolled", perSecond, "", "60")
  line("the longest frame meanwhile", worst, "ms", "")
  line("until they are JSON", await shown("JSON", /"name": "Row 0"/), "ms", "")
  line("until they are a tree", await shown("Tree", /^0 … 499$/), "ms", "")
})

test("the history of 50,000 runs is read and filtered", async ({ page }) => {
  test.setTimeout(300_000)
  await bring(page, repeating("seen", 1, ""))
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(statusOf(page)).toHaveText("Completed")
  await page.evaluate(seedHistory, 50_000)
  // Who has the history at hand knows nothing of what was put there. The first reading packs what it finds; from then
  // on it is read in packs.
  await page.goto("about:blank")
  await page.goto("/#/runs")
  await expect(page.getByText(/50,001 runs/)).toBeVisible({ timeout: 60_000 })
  await page.waitForTimeout(45_000)
  const loads: number[] = []
  for (let round = 0; round < 3; round++) {
    await page.goto("about:blank")
    await page.goto("/#/runs")
    // Counted from the moment at which its address was opened; who looks for it from outside looks twice a second.
    loads.push(
      await page.evaluate(async () => {
        while (!document.body.textContent?.includes("50,001 runs")) {
          if (performance.now() > 60_000) throw new Error("Expected 50,001 runs")
          await new Promise(go => requestAnimationFrame(go))
        }
        return performance.now()
      }),
    )
  }
  line("a history of 50,000 runs, until it is there", Math.min(...loads), "ms", "< 1,000")
  for (const [name, text, count] of [
    ["word of the input", "customer77", 550],
    ["sentence of a problem", "answered 429", 5_000],
    ["tag", "night", 10_000],
  ] as const) {
    const search = page.getByRole("searchbox", { name: "Find a run" })
    const took: number[] = []
    for (let round = 0; round < 3; round++) {
      await search.fill("")
      await expect(page.getByText(/50,001 runs/)).toBeVisible()
      took.push(
        await search.evaluate(
          async (input, { text, say }) => {
            const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set
            const started = performance.now()
            set?.call(input, text)
            input.dispatchEvent(new Event("input", { bubbles: true }))
            for (;;) {
              await new Promise(go => requestAnimationFrame(go))
              if (document.body.textContent?.includes(say)) return performance.now() - started
              if (performance.now() - started > 20_000) throw new Error(`Expected ${say}`)
            }
          },
          { text, say: `${count.toLocaleString("en")} runs` },
        ),
      )
    }
    line(`50,000 runs, found by a ${name}`, Math.min(...took), "ms", "< 100")
  }
})

/** A workflow that goes round so many times. */
function repeating(id: string, rounds: number, more: string, besides = ""): string {
  return `rivulet: 1
id: ${id}
variables: { n: 0 }
steps:
  - id: again
    kind: repeat
    visits: 1
    with: { max: ${rounds}, until: "{{ false }}" }
    steps:
      - { id: count, kind: set, with: { values: { n: 1 } }${besides} }
${more}`
}
