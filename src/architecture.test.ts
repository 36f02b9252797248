import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { expect, test } from "vitest"
import { firstLoad } from "./dev/firstLoad.ts"

/*
 * The direction of imports, as DESIGN draws it: a room may import itself and the rooms listed, nothing else of
 * ours. Tests may besides import what they drive. A file that needs more stands in the wrong room.
 */
const headless = ["lib", "syntax", "model", "language"]
const sees: Readonly<Record<string, readonly string[] | "everything">> = {
  language: [],
  lib: ["language"],
  syntax: ["lib", "language"],
  model: ["lib", "syntax", "language"],
  steps: headless,
  triggers: headless,
  plugins: [...headless, "steps", "ports", "engine/core", "engine/loop"],
  check: headless,
  format: headless,
  "engine/core": headless,
  "engine/loop": [...headless, "engine/core"],
  ports: headless,
  storage: headless,
  ui: ["lib", "language"],
  editor: [...headless, "check", "format", "engine/core", "ui"],
  runs: [...headless, "check", "format", "engine/core", "ui"],
  app: [...headless, "check", "format", "engine/core", "ui", "editor", "runs"],
  worker: "everything",
  cli: "everything",
  dev: "everything",
  architecture: "everything",
  corpus: "everything",
  main: "everything",
}

/** Rooms in which nothing happens by itself: time, chance, network and storage are handed in. */
const pure = ["lib", "syntax", "model", "check", "format", "engine/core"]
const impure =
  /\b(?:Date\.now|Math\.random|new Date\(\)|performance\.now|setTimeout|setInterval|fetch)\s*\(|\bnew Date\(\)/

const source = import.meta.dirname
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(path => /\.tsx?$/.test(path))

test("every import goes the way that the table allows", () => {
  const wrong: string[] = []
  let seen = 0
  for (const file of files) {
    const room = roomOf(file)
    const allowed = sees[room]
    if (allowed === undefined) {
      wrong.push(`${file} stands in "${room}", which the table does not know`)
      continue
    }
    for (const target of importsOf(file)) {
      seen++
      const targetRoom = roomOf(target)
      if (allowed === "everything" || targetRoom === room || allowed.includes(targetRoom)) continue
      if (isTest(file) || isFixture(targetRoom, target)) continue
      wrong.push(`${file} imports ${target}: "${room}" must not see "${targetRoom}"`)
    }
  }
  expect(wrong).toEqual([])
  expect(seen, "imports seen").toBeGreaterThan(20)
})

test("time, chance and network are handed to the headless rooms", () => {
  const wrong = files.filter(
    file => pure.includes(roomOf(file)) && !isTest(file) && impure.test(withoutComments(read(file))),
  )
  expect(wrong).toEqual([])
})

test("imports name their file, and folders have no barrels", () => {
  const wrong = files.flatMap(file =>
    /(^|\/)index\.tsx?$/.test(file)
      ? [`${file} is a barrel`]
      : importsOf(file)
          .filter(target => !/\.[a-z]+$/.test(target))
          .map(target => `${file} imports ${target} without its ending`),
  )
  expect(wrong).toEqual([])
})

test("what runs user code, and what is large, is not in the page's first load", () => {
  const { files: seen, packages } = firstLoad(source)
  const late = /quickjs|jsonata|sucrase|monaco|isomorphic-git|just-bash|openai|anthropic|cheerio|htmlparser2/
  expect([...packages].filter(name => late.test(name))).toEqual([])
  expect(
    [...seen].filter(file => /^(ports\/sandbox|steps|editor\/yaml\/(monaco|textEditor))/.test(file)),
  ).toEqual([])
  expect(seen.size, "files seen").toBeGreaterThan(50)
})

function read(file: string): string {
  return readFileSync(join(source, file), "utf8")
}

function importsOf(file: string): string[] {
  const found = read(file).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|new URL\(\s*)"(\.{1,2}\/[^"]+)"/g)
  return [...found].flatMap(([, target]) => {
    const path = (target ?? "").replace(/\?.*$/, "")
    const inside = relative(source, resolve(source, dirname(file), path))
    return inside.startsWith("..") ? [] : [inside]
  })
}

function roomOf(file: string): string {
  const [first = "", second = ""] = file.split("/")
  if (first === "engine") return second === "loop" ? "engine/loop" : "engine/core"
  return first.replace(/(\.test)?\.tsx?$/, "")
}

function isTest(file: string): boolean {
  return /\.(test|bench|browser\.test)\.tsx?$/.test(file) || file.includes("/testing/")
}

function isFixture(room: string, target: string): boolean {
  return room === "architecture" || /\.json$/.test(target)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/.*$/gm, "")
}
