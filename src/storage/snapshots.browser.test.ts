import { expect, test } from "vitest"
import { betweenSnapshots } from "../model/snapshots.ts"
import { createDatabase } from "./database.ts"
import { createSnapshots, mostSnapshots } from "./snapshots.ts"

test("a snapshot is kept at most once an hour, in whatever tab, and the oldest make room", async () => {
  const database = createDatabase(`snapshots-${crypto.randomUUID()}`)
  let at = 1_000_000
  const snapshots = createSnapshots(database, () => at)
  // Two tabs at once: one of them keeps it.
  const both = await Promise.all([snapshots.keep("a", "one"), snapshots.keep("a", "one")])
  expect(both.sort()).toEqual([false, true])
  at += betweenSnapshots - 1
  expect(await snapshots.keep("a", "too soon")).toBe(false)
  expect(await snapshots.keep("b", "another workflow")).toBe(true)
  at += 1
  expect(await snapshots.keep("a", "two")).toBe(true)
  expect(await snapshots.latest("a")).toMatchObject({ text: "two" })
  expect(await snapshots.latest("none")).toBeNull()

  for (let more = 0; more < mostSnapshots; more++) {
    at += betweenSnapshots
    await snapshots.keep("a", `later ${more}`)
  }
  const seen = await new Promise<readonly { readonly text: string }[]>(resolve =>
    snapshots.watch("a", resolve),
  )
  expect(seen).toHaveLength(mostSnapshots)
  expect(seen[0]?.text).toBe(`later ${mostSnapshots - 1}`)
  expect(seen.at(-1)?.text).toBe("later 0")
  expect(await snapshots.latest("b")).toMatchObject({ text: "another workflow" })
  await database.delete()
})
