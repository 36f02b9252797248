import { describe, expect, test } from "vitest"
import corpus from "../../../e2e/corpus/bad-inputs.json"
import type { FilesPort } from "../../model/ports.ts"
import type { AnyStep } from "../../model/step.ts"
import { createTestPorts } from "../testing/createTestPorts.ts"
import { runStep } from "../testing/runExample.ts"
import { fileAppend } from "./append.ts"
import { fileCopy } from "./copy.ts"
import { fileDelete } from "./delete.ts"
import { fileList } from "./list.ts"
import { fileMove } from "./move.ts"
import { fileRead } from "./read.ts"
import { fileWatch } from "./watch.ts"
import { fileWrite } from "./write.ts"

type Files = { readonly [path: string]: string }

async function problemOf(step: AnyStep, parameters: object, files: Files = {}): Promise<string> {
  const { outcome, ports } = await runStep(step, parameters, { files })
  expect(ports.files.all(), "files after a failure").toEqual(files)
  return outcome.type === "failed" ? outcome.problem.code : outcome.type
}

async function filesAfter(step: AnyStep, parameters: object, files: Files = {}): Promise<Files> {
  const { outcome, ports } = await runStep(step, parameters, { files })
  expect(outcome.type).toBe("done")
  return ports.files.all()
}

const hostile = corpus.filter(
  ({ surface, input, expect: wanted }) =>
    surface === "file-path" && input !== "" && !input?.startsWith("gen:") && wanted?.startsWith("REFUSED"),
)

describe("no path leads out, whichever step is asked", () => {
  test.each(hostile.map(({ id, input }) => [id, input ?? ""]))("%s %j", async (_, path) => {
    const files = { "a.txt": "a" }
    expect(await problemOf(fileWrite, { path, content: "x" }, files)).toMatch(/^file_path_/)
    expect(await problemOf(fileAppend, { path, content: "x" }, files)).toMatch(/^file_path_/)
    expect(await problemOf(fileDelete, { path }, files)).toMatch(/^(file_path_|done)/)
    expect(await problemOf(fileMove, { from: "a.txt", to: path }, files)).toMatch(/^file_path_/)
    expect(await problemOf(fileCopy, { from: "a.txt", to: path }, files)).toMatch(/^file_path_/)
  })
})

describe("file.read", () => {
  test("says what stands in its way", async () => {
    expect(await problemOf(fileRead, { path: "a" }, { "a/b": "x" })).toBe("file_is_folder")
    expect(await problemOf(fileRead, { path: "a.json", as: "json" }, { "a.json": "{" })).toBe("file_not_json")
    expect(await problemOf(fileRead, { path: "../a" })).toBe("file_path_leaves")
  })
  test("a byte order mark before JSON is passed over, and __proto__ is a plain name", async () => {
    const { outcome } = await runStep(
      fileRead,
      { path: "a.json", as: "json" },
      { files: { "a.json": '{"__proto__":{"polluted":1}}' } },
    )
    expect(JSON.stringify(outcome)).toContain('"__proto__"')
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })
  test("an empty file has no lines", async () => {
    const { outcome } = await runStep(fileRead, { path: "a", as: "lines" }, { files: { a: "" } })
    expect(outcome).toMatchObject({ outlets: { success: { content: [] } } })
  })
})

describe("file.write", () => {
  test("writes bytes from base64, and refuses what is none", async () => {
    expect(await filesAfter(fileWrite, { path: "a", content: "aGk=", as: "base64" })).toEqual({ a: "hi" })
    expect(await problemOf(fileWrite, { path: "a", content: "?", as: "base64" })).toBe("file_bad_base64")
  })
  test("finds its own work when it is repeated", async () => {
    const files = { "a.txt": "same" }
    expect(await filesAfter(fileWrite, { path: "a.txt", content: "same", ifExists: "fail" }, files)).toEqual(
      files,
    )
    expect(await problemOf(fileWrite, { path: "a.txt", content: "sam", ifExists: "fail" }, files)).toBe(
      "file_exists",
    )
    expect(await problemOf(fileWrite, { path: "a.txt", content: "name", ifExists: "fail" }, files)).toBe(
      "file_exists",
    )
  })
  test("does not write over a folder or through a file", async () => {
    expect(await problemOf(fileWrite, { path: "a", content: "" }, { "a/b": "x" })).toBe("file_is_folder")
    expect(await problemOf(fileWrite, { path: "a/b", content: "" }, { a: "x" })).toBe("file_not_folder")
  })
})

