import { playwright } from "@vitest/browser-playwright"
import { defineConfig } from "vitest/config"
import { guestHeap } from "./src/dev/guestEngine.ts"
import { soon } from "./src/lib/testing/soon.ts"

/** The Chromium that the tests were told to use; Playwright's own where none was named. */
const executablePath = process.env.CHROMIUM_PATH
const args = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]

export default defineConfig({
  cacheDir: ".cache/vite",
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}"],
          exclude: ["src/**/*.browser.test.ts"],
          environment: "node",
          // Against tests that hang, not a measure: what is held to a time says so itself.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: soon },
        },
      },
      {
        plugins: [guestHeap()],
        optimizeDeps: {
          include: [
            "dexie",
            "zod",
            "fast-check",
            "comlink",
            "isomorphic-git",
            "buffer",
            "just-bash/browser",
            "fflate",
            "react",
            "react-dom/client",
          ],
        },
        test: {
          name: "browser",
          include: ["src/**/*.browser.test.ts"],
          globalSetup: ["src/ports/http/testing/serversForPages.ts"],
          testTimeout: 60_000,
          expect: { poll: soon },
          // Pages share locks, channels and a disk, servers that count what arrives, and the machine's time.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath === undefined ? {} : { executablePath }),
                args: process.getuid?.() === 0 ? [...args, "--no-sandbox"] : args,
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
})
