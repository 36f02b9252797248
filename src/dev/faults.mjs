import { spawnSync } from "node:child_process"
import { build } from "./build.mjs"
import { chromiumPath } from "./chromium.mjs"
import { installPackages } from "./install.mjs"
import { root } from "./project.mjs"

/*
 * Breaks the engine in every way at every event, in Chromium and in the terminal: the whole series, of which `npm
 * test` draws a few. It takes the better part of an hour; `npm run test:faults -- 2/8` makes the second eighth of it.
 */

installPackages()
const CHROMIUM_PATH = await chromiumPath()
await build("page")
await build("cli")
const { status } = spawnSync("npx", ["playwright", "test", "--project", "faults", "--workers", "1"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, FAULT_TRIALS: process.argv[2] ?? "all", CHROMIUM_PATH },
  shell: process.platform === "win32",
})
process.exit(status ?? 1)
