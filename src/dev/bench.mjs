import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build, bundle, nodeProgram, threadEntries } from "./build.mjs"
import { chromiumPath } from "./chromium.mjs"
import { installPackages } from "./install.mjs"
import { root } from "./project.mjs"

/*
 * Runs every `*.bench.ts` that stands beside the code, one after the other, and prints what each reports: ratios
 * against the thing named, with absolute figures beside them. `npm run bench -- format` runs those whose path
 * has the word, and `npm run bench -- chromium` what is measured in a browser; what follows is for Playwright, so
 * that `npm run bench -- chromium -g history` measures one thing of it.
 */

installPackages()
const wanted = process.argv[2] ?? ""
const all = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter(path => path.endsWith(".bench.ts"))
  .sort()
const files = all.filter(path => path.includes(wanted))
const isForChromium = "chromium".includes(wanted)

await bundle(
  nodeProgram(
    { ...threadEntries, ...Object.fromEntries(all.map(file => [nameOf(file), `src/${file}`])) },
    ".cache/bench",
  ),
)
for (const file of files) {
  console.log(`\n${file}`)
  await (await load(file)).default(print)
}

if (isForChromium) {
  console.log("\nIn Chromium")
  await build("page")
  const nodeChain = await (await load("cli/journal.bench.ts")).chainSpeed()
  // One by one: measured side by side, each would be the other's noise.
  const given = process.argv.slice(3)
  spawnSync("npx", ["playwright", "test", "--project=bench", "--reporter=list", "--workers=1", ...given], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, BENCH: "1", CHROMIUM_PATH: await chromiumPath(), NODE_CHAIN: String(nodeChain) },
    shell: process.platform === "win32",
  })
}

/** @param {string} file */
function nameOf(file) {
  return file.replaceAll(/[\\/]/g, "-").replace(/\.ts$/, "")
}

/** @param {string} file */
function load(file) {
  return import(pathToFileURL(join(root, ".cache", "bench", `${nameOf(file)}.js`)).href)
}

/** @param {{ name: string, value: number, unit: string, wanted?: string }} line */
function print({ name, value, unit, wanted: goal }) {
  const figure = value >= 1000 ? Math.round(value).toLocaleString("en") : value.toPrecision(3)
  console.log(`  ${name.padEnd(64)} ${`${figure} ${unit}`.padStart(22)}${goal ? `   wanted ${goal}` : ""}`)
}
