import { join } from "node:path"
import { chromium, test } from "@playwright/test"
import { build } from "vite"
import { guestHeap } from "../../src/dev/guestEngine.ts"
import { must } from "../../src/lib/assert.ts"
import { startChromium } from "../faults/chromium.ts"
import { serveEffects } from "../faults/effectsServer.ts"

/**
 * Builds a page of its own that measures something, opens it in so many Chromiums, one after the other, that have
 * never seen it and do nothing else, and gives what each page hands over under the name in its window.
 */
export async function measurePages<T>(folder: string, name: string, browsers: number): Promise<T[]> {
  test.setTimeout(120_000)
  const built = join(import.meta.dirname, "../../.cache", `bench-${folder}`)
  await build({
    configFile: false,
    root: join(import.meta.dirname, folder),
    logLevel: "error",
    build: { outDir: built, emptyOutDir: true, target: "es2023" },
    plugins: [guestHeap()],
    worker: { format: "es", plugins: () => [guestHeap()] },
  })
  const server = await serveEffects(built)
  const executable = test.info().project.use.launchOptions?.executablePath ?? chromium.executablePath()
  const measured: T[] = []
  try {
    for (let left = browsers; left > 0; left--) measured.push(await measureIn(executable, server.url, name))
  } finally {
    server.close()
  }
  return measured
}

/** What the page of that folder measures in one Chromium. */
export async function measurePage<T>(folder: string, name: string): Promise<T> {
  const [measured] = await measurePages<T>(folder, name, 1)
  return must(measured, "what the page measured")
}

async function measureIn<T>(executable: string, url: string, name: string): Promise<T> {
  const browser = await startChromium(executable)
  try {
    const page = await browser.context().newPage()
    await page.goto(url)
    return await page.evaluate(
      async given => (await (window as never as { [name: string]: unknown })[given]) as T,
      name,
    )
  } finally {
    await browser.close()
  }
}

/** Prints a figure beside what is wanted, which a person judges on a machine that does nothing else. */
export function line(name: string, value: number, unit: string, wanted = ""): void {
  const figure = `${value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(1)} ${unit}`
  console.log(`  ${name.padEnd(64)} ${figure.padStart(22)}${wanted === "" ? "" : `   wanted ${wanted}`}`)
}
