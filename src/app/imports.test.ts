import { expect, test } from "vitest"
import type { Catalogue } from "../model/catalogue.ts"
import { freeId, readImports, readTestFiles } from "./imports.ts"

const text = (id: string) => `# kept\nrivulet: 1\nid: ${id}\nsteps: []\n`

test("a workflow whose id is taken gets the next one that is free, and nothing else of it changes", () => {
  const [item] = readImports([{ fileName: "a.yaml", text: text("notes") }], ["notes", "notes-2"])
  expect([item?.id, item?.isRenamed]).toEqual(["notes-3", true])
  expect(item?.file.text).toBe(text("notes-3"))
})

test("files that come together may not take each other's ids", () => {
  const files = [1, 2, 3].map(number => ({ fileName: `${number}.yaml`, text: text("same") }))
  expect(readImports(files, []).map(({ id }) => id)).toEqual(["same", "same-2", "same-3"])
})

test("what is no workflow is refused with its reasons, and a workflow with mistakes is not", () => {
  const [none, broken] = readImports(
    [
      { fileName: "none.yaml", text: "just text" },
      { fileName: "broken.yaml", text: `${text("broken")}oops: 1\n` },
    ],
    [],
  )
  expect(none?.refusals.length).toBeGreaterThan(0)
  expect(broken?.refusals).toEqual([])
})

test("what is not known here is named once, and does not keep a workflow out", () => {
  const catalogue = { kinds: { log: {} }, triggers: { manual: {} } } as unknown as Catalogue
  const strange = (more: string) =>
    readImports([{ fileName: "a.yaml", text: `rivulet: 1\nid: a\n${more}` }], [], catalogue)[0]?.strange
  expect(strange("steps: [{ id: a, kind: log }]\ntriggers: [{ id: t, type: manual }]\n")).toEqual([])
  expect(
    strange(
      "steps: [{ id: a, kind: constructor }, { id: b, kind: log, steps: [{ id: c, kind: constructor }] }]\ntriggers: [{ id: t, type: moon }]\n",
    ),
  ).toEqual(["constructor", "moon"])
  expect(strange("steps: [{ id: a }, { id: b, kind: '' }]\ntriggers: [{ id: t }]\n")).toEqual([])
})

test("an id stays within its length", () => {
  expect(freeId("x".repeat(64), new Set(["x".repeat(64)]))).toHaveLength(60)
})

test("tests come in with the workflow that they stand beside, under the id that it gets", () => {
  const items = readImports([{ fileName: "report.rivulet.yaml", text: text("notes") }], ["notes"])
  const cassette = {
    ...{ run: "r", mode: "live", startedAt: 0, seed: 1, inputs: {}, steps: {}, timers: [] },
  }
  const tests = [{ name: "a", made: "h", cassette, expect: [{ at: "status", is: "completed" }] }]
  const file = (fileName: string, held: unknown) => ({ fileName, text: JSON.stringify(held) })
  const beside = file("report.test.json", { rivuletTests: 1, tests })
  expect(readTestFiles([beside], items)).toEqual(new Map([["notes-2", tests]]))
  const others = [file("other.test.json", { rivuletTests: 1, tests }), file("report.test.json", { tests })]
  expect(readTestFiles([...others, { fileName: "report.test.json", text: "{" }], items).size).toBe(0)
})
