import { describe, expect, test } from "vitest"
import type { Result } from "../../../lib/result.ts"
import { StreamFailure, streamOf } from "../../../model/byteStream.ts"
import { fileProblem } from "../../../model/fileProblems.ts"
import type { FilesPort } from "../../../model/ports.ts"
import type { Problem } from "../../../model/problems.ts"
import { gather } from "../byteStreams.ts"
import { createFiles } from "../files.ts"
import type { FileHome } from "../home.ts"

/** What every home of a workspace must do; `make` gives an empty one. */
export function homeConformance(make: () => Promise<FileHome>): void {
  const files = async (): Promise<FilesPort> => createFiles(await make())
  const paths = async (port: FilesPort, glob: string) => {
    const found = await port.list(glob)
    return found.ok ? found.value.map(info => info.path) : found.error.code
  }
  const code = async (answer: Promise<{ ok: boolean; error?: { code: string } }>) => {
    const given = await answer
    return given.ok ? "ok" : given.error?.code
  }

  /** Many bytes are compared here, for what compares anything takes seconds. */
  const isSame = (answer: Result<Uint8Array, Problem>, bytes: Uint8Array): boolean =>
    answer.ok && answer.value.length === bytes.length && answer.value.every((byte, at) => byte === bytes[at])

  test("what was written is read, byte for byte", async () => {
    const port = await files()
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256)
    expect(await port.write("a/b/c.bin", bytes)).toMatchObject({
      ok: true,
      value: { path: "a/b/c.bin", kind: "file", size: 70_000 },
    })
    expect(await port.read("a/b/c.bin")).toEqual({ ok: true, value: bytes })
    expect(await code(port.readText("a/b/c.bin"))).toBe("file_not_text")
    expect(await port.write("a/b/c.bin", "ä\u0000")).toMatchObject({ ok: true, value: { size: 3 } })
    expect(await port.readText("./a//b/c.bin")).toEqual({ ok: true, value: "ä\u0000" })
  })

  test("what was read is a copy", async () => {
    const port = await files()
    const bytes = new Uint8Array([1, 2, 3])
    await port.write("a", bytes)
    bytes[0] = 9
    const first = await port.read("a")
    if (first.ok) first.value[1] = 9
    expect(await port.read("a")).toEqual({ ok: true, value: new Uint8Array([1, 2, 3]) })
  })

  test("what comes piece by piece is there once all of it has come, and nothing of it where it breaks", async () => {
    const home = await make()
    const bytes = Uint8Array.from({ length: 700_000 }, (_, i) => (i * 7) % 251)
    expect(await home.writeStream("a/b.bin", streamOf(bytes))).toEqual({ ok: true, value: undefined })
    const back = await home.readStream("a/b.bin")
    expect(back.ok && isSame(await gather("a/b.bin", back.value), bytes)).toBe(true)
    const broken = (): ReadableStream<Uint8Array> => {
      const reader = streamOf(bytes).getReader()
      return new ReadableStream({
        async pull(controller) {
          const { value } = await reader.read()
          if (value !== undefined) controller.enqueue(value)
          controller.error(new StreamFailure(fileProblem("file_no_room", { path: "there" })))
        },
      })
    }
    for (const path of ["a/b.bin", "new/c.bin"])
      expect(await home.writeStream(path, broken())).toMatchObject({ error: { code: "file_no_room" } })
    expect(await home.info("new/c.bin")).toEqual({ ok: true, value: null })
    expect(isSame(await home.read("a/b.bin"), bytes)).toBe(true)
    expect(await code(home.readStream("a"))).toBe("file_is_folder")
    expect(await code(home.readStream("none"))).toBe("file_missing")
    expect(await code(home.writeStream("a", streamOf(bytes)))).toBe("file_is_folder")
    const files = await home.entries("a")
    expect(files.ok && files.value.map(({ path }) => path)).toEqual(["a/b.bin"])
  })

  test("append, move, copy and remove", async () => {
    const port = await files()
    await port.append("log.txt", "one\n")
    await port.append("log.txt", "two\n")
    expect(await port.readText("log.txt")).toEqual({ ok: true, value: "one\ntwo\n" })
    expect(await port.move("log.txt", "old/log.txt")).toMatchObject({
      ok: true,
      value: { path: "old/log.txt" },
    })
    expect(await port.info("log.txt")).toEqual({ ok: true, value: null })
    expect(await port.copy("old/log.txt", "copy.txt")).toMatchObject({ ok: true })
    expect(await paths(port, "**")).toEqual(["copy.txt", "old", "old/log.txt"])
    expect(await code(port.remove("old"))).toBe("ok")
    expect(await code(port.remove("old"))).toBe("ok")
    expect(await paths(port, "**")).toEqual(["copy.txt"])
    expect(await code(port.copy("nothing", "x"))).toBe("file_missing")
  })

  test("folders are copied and moved whole", async () => {
    const port = await files()
    for (const path of ["a/one", "a/deep/two", "other"]) await port.write(path, path)
    await port.makeFolder("a/empty")
    const whole = (top: string) =>
      [top, "deep", "deep/two", "empty", "one"].map((p, i) => (i ? `${top}/${p}` : p))
    expect(await port.copy("a", "b")).toMatchObject({ ok: true, value: { path: "b", kind: "folder" } })
    expect(await paths(port, "**")).toEqual([...whole("a"), ...whole("b"), "other"])
    expect(await port.move("b", "c/d")).toMatchObject({ ok: true, value: { path: "c/d", kind: "folder" } })
    expect(await paths(port, "**")).toEqual([...whole("a"), "c", ...whole("c/d"), "other"])
    expect(await port.readText("c/d/deep/two")).toEqual({ ok: true, value: "a/deep/two" })
    expect(await code(port.move("a", "a/deep/three"))).toBe("file_into_itself")
    expect(await code(port.copy("a", "a/x"))).toBe("file_into_itself")
    expect(await code(port.copy("a", "other"))).toBe("file_not_folder")
    expect(await code(port.copy("other", "a"))).toBe("file_is_folder")
    expect(await code(port.move("none", "x"))).toBe("file_missing")
    expect(await paths(port, "**")).toEqual([...whole("a"), "c", ...whole("c/d"), "other"])
  })

  test("a folder that cannot be copied whole is not copied at all", async () => {
    const port = await files()
    for (const path of ["a/one", `a/${"n".repeat(190)}/${"m".repeat(190)}`]) await port.write(path, path)
    const far = Array.from({ length: 4 }, () => "f".repeat(190)).join("/")
    expect(await code(port.copy("a", far))).toBe("file_path_long")
    expect(await paths(port, "f*/**")).toEqual([])
    expect(await code(port.readText("a/one"))).toBe("ok")
  })

  test("globs", async () => {
    const port = await files()
    for (const path of ["a.ts", "src/b.ts", "src/deep/c.tsx", "src/deep/d.md"]) await port.write(path, path)
    expect(await paths(port, "*.ts")).toEqual(["a.ts"])
    expect(await paths(port, "**/*.{ts,tsx}")).toEqual(["a.ts", "src/b.ts", "src/deep/c.tsx"])
    expect(await paths(port, "src/*")).toEqual(["src/b.ts", "src/deep"])
    expect(await paths(port, "{")).toBe("file_bad_glob")
  })

  test("a folder where a file is meant, and a file where a folder is", async () => {
    const port = await files()
    await port.write("a/b", "x")
    expect(await code(port.read("a"))).toBe("file_is_folder")
    expect(await code(port.write("a", "x"))).toBe("file_is_folder")
    expect(await code(port.write("a/b/c", "x"))).toBe("file_not_folder")
    expect(await code(port.read("a/none"))).toBe("file_missing")
    expect(await port.makeFolder("e/f")).toEqual({ ok: true, value: undefined })
    expect(await port.info("e/f")).toMatchObject({ ok: true, value: { kind: "folder", size: 0 } })
    expect(await port.readText("a/b")).toEqual({ ok: true, value: "x" })
  })

  describe("paths that no home takes", () => {
    test.each([
      ["../../etc/passwd", "file_path_leaves"],
      ["a/../../b", "file_path_leaves"],
      ["..", "file_path_leaves"],
      ["", "file_path_empty"],
      [" ", "file_path_reserved"],
      ["/etc/passwd", "file_path_absolute"],
      ["\\\\server\\share", "file_path_absolute"],
      ["C:\\x", "file_path_absolute"],
      ["a:b", "file_path_absolute"],
      ["..∕..∕x", "file_path_letter"],
      ["a\u0000b", "file_path_letter"],
      ["\ud800.txt", "file_path_letter"],
      ["\u202egnp.exe", "file_path_letter"],
      [".g\u200cit/config", "file_path_letter"],
      ["CON", "file_path_reserved"],
      ["x/aux.txt", "file_path_reserved"],
      ["a./b", "file_path_reserved"],
      [".git/hooks/post-checkout", "file_path_git"],
      ["git~1/config", "file_path_reserved"],
      [`${"a/".repeat(2000)}b`, "file_path_long"],
      ["x".repeat(300), "file_path_long"],
    ])("%j", async (path, problem) => {
      const port = await files()
      expect(await code(port.write(path, "x"))).toBe(problem)
      expect(await paths(port, "**")).toEqual([])
    })

    test("names that programs trip over are plain names", async () => {
      const port = await files()
      for (const path of ["__proto__", "constructor/toString", "%2e%2e%2fb", "a b/ü.txt"]) {
        expect(await code(port.write(path, path)), path).toBe("ok")
        expect(await port.readText(path)).toEqual({ ok: true, value: path })
      }
    })

    test("a name that differs by capitals alone is refused", async () => {
      const port = await files()
      await port.write("README.md", "x")
      expect(await code(port.write("readme.md", "y"))).toBe("file_case_twin")
      expect(await code(port.write("README.md", "y"))).toBe("ok")
    })

    test("so is one that makes such a folder on the way, and such a folder itself", async () => {
      const port = await files()
      await port.write("src/lib/a.ts", "x")
      expect(await code(port.write("SRC/b.ts", "y"))).toBe("file_case_twin")
      expect(await code(port.write("src/Lib/deep/b.ts", "y"))).toBe("file_case_twin")
      expect(await code(port.makeFolder("Src"))).toBe("file_case_twin")
      expect(await code(port.copy("src/lib/a.ts", "src/LIB/a.ts"))).toBe("file_case_twin")
      expect(await paths(port, "**")).toEqual(["src", "src/lib", "src/lib/a.ts"])
      expect(await code(port.makeFolder("src/lib"))).toBe("ok")
      expect(await code(port.write("src/lib/b.ts", "y"))).toBe("ok")
    })
  })
}
