import { createHash } from "node:crypto"
import { defineConfig } from "@playwright/test"
import { installedChromium } from "./src/dev/chromium.mjs"

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
  // What must happen soon is measured where it is meant: a journey waits for it as long as a busy machine needs.
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    // Each journey begins in a browser that is new, and would keep all files of the page: those about it say so.
    serviceWorkers: "block",
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium has no sandbox for root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  webServer: { command: `node src/dev/serve.mjs ${port}`, port, reuseExistingServer: false },
})
