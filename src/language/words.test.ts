import { join } from "node:path"
import { expect, test } from "vitest"
import { textsOf } from "../dev/catalogueWords.ts"
import { firstLoad } from "../dev/firstLoad.ts"
import { sentencesIn } from "../dev/sentences.ts"
import { templateWords } from "../dev/templates.ts"
import { catalogueOf, docsOf } from "../model/catalogueOf.ts"
import { steps } from "../steps/registry.ts"
import { triggers } from "../triggers/registry.ts"
import first from "./de/first.json"
import kinds from "./de/kinds.json"
import page from "./de/page.json"
import type { Words } from "./language.ts"

/* A language is complete: it has every sentence that the source marks, and none that nobody says any more. */

const source = join(import.meta.dirname, "..")
const sentences = sentencesIn(source)
const { files: atFirst } = firstLoad(source)

test("every sentence of the page has its German one, in the file that is there in time", () => {
  expect(sentences.length).toBeGreaterThan(1500)
  const here = sentences.filter(({ file }) => atFirst.has(file)).map(({ key }) => key)
  expect(misfits([...here, ...templateWords()], first)).toEqual({ missing: [], stale: [] })
  const later = sentences.map(({ key }) => key).filter(key => !Object.hasOwn(first, key))
  expect(misfits(later, page)).toEqual({ missing: [], stale: [] })
})

test("every text of the catalogue has its German one", () => {
  expect(misfits(textsOf(catalogueOf(steps, triggers), docsOf(steps, triggers)), kinds)).toEqual({
    missing: [],
    stale: [],
  })
})

test("what is seen first says nothing while it loads, when no words are here yet", () => {
  const early = sentences.filter(
    ({ file, isSaidAtOnce, isMarked }) => isMarked && isSaidAtOnce && atFirst.has(file),
  )
  expect(early).toEqual([])
})

test.each(Object.entries({ first, page, kinds } as { [file: string]: Words }))(
  "in %s each sentence has the blanks, expressions and ends of the English one",
  (_, words) => {
    const wrong = Object.entries(words).filter(([english, own]) => shapeOf(english) !== shapeOf(own))
    expect(wrong).toEqual([])
  },
)

/** What a sentence must share with the one that it translates. */
function shapeOf(text: string): string {
  const blanks = new Set(text.match(/\{\w+\}/g))
  const expressions = text.match(/\{\{.*?\}\}/g) ?? []
  return JSON.stringify([[...blanks].sort(), expressions, /^\s*/.exec(text), /\s*$/.exec(text)])
}

function misfits(wanted: readonly string[], words: Words) {
  const keys = new Set(wanted)
  return {
    missing: [...keys].filter(key => !Object.hasOwn(words, key)),
    stale: Object.keys(words).filter(key => !keys.has(key)),
  }
}
