import { expect, test } from "vitest"
import { must } from "../../lib/assert.ts"
import { ok } from "../../lib/result.ts"
import type { ByteStream } from "../../model/byteStream.ts"
import type { FilesPort } from "../../model/ports.ts"
import { createFiles } from "./files.ts"
import type { FileHome } from "./home.ts"
import { createMemoryHome } from "./memoryHome.ts"

/* Copies that take long tell how far they are, and leave nothing behind when they are stopped. */

const size = 9_000_000
const piece = 100_000

/** Files whose bytes come a little at a time, as from a slow disk. */
async function slowFiles(): Promise<FilesPort> {
  const home = createMemoryHome(() => 0)
  await home.write("in/large.bin", new Uint8Array(size))
  await home.write("in/small.txt", new Uint8Array(10))
  const slow: FileHome = {
    ...home,
    async readStream() {
      let left = size
      const bytes: ByteStream = new ReadableStream({
        async pull(controller) {
          await new Promise(go => setTimeout(go, 2))
          if (left === 0) return controller.close()
          left -= piece
          controller.enqueue(new Uint8Array(piece))
        },
      })
      return ok(bytes)
    },
  }
  const { move: _, ...withoutMove } = slow
  return createFiles(withoutMove)
}

test("a copy tells how far it is, to its end", async () => {
  const files = await slowFiles()
  const shares: number[] = []
  const copied = await files.copy("in", "out", { progress: share => void shares.push(share) })
  expect(copied.ok).toBe(true)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect([shares.length > 50, shares.at(-1)]).toEqual([true, 1])
})

test.each(["copy", "move"] as const)(
  "a %s that is stopped ends soon, and nothing of it stands there",
  async way => {
    const files = await slowFiles()
    const stop = new AbortController()
    let told = 0
    const progress = (share: number) => {
      if (share < 0.1 || stop.signal.aborted) return
      told = performance.now()
      stop.abort()
    }
    const done = await files[way]("in", "out", { signal: stop.signal, progress })
    expect(performance.now() - told).toBeLessThan(100)
    expect(done).toMatchObject({ ok: false, error: { code: "file_stopped" } })
    const left = await files.list("**")
    expect(must(left.ok ? left.value : undefined, "files").map(({ path }) => path)).toEqual([
      "in",
      "in/large.bin",
      "in/small.txt",
    ])
  },
)
