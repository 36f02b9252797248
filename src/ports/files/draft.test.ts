import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ok } from "../../lib/result.ts"
import { applyChanges } from "./applyChanges.ts"
import { createDraft } from "./draft.ts"
import { createFiles } from "./files.ts"
import type { FileHome } from "./home.ts"
import { createMemoryHome, type MemoryHome } from "./memoryHome.ts"
import { rootedAt } from "./rootedAt.ts"
import { createRowHome } from "./rowHome.ts"
import { homeConformance } from "./testing/homeConformance.ts"

/** A home of rows in memory, which looks at all and changes much at once. */
function rowsInMemory(looked = () => {}) {
  const rows = new Map<string, never>()
  return createRowHome(
    {
      get: async path => rows.get(path),
      async startingWith(start) {
        looked()
        return [...rows].filter(([path]) => path.startsWith(start))
      },
      pathsStartingWith: async start => [...rows.keys()].filter(path => path.startsWith(start)),
      put: async (path, row) => void rows.set(path, row as never),
      remove: async path => void rows.delete(path),
      async change(some) {
        for (const [path, row] of some) {
          if (row === null) rows.delete(path)
          else rows.set(path, row as never)
        }
      },
    },
    () => 0,
  )
}

describe("a draft is a home", () =>
  homeConformance(async () =>
    createDraft(
      createMemoryHome(() => 0),
      () => 0,
    ),
  ))
describe("a home of rows", () => {
  homeConformance(async () => rowsInMemory())

  test("a file that is new beside a thousand others has none of them read", async () => {
    let looks = 0
    const files = createFiles(rowsInMemory(() => looks++))
    for (let at = 0; at < 1_000; at++) await files.write(`many/file${at}`, "x")
    expect(await files.write("many/FILE7", "y")).toMatchObject({ error: { code: "file_case_twin" } })
    expect(looks).toBe(0)
  })
})
describe("a folder of a home is a home", () =>
  homeConformance(async () =>
    rootedAt(
      createMemoryHome(() => 0),
      "some/folder",
    ),
  ))

type Act = readonly ["write" | "remove" | "folder", string, string]

const path = fc
  .array(fc.constantFrom("a", "b", "a-b"), { minLength: 1, maxLength: 3 })
  .map(names => names.join("/"))
const acts = fc.array(
  fc.tuple(fc.constantFrom("write", "write", "remove", "folder"), path, fc.constantFrom("1", "2")),
  { maxLength: 12 },
) as fc.Arbitrary<Act[]>

async function play(home: FileHome, all: readonly Act[]): Promise<void> {
  for (const [act, at, text] of all) {
    if (act === "write") await home.write(at, new TextEncoder().encode(text))
    else if (act === "folder") await home.makeFolder(at)
    else await home.remove(at)
  }
}

/** Everything that stands in a home: text of files, null for folders. */
async function pictureOf(home: FileHome, folder = ""): Promise<{ [path: string]: string | null }> {
  const entries = await home.entries(folder)
  const found: { [path: string]: string | null } = {}
  for (const info of entries.ok ? entries.value : []) {
    const bytes = info.kind === "file" ? await home.read(info.path) : null
    found[info.path] = bytes?.ok ? new TextDecoder().decode(bytes.value) : null
    if (info.kind === "folder") Object.assign(found, await pictureOf(home, info.path))
  }
  return found
}

const homes: readonly (readonly [string, () => FileHome])[] = [
  ["one by one", () => createMemoryHome(() => 0)],
  ["all at once", rowsInMemory],
  ["in a folder", () => rootedAt(rowsInMemory(), "f")],
]

test.each(homes)(
  "what a draft changed and was then applied %s is what would have come of it there",
  (_, make) =>
    fc.assert(
      fc.asyncProperty(acts, acts, async (before, after) => {
        const [home, expected] = [make(), createMemoryHome(() => 0)]
        for (const each of [home, expected]) await play(each, before)
        const draft = createDraft(home, () => 0)
        await play(draft, after)
        await play(expected, after)
        expect(await pictureOf(draft)).toEqual(await pictureOf(expected))
        const changes = await draft.changes()
        if (!changes.ok) throw new Error(changes.error.message)
        expect(await applyChanges(home, [changes.value])).toEqual(ok(undefined))
        expect(await pictureOf(home)).toEqual(await pictureOf(expected))
      }),
    ),
)

test("whatever was written before one failed is taken back", () =>
  fc.assert(
    fc.asyncProperty(acts, acts, fc.nat(6), async (before, after, most) => {
      const home: MemoryHome = createMemoryHome(() => 0)
      await play(home, before)
      const picture = await pictureOf(home)
      const draft = createDraft(home, () => 0)
      await play(draft, after)
      const changes = await draft.changes()
      if (!changes.ok) throw new Error(changes.error.message)
      let left = most
      let failed = false
      const failing: FileHome = {
        ...home,
        async write(at, bytes) {
          if (left-- > 0 || failed) return home.write(at, bytes)
          failed = true
          return home.read("nowhere at all") as never
        },
      }
      const applied = await applyChanges(failing, [changes.value])
      expect(applied.ok).toBe(!failed)
      if (failed) expect(await pictureOf(home)).toEqual(picture)
    }),
  ))

test("a draft reads each file once, and only what it is asked for", async () => {
  const home = createMemoryHome(() => 0, { "a/x": "x", "b/y": "y" })
  const asked: string[] = []
  const draft = createDraft(
    {
      read(at) {
        asked.push(`read ${at}`)
        return home.read(at)
      },
      entries(at) {
        asked.push(`entries ${at}`)
        return home.entries(at)
      },
    },
    () => 0,
  )
  await draft.read("a/x")
  await draft.read("a/x")
  await draft.info("a/none")
  expect(asked).toEqual(["entries ", "entries a", "read a/x"])
  expect(await draft.changes()).toEqual(ok([]))
})
