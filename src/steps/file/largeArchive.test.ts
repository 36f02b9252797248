import { randomInt } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { ByteStream } from "../../model/byteStream.ts"
import type { AnyStep, Outcome } from "../../model/step.ts"
import { createFiles } from "../../ports/files/files.ts"
import { createNodeHome } from "../../ports/files/nodeHome.ts"
import { createTestPorts } from "../testing/createTestPorts.ts"
import { heldMemory } from "../testing/heldMemory.ts"
import { crc32 } from "./crc32.ts"
import { createFeed } from "./feed.ts"
import { fileUnzip } from "./unzip.ts"
import { fileZip } from "./zip.ts"

/* Archives of more than what would be held in memory, in a real folder. */

const million = 1_000_000
let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rivulet-archive-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Bytes that hardly fold. */
function noise(millions: number): ByteStream {
  const block = Uint32Array.from({ length: million / 4 }, () => randomInt(2 ** 32))
  let left = millions
  return new ReadableStream({
    pull(controller) {
      if (left-- === 0) return controller.close()
      for (let at = 0; at < block.length; at += 16) block[at] = left * at
      controller.enqueue(new Uint8Array(block.buffer.slice(0)))
    },
  })
}

test("an archive of any size is made and unfolded in the memory of a few pieces", {
  timeout: 60_000,
}, async () => {
  const files = createFiles(createNodeHome(folder))
  await files.writeStream("in/large.bin", noise(110))
  await files.writeStream("in/folds.txt", new Blob(["many words ".repeat(100_000)]).stream())
  const before = heldMemory()
  let [most, told] = [0, 0]
  const run = async (step: AnyStep, parameters: object): Promise<Outcome | undefined> =>
    step.run?.(step.input.parse(parameters), {
      ports: { ...createTestPorts(), files },
      signal: new AbortController().signal,
      progress() {
        if (++told % 1_500 === 0) most = Math.max(most, heldMemory() - before)
      },
    } as never)
  const sum = async (path: string): Promise<number> => {
    const feed = createFeed(files)
    await feed.open(path)
    let value = 0
    for (let piece = await feed.next(); piece; piece = await feed.next()) value = crc32(piece, value)
    return value
  }

  const allowed = { largest: 200 * million }
  expect(await run(fileZip, { folder: "in", to: "x.zip", level: "none" })).toMatchObject({
    problem: { code: "archive_too_big" },
  })
  expect(await run(fileZip, { folder: "in", to: "x.zip", level: "none", ...allowed })).toMatchObject({
    outlets: { success: { count: 2 } },
  })
  expect(await run(fileUnzip, { path: "x.zip", to: "out" })).toMatchObject({
    problem: { code: "archive_too_big" },
  })
  expect(await files.info("out")).toEqual({ ok: true, value: null })
  expect(await run(fileUnzip, { path: "x.zip", to: "out", ...allowed })).toMatchObject({
    outlets: { success: { count: 2, size: 111 * million + 100_000 } },
  })
  for (const name of ["large.bin", "folds.txt"])
    expect(await sum(`out/${name}`)).toBe(await sum(`in/${name}`))
  expect(told).toBeGreaterThan(10_000)
  expect(most).toBeLessThan(50 * million)
})
