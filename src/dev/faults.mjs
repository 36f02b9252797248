import { spawnSync } from "node:child_process"
import { build } from "./build.mjs"
import { chromiumPath } from "./chromium.mjs"
import { installPackages } from "./install.mjs"
import { root } from "./project.mjs"

/* Breaks the engine in every way at every event: the whole series, of which `npm test` draws a sample. */

installPackages()
const CHROMIUM_PATH = await chromiumPath()
await build("page")
const { status } = spawnSync("npx", ["playwright", "test", "--project", "faults", "--workers", "1"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, FAULT_TRIALS: process.env.FAULT_TRIALS ?? "all", CHROMIUM_PATH },
  shell: process.platform === "win32",
})
process.exit(status ?? 1)
