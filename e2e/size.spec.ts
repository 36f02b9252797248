import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, test } from "@playwright/test"
import type { ChunkContents } from "../src/dev/chunkContents.ts"

/*
 * What the page loads before the workflows page answers: the scripts that its HTML names, gzipped, in thousands of
 * bytes. Whatever is too much is said by file, each with the largest of what stands in it.
 */

const dist = join(import.meta.dirname, "../dist")

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

/** The scripts of the first load, from the largest. */
function firstLoad() {
  const html = readFileSync(join(dist, "page/index.html"), "utf8")
  const all = JSON.parse(readFileSync(join(dist, "page-contents.json"), "utf8"))
  const files = new Set(Array.from(html.matchAll(/assets\/[\w.-]+\.js/g), ([path]) => basename(path)))
  const scripts = [...files].map(file => {
    const size = gzipSync(readFileSync(join(dist, "page/assets", file))).length / 1000
    const contents: ChunkContents | undefined = all[`assets/${file}`]
    const parts = Object.entries(contents?.parts ?? {}).sort(([, a], [, b]) => b - a)
    return { file, size, parts: parts.map(([part]) => part) }
  })
  return scripts.sort((a, b) => b.size - a.size)
}

function said(scripts: ReturnType<typeof firstLoad>): string {
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
