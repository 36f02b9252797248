import { join } from "node:path"
import { chromium, expect, test } from "@playwright/test"
import { build } from "vite"
import { startChromium } from "../faults/chromium.ts"
import { serveEffects } from "../faults/effectsServer.ts"
import type { Speeds } from "./page/benchWorker.ts"

test("a chain of 10,000 pure steps, all of it on disk, against a bare database", async () => {
  test.setTimeout(120_000)
  const folder = join(import.meta.dirname, "../../.cache/bench-page")
  await build({
    configFile: false,
    root: join(import.meta.dirname, "page"),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true, target: "es2023" },
    worker: { format: "es" },
  })
  const server = await serveEffects(folder)
  const executable = test.info().project.use.launchOptions?.executablePath ?? chromium.executablePath()
  const browser = await startChromium(executable)
  try {
    const page = await browser.context().newPage()
    await page.goto(server.url)
    const speeds: Speeds = await page.evaluate(() => (window as never as { speeds: Promise<Speeds> }).speeds)
    const ratio = speeds.chain / speeds.bare
    const [bare, chain] = [speeds.bare, speeds.chain].map(speed => Math.round(speed).toLocaleString("en"))
    console.log(`  journal of a chain against a bare bulkAdd of 100: ${ratio.toFixed(1)} times   wanted 3`)
    console.log(`  (${chain} against ${bare} events a second)`)
    // What is wanted is judged by a person, on a machine that does nothing else.
    expect(ratio).toBeGreaterThan(1)
  } finally {
    await browser.close()
    server.close()
  }
})