describe("file.move and file.copy", () => {
  test("take a folder with all in it", async () => {
    const files = { "in/a": "1", "in/b/c": "2" }
    expect(await filesAfter(fileMove, { from: "in", to: "out" }, files)).toEqual({
      "out/a": "1",
      "out/b/c": "2",
    })
    const copied = await filesAfter(fileCopy, { from: "in", to: "out" }, files)
    expect(copied).toEqual({ ...files, "out/a": "1", "out/b/c": "2" })
  })
  test("replace only what may be replaced", async () => {
    const files = { a: "1", b: "2" }
    expect(await problemOf(fileMove, { from: "a", to: "b" }, files)).toBe("file_exists")
    expect(await filesAfter(fileMove, { from: "a", to: "b", overwrite: true }, files)).toEqual({ b: "1" })
    expect(await filesAfter(fileCopy, { from: "a", to: "b", overwrite: true }, files)).toEqual({
      a: "1",
      b: "1",
    })
  })
  test("need something to take, and somewhere else to put it", async () => {
    expect(await problemOf(fileMove, { from: "no", to: "b" })).toBe("file_missing")
    expect(await problemOf(fileCopy, { from: "no", to: "b" })).toBe("file_missing")
    expect(await problemOf(fileMove, { from: "a", to: "a" }, { a: "1" })).toBe("file_same_path")
  })
})

test("file.append makes the file, and ends lines once", async () => {
  expect(await filesAfter(fileAppend, { path: "a", content: "x\n" })).toEqual({ a: "x\n" })
  expect(await filesAfter(fileAppend, { path: "a", content: "y" }, { a: "x\n" })).toEqual({ a: "x\ny\n" })
})

test("file.list says that a pattern cannot be read, and gives nothing for one that fits nothing", async () => {
  expect(await problemOf(fileList, { glob: "{a" })).toBe("file_bad_glob")
  const { outcome } = await runStep(fileList, { glob: "*.md" }, { files: { a: "" } })
  expect(outcome).toMatchObject({ outlets: { success: { files: [], count: 0 } } })
})

describe("file.watch", () => {
  test("goes on as soon as the file is made, changed or gone", async () => {
    for (const [until, files, change] of [
      ["exists", {}, (port: FilesPort) => port.write("a", "1")],
      ["changed", { a: "1" }, (port: FilesPort) => port.write("a", "longer")],
      ["changed", {}, (port: FilesPort) => port.write("a", "1")],
      ["gone", { a: "1" }, (port: FilesPort) => port.remove("a")],
    ] as const) {
      const { files: port } = createTestPorts({ files })
      let looks = 0
      // It has looked once, and not found what it waits for.
      const info: FilesPort["info"] = async path => {
        const seen = await port.info(path)
        if (looks++ === 0) await change(port)
        return seen
      }
      const { outcome } = await runStep(
        fileWatch,
        { path: "a", until, limit: "5s" },
        { ports: { files: { ...port, info } } },
      )
      expect(outcome, until).toMatchObject({ outlets: { success: { path: "a" } } })
      expect(looks, until).toBe(2)
    }
  })
  test("ends within 100 ms of being stopped", async () => {
    const controller = new AbortController()
    const running = runStep(fileWatch, { path: "a" }, { signal: controller.signal })
    await new Promise(go => setTimeout(go, 30))
    const stopped = performance.now()
    controller.abort()
    expect((await running).outcome).toMatchObject({ problem: { code: "file_watch_stopped" } })
    expect(performance.now() - stopped).toBeLessThan(100)
  })
})
