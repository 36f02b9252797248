import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { strToU8, zipSync } from "fflate"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { joinBytes } from "../../lib/joinBytes.ts"
import { streamOf } from "../../model/byteStream.ts"
import { fileUnzip } from "../../steps/file/unzip.ts"
import { createTestPorts } from "../../steps/testing/createTestPorts.ts"
import { createFiles } from "./files.ts"
import { createNodeHome } from "./nodeHome.ts"

/* A disk that is really full: one of a megabyte in memory. Where nobody may mount one these tests are left out. */

const folder = mkdtempSync(join(tmpdir(), "rivulet-full-"))
const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status === 0

afterAll(() => {
  if (isMounted) spawnSync("umount", [folder])
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!isMounted)("a disk that is full", () => {
  const home = createNodeHome(folder)
  const files = createFiles(home)
  const tooMuch = Uint8Array.from({ length: 2_000_000 }, (_, at) => (at * 31) % 251)
  const there = async () => {
    const found = await home.entries("")
    return found.ok ? found.value.map(({ path }) => path).sort() : found.error.code
  }

  beforeEach(async () => {
    const entries = await home.entries("")
    if (entries.ok) for (const { path } of entries.value) await home.remove(path)
    await files.write("kept.txt", "as it was")
  })

  test.each<[what: string, () => Promise<unknown>]>([
    ["writing", () => files.write("new.bin", tooMuch)],
    ["writing over what is there", () => files.write("kept.txt", tooMuch)],
    ["what comes piece by piece", () => files.writeStream("kept.txt", streamOf(tooMuch))],
    ["appending", () => files.append("kept.txt", tooMuch)],
  ])("names that there is no room, and leaves what was there: %s", async (_, write) => {
    expect(await write()).toMatchObject({ error: { code: "file_no_room", retryable: true } })
    expect(await there()).toEqual(["kept.txt"])
    expect(await files.readText("kept.txt")).toEqual({ ok: true, value: "as it was" })
    expect(await files.write("small.txt", "there is room for this")).toMatchObject({ ok: true })
  })

  test("takes back what an archive had already put there", async () => {
    const noise = () => crypto.getRandomValues(new Uint8Array(60_000))
    const part = joinBytes([noise(), noise(), noise(), noise(), noise()])
    const archive = zipSync({ a: strToU8("a"), b: part.map(byte => byte ^ 7), c: part })
    await files.write("x.zip", archive.slice())
    const ports = { ...createTestPorts(), files }
    const input = fileUnzip.input.parse({ path: "x.zip", to: "out" })
    const context = { ports, signal: new AbortController().signal, progress() {} }
    expect(await fileUnzip.run?.(input as never, context as never)).toMatchObject({
      problem: { code: "file_no_room" },
    })
    const left = await files.list("**")
    expect(left.ok && left.value.filter(({ kind }) => kind === "file").map(({ path }) => path)).toEqual([
      "kept.txt",
      "x.zip",
    ])
  })
})
