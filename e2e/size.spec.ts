import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { gzipSync } from "node:zlib"
import type { Page } from "@playwright/test"
import type { ChunkContents } from "../src/dev/chunkContents.ts"
import { gridText } from "./bench/grid.ts"
import { expect, test } from "./studio.ts"

/*
 * What travels before somebody can work: the scripts that the browser asks for, gzipped, in thousands of bytes. A
 * limit that is passed names the largest files and what stands in them.
 */

const dist = join(import.meta.dirname, "../dist")

/** What comes only when it is needed. */
const later = [
  ...["monaco-editor", "isomorphic-git", "just-bash", "quickjs-wasi", "openai", "@anthropic-ai/sdk"],
  ...["cheerio", "jsonata", "sucrase", "hash-wasm", "fast-xml-parser", "marked"],
]
/** And this comes with the first workflow that is opened. */
const withBuilder = ["@xyflow/react", "yaml", "zod", "acorn"]

/** Collects the scripts that are asked for from now on, by their names. */
function watchScripts(page: Page): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  page.context().on("request", request => {
    const { pathname } = new URL(request.url())
    if (!pathname.endsWith(".js")) return
    const kept = readFileSync(join(dist, "page/assets", basename(pathname)))
    sizes.set(basename(pathname), gzipSync(kept).length / 1000)
  })
  return sizes
}

function contentsOf(file: string): ChunkContents | undefined {
  const all = JSON.parse(readFileSync(join(dist, "page-contents.json"), "utf8"))
  return all[`assets/${file}`]
}

/** The packages in the files. */
function partsOf(files: Iterable<string>): Set<string> {
  return new Set([...files].flatMap(file => Object.keys(contentsOf(file)?.parts ?? {})))
}

/** The files from the largest, each with the largest of what stands in it. */
function said(sizes: ReadonlyMap<string, number>): string {
  const lines = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 12)
  return lines
    .map(([file, size]) => {
      const parts = Object.entries(contentsOf(file)?.parts ?? {}).sort(([, a], [, b]) => b - a)
      return `${size.toFixed(1).padStart(7)} kB  ${file}: ${parts
        .map(([part]) => part)
        .slice(0, 5)
        .join(", ")}`
    })
    .join("\n")
}

function expectWithin(what: string, sizes: ReadonlyMap<string, number>, limit: number) {
  const sum = [...sizes.values()].reduce((all, size) => all + size, 0)
  console.log(`  ${what}: ${sum.toFixed(1)} kB of ${limit}`)
  expect(sum, `${what} loads more than ${limit} kB:\n${said(sizes)}`).toBeLessThan(limit)
}

test("the workflows page answers after less than 230 kB, and a builder with its worker after less than 400", async ({
  studio,
}) => {
  const { page } = studio
  const first = watchScripts(page)
  await studio.home()
  expectWithin("The workflows page", first, 230)
  const parts = partsOf(first.keys())
  expect(parts).toContain("react-dom")
  expect([...later, ...withBuilder].filter(part => parts.has(part))).toEqual([])

  await studio.import(gridText(100))
  await expect(studio.box("s0")).toBeVisible()
  await studio.saved()
  const opened = watchScripts(page)
  await page.goto("./?again#/w/grid-100")
  await expect(studio.box("s0")).toBeVisible()
  expectWithin("The builder with 100 steps", opened, 400)
  const builderParts = partsOf(opened.keys())
  expect(later.filter(part => builderParts.has(part))).toEqual([])
})
