import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { defineConfig } from "@playwright/test"

/** The port that the caller found free; else one of its own for each checkout, so that two can be tried side by side. */
const port = Number(process.env.JOURNEY_PORT ?? ownPort())

function ownPort(): number {
  const hash = createHash("sha256")
    .update(import.meta.dirname)
    .digest()
  return 4200 + (hash.readUInt16BE(0) % 1500)
}

// Every process of the tests reads this file, and all must mean the same server.
process.env.JOURNEY_PORT = String(port)

/** An installed Chrome or Chromium: the one that CHROMIUM_PATH names, else what is found where they are put. */
function installedChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
  const paths = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
  const places = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ]
  return [...paths, ...places].find(existsSync)
}

const executablePath = installedChromium()

// Drawn here and not where it is used, for every process of the tests must draw the same trials.
process.env.FAULT_SEED ??= String(Date.now() % 1_000_000)

export default defineConfig({
  testDir: "e2e",
  outputDir: ".cache/journeys",
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? ".cache/journeys.json" }],
  ],
  projects: [
    { name: "journeys", testIgnore: ["faults/**", "bench/**"] },
    // Measures, and so runs only where it is asked for by name.
    ...(process.env.BENCH === undefined ? [] : [{ name: "bench", testMatch: "bench/*.bench.ts" }]),
    { name: "faults", testMatch: "faults/*.spec.ts", fullyParallel: false },
  ],
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium has no sandbox for root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  webServer: { command: `node src/dev/serve.mjs ${port}`, port, reuseExistingServer: false },
})
