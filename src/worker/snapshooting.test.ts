import { expect, test } from "vitest"
import { snapshoot } from "./snapshooting.ts"

test("only what a run could tell from the last snapshot is kept", async () => {
  const kept: string[] = []
  const home = {
    latest: async () => (kept.length === 0 ? null : { text: kept.at(-1) ?? "" }),
    keep: async (text: string) => kept.push(text) > 0,
  }
  const text = "rivulet: 1\nid: w\nsteps:\n  - { id: a, kind: log, with: { message: one } }\n"
  expect(await snapshoot(home, text)).toBe(true)
  expect(await snapshoot(home, `${text}layout:\n  a: [10, 20]\n`)).toBe(false)
  const changed = text.replace("one", "two")
  expect(await snapshoot(home, changed)).toBe(true)
  expect(kept).toEqual([text, changed])
})
