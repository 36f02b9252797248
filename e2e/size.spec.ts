import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, test } from "@playwright/test"
import type { ChunkContents } from "../src/dev/chunkContents.ts"
import { gridText } from "./bench/grid.ts"

/*
 * What the page loads before the workflows page answers, which are the scripts that its HTML names, and before a
 * workflow stands in the builder: gzipped, in thousands of bytes. Whatever is too much is said by file, each with the
 * largest of what stands in it.
 */

const dist = join(import.meta.dirname, "../dist")
const assets = join(dist, "page/assets")

/** What comes only when it is needed. */
const later = [
  ...["monaco-editor", "isomorphic-git", "just-bash", "quickjs-wasi", "openai", "@anthropic-ai/sdk"],
  ...[
    "@xyflow/react",
    "yaml",
    "zod",
    "acorn",
    "virtual:catalogue",
    "cheerio",
    "jsonata",
    "sucrase",
    "fast-xml-parser",
    "marked",
  ],
]

/** The files that the page names: its first load. */
function namedFiles(): string[] {
  const html = readFileSync(join(dist, "page/index.html"), "utf8")
  return Array.from(html.matchAll(/assets\/[\w.-]+\.js/g), ([path]) => basename(path))
}

/** The scripts of the first load, from the largest. */
function firstLoad() {
  return weighed(namedFiles())
}

/**
 * The scripts without which the builder cannot begin: the first load, its own, the kinds, and what listens in the
 * engine's thread, with all they import.
 */
function builderLoad() {
  const needed = new Set<string>()
  const need = (file: string) => {
    if (needed.has(file)) return
    needed.add(file)
    const text = readFileSync(join(assets, file), "utf8")
    for (const [, imported = ""] of text.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
      need(imported)
  }
  const own = readdirSync(assets).filter(file =>
    /^(BuilderPage|_virtual_catalogue|engineWorker)-.*\.js$/.test(file),
  )
  expect(own).toHaveLength(3)
  for (const file of [...namedFiles(), ...own]) need(file)
  return weighed(needed)
}

function weighed(files: Iterable<string>) {
  const all = JSON.parse(readFileSync(join(dist, "page-contents.json"), "utf8"))
  const scripts = [...new Set(files)].map(file => {
    const size = gzipSync(readFileSync(join(assets, file))).length / 1000
    const contents: ChunkContents | undefined = all[`assets/${file}`]
    const parts = Object.entries(contents?.parts ?? {}).sort(([, a], [, b]) => b - a)
    return { file, size, parts: parts.map(([part]) => part) }
  })
  return scripts.sort((a, b) => b.size - a.size)
}

function said(scripts: ReturnType<typeof weighed>): string {
  const lines = scripts.map(
    ({ file, size, parts }) => `${size.toFixed(1).padStart(7)} kB  ${file}: ${parts.slice(0, 6).join(", ")}`,
  )
  return lines.slice(0, 12).join("\n")
}

test("what comes only when it is needed is not in the first load", () => {
  const parts = new Set(firstLoad().flatMap(script => script.parts))
  expect(parts).toContain("react-dom")
  expect(later.filter(part => parts.has(part))).toEqual([])
})

test("the workflows page answers after less than 230 kB of scripts", () => {
  const scripts = firstLoad()
  const sum = scripts.reduce((all, { size }) => all + size, 0)
  console.log(`  The workflows page loads ${sum.toFixed(1)} kB\n${said(scripts)}`)
  expect(sum, said(scripts)).toBeLessThan(230)
})

test("a workflow of a hundred steps stands in the builder after less than 400 kB, whatever else is still to come", async ({
  page,
}) => {
  await page.goto("./#/")
  const file = { name: "grid.yaml", mimeType: "application/yaml", buffer: Buffer.from(gridText(100)) }
  await page.locator("input[type=file]").setInputFiles(file)
  await expect(page.locator(".react-flow__node").first()).toBeVisible()

  const scripts = builderLoad()
  const needed = new Set(scripts.map(script => script.file))
  const held: string[] = []
  // What is not needed never comes: what reads texts, and what the engine's thread loads once it listens.
  await page.route("**/assets/*.js", route => {
    const name = basename(new URL(route.request().url()).pathname)
    if (needed.has(name)) return route.continue()
    held.push(name)
  })
  await page.goto("./?again#/w/grid-100")
  await expect(page.locator(".react-flow__node").first()).toBeVisible()
  await expect(page.locator(".card-name").first()).toHaveText("Step 0")
  await expect.poll(() => page.workers().some(worker => worker.url().includes("/engineWorker-"))).toBe(true)
  expect(held.length).toBeGreaterThan(0)

  const sum = scripts.reduce((all, { size }) => all + size, 0)
  console.log(`  The builder loads ${sum.toFixed(1)} kB\n${said(scripts)}`)
  expect(sum, said(scripts)).toBeLessThan(400)
})
