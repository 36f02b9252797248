import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import { build, bundle, nodeProgram, threadEntries } from "./build.mjs"
import { chromiumPath } from "./chromium.mjs"
import { installPackages } from "./install.mjs"
import { root } from "./project.mjs"

/*
 * Runs every `*.bench.ts` that stands beside the code, one after the other, and prints what each reports: ratios
 * against the thing named, with absolute figures beside them. `npm run bench -- format` runs those whose path
 * has the word, and `npm run bench -- chromium` what is measured in a browser.
 */

installPackages()
const wanted = process.argv[2] ?? ""
const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter(path => path.endsWith(".bench.ts") && path.includes(wanted))
  .sort()
const names = files.map(file => basename(file, ".ts"))

await bundle(
  nodeProgram(
    { ...threadEntries, ...Object.fromEntries(files.map((file, at) => [names[at], `src/${file}`])) },
    ".cache/bench",
  ),
)
for (const [at, file] of files.entries()) {
  console.log(`\n${file}`)
  const { default: bench } = await import(
    pathToFileURL(join(root, ".cache", "bench", `${names[at]}.js`)).href
  )
  await bench(print)
}

if ("chromium".includes(wanted)) {
  console.log("\nIn Chromium")
  await build("page")
  spawnSync("npx", ["playwright", "test", "--project", "bench", "--reporter", "list"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, BENCH: "1", CHROMIUM_PATH: await chromiumPath() },
    shell: process.platform === "win32",
  })
}

/** @param {{ name: string, value: number, unit: string, wanted?: string }} line */
function print({ name, value, unit, wanted: goal }) {
  const figure = value >= 1000 ? Math.round(value).toLocaleString("en") : value.toPrecision(3)
  console.log(`  ${name.padEnd(64)} ${`${figure} ${unit}`.padStart(22)}${goal ? `   wanted ${goal}` : ""}`)
}
