import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { KeptChanges } from "../../model/keptChanges.ts"
import type { FilesPort } from "../../model/ports.ts"
import { createFiles } from "../files/files.ts"
import type { FileHome } from "../files/home.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { homeConformance } from "../files/testing/homeConformance.ts"
import { createOverlayHome } from "../overlay/overlayHome.ts"
import { changesSince } from "./fileStates.ts"
import { beneathNow } from "./seenChanges.ts"

const now = () => 7

/** Begins an attempt of a run that keeps its files apart; `end` records what it came to. */
function attempt(base: FileHome, kept: KeptChanges) {
  const overlay = createOverlayHome(base, now, beneathNow(kept))
  return {
    home: overlay,
    port: createFiles(overlay),
    async end() {
      const made = await changesSince(overlay, base, kept)
      for (const change of made) kept.keep(change)
      return made.map(({ path }) => path)
    },
  }
}

async function listed(port: FilesPort): Promise<string[]> {
  const found = await port.list("**")
  return found.ok ? found.value.map(({ path }) => path) : [found.error.code]
}

describe("an attempt after one that removed everything begins with nothing", () => {
  homeConformance(async () => {
    const base = createMemoryHome(now, { "a/b/c.bin": "old", "log.txt": "old", "src/deep/old.ts": "old" })
    const kept = new KeptChanges()
    const first = attempt(base, kept)
    for (const path of ["a", "log.txt", "src"]) await first.port.remove(path)
    await first.end()
    return attempt(base, kept).home
  })
})

type Change = {
  readonly do: "write" | "remove" | "makeFolder" | "move" | "copy" | "append"
  readonly path: string
  readonly to: string
  /** Another attempt follows it: the one that ends is recorded, or is cut by a crash and begins again. */
  readonly then: "on" | "recorded" | "cut"
}

async function perform(port: FilesPort, { do: what, path, to }: Change): Promise<string> {
  const done = await (what === "remove" || what === "makeFolder" ? port[what](path) : port[what](path, to))
  return done.ok ? "ok" : done.error.code
}

test("a run of many attempts comes to what one would that does it all, and those that were cut count for nothing", async () => {
  const path = fc.constantFrom("a", "b", "a/b", "a/b/c", "a-b", "b/c", "d", "D", "A/b")
  const what = fc.constantFrom("write", "remove", "makeFolder", "move", "copy", "append")
  const then = fc.constantFrom("on", "recorded", "cut")
  const change = fc.record({ do: what, path, to: path, then }) as fc.Arbitrary<Change>
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom("a/b", "b/c", "d"), fc.constantFrom("x", "y")),
      fc.array(change, { maxLength: 16 }),
      async (files, some) => {
        const base = createMemoryHome(now, files)
        const plain = createMemoryHome(now, files)
        const kept = new KeptChanges()
        let mine = attempt(base, kept)
        let undone: (Change & { readonly answer: string })[] = []
        for (const one of some) {
          const answer = await perform(mine.port, one)
          undone.push({ ...one, answer })
          if (one.then === "on") continue
          if (one.then === "recorded") {
            await mine.end()
            for (const each of undone) expect(await perform(createFiles(plain), each)).toBe(each.answer)
          }
          undone = []
          mine = attempt(base, kept)
          expect(await listed(mine.port)).toEqual(await listed(createFiles(plain)))
          for (const [path, text] of Object.entries(plain.all()))
            expect(await mine.port.readText(path)).toMatchObject({ ok: true, value: text })
          // Who does nothing changes nothing.
          expect(await attempt(base, kept).end()).toEqual([])
        }
        expect(base.all()).toEqual(createMemoryHome(now, files).all())
      },
    ),
    { numRuns: 300 },
  )
})

test("attempts side by side see what was recorded before they began, and nothing that comes while they go on", async () => {
  const base = createMemoryHome(now, { "f/a": "a", "g/b": "b" })
  const kept = new KeptChanges()
  const [one, two] = [attempt(base, kept), attempt(base, kept)]
  await one.port.write("f/new", "new")
  await two.port.remove("g")
  await one.end()
  expect(await listed(two.port)).toEqual(["f", "f/a"])
  await two.end()
  expect(await listed(one.port)).toEqual(["f", "f/a", "f/new", "g", "g/b"])
  expect(await listed(attempt(base, kept).port)).toEqual(["f", "f/a", "f/new"])
})

test("what one made in a folder that another, side by side with it, removed stays, and nobody else is said to remove it", async () => {
  const base = createMemoryHome(now, { "f/a": "a" })
  const kept = new KeptChanges()
  const [maker, remover] = [attempt(base, kept), attempt(base, kept)]
  await maker.port.write("f/new", "new")
  await remover.port.remove("f")
  await maker.end()
  await remover.end()
  const after = attempt(base, kept)
  expect(await after.port.readText("f/new")).toMatchObject({ value: "new" })
  expect(await after.port.readText("f/a")).toMatchObject({ error: { code: "file_missing" } })
  expect(await after.end()).toEqual([])
})

test("what was applied is read where it stands, and what was left out of it stays apart", async () => {
  const base = createMemoryHome(now, { a: "as it is now" })
  const kept = new KeptChanges()
  const state = (text: string) => ({ hash: text, size: text.length, content: { $text: text } })
  kept.keep({ path: "a", before: null, after: state("as it was applied"), applied: true })
  kept.keep({ path: "b", before: null, after: state("left out") })
  const { port } = attempt(base, kept)
  expect(await port.readText("a")).toMatchObject({ value: "as it is now" })
  expect(await port.readText("b")).toMatchObject({ value: "left out" })
  expect(await listed(port)).toEqual(["a", "b"])
})
