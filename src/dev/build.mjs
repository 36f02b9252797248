import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { installPackages } from "./install.mjs"
import { contentHash, root } from "./project.mjs"

/*
 * Builds what is not built yet: the page into dist/page, the command into dist/cli. Each part leaves the hash of
 * what it was made from beside itself, and is made again only when that has changed.
 */

const sources = [
  "src",
  "public",
  "index.html",
  "run-frame.html",
  "vite.config.ts",
  "package-lock.json",
  "e2e/workflows",
]

/** What runs in threads of Node: each needs an entry of its own beside the program that starts it. */
export const threadEntries = { guest: "src/ports/sandbox/nodeGuest.ts", job: "src/cli/jobWorker.ts" }

/** The parts of the product: the file that shows that it was built, and how it is. */
const parts = {
  page: {
    shows: "dist/page/index.html",
    config: { configFile: join(root, "vite.config.ts") },
  },
  cli: {
    shows: "dist/cli/guest.js",
    config: nodeProgram({ rivulet: "src/cli/rivulet.ts", ...threadEntries }, "dist/cli"),
  },
}

/**
 * Builds a part unless it is up to date.
 * @param {keyof typeof parts} name
 */
export async function build(name) {
  const part = parts[name]
  const stamp = join(root, "dist", `.${name}`)
  const wanted = contentHash(sources)
  if (existsSync(join(root, part.shows)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted)
    return
  console.error(`· Building ${name}`)
  await bundle(part.config)
  writeFileSync(stamp, wanted)
}

/**
 * Bundles with Vite, which is loaded only when something is stale.
 * @param {import("vite").InlineConfig} config
 */
export async function bundle(config) {
  const vite = await import("vite")
  await vite.build({ root, logLevel: "warn", ...config })
}

/**
 * How a program for Node is bundled: everything in it, so that it runs wherever Node does.
 * @param {Record<string, string>} input
 * @param {string} outDir
 * @returns {import("vite").InlineConfig}
 */
export function nodeProgram(input, outDir) {
  return {
    configFile: join(root, "src/dev/nodePrograms.config.ts"),
    publicDir: false,
    ssr: { noExternal: true, target: "node" },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: "node20",
      minify: false,
      rolldownOptions: { input, output: { entryFileNames: "[name].js" } },
    },
  }
}

if (process.argv[1] === import.meta.filename) {
  installPackages()
  for (const name of /** @type {const} */ (["page", "cli"])) await build(name)
}
