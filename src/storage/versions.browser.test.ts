import { expect, test } from "vitest"
import { createDatabase } from "./database.ts"
import { createMarks } from "./marks.ts"
import { createVersions, publishedOf } from "./versions.ts"

test("versions are counted for each workflow, published ones by a number of their own, and none changes", async () => {
  const database = createDatabase(`versions-${crypto.randomUUID()}`)
  let at = 0
  const versions = createVersions(database, () => ++at)
  const keep = (workflow: string, text: string, publish: boolean) =>
    versions.keep(workflow, { text, name: "", note: "", publish })
  expect(await publishedOf(database, "a")).toBeUndefined()
  expect(await keep("a", "one", true)).toMatchObject({ value: { number: 1, published: 1 } })
  expect(await keep("a", "kept", false)).toMatchObject({ value: { number: 2, published: null } })
  expect(await keep("b", "other", true)).toMatchObject({ value: { number: 1, published: 1 } })
  expect(await keep("a", "two", true)).toMatchObject({ value: { number: 3, published: 2 } })
  expect((await publishedOf(database, "a"))?.text).toBe("two")
  const seen = await new Promise(resolve => versions.watch("a", resolve))
  expect(seen).toMatchObject([{ text: "two" }, { text: "kept" }, { text: "one" }])
  // Two tabs that publish at once get numbers of their own.
  const both = await Promise.all([keep("a", "left", true), keep("a", "right", true)])
  expect(new Set(both.map(kept => (kept.ok ? kept.value.published : 0)))).toEqual(new Set([3, 4]))
  await database.delete()
})

test("a version that was published is made live again without a new one, and the next publication takes its place", async () => {
  const database = createDatabase(`versions-${crypto.randomUUID()}`)
  const versions = createVersions(database, Date.now)
  const marks = createMarks(database)
  const keep = (text: string, publish: boolean) => versions.keep("a", { text, name: "", note: "", publish })
  const live = async () => (await publishedOf(database, "a"))?.text
  await keep("one", true)
  await keep("kept", false)
  await keep("two", true)
  expect(await versions.goLive("a", 1)).toEqual({ ok: true, value: undefined })
  expect(await live()).toBe("one")
  const seen = await new Promise(resolve => versions.watch("a", resolve))
  expect(seen).toMatchObject([{ isLive: false }, { isLive: false }, { text: "one", isLive: true }])
  // What was only kept was never looked over for others to start.
  await versions.goLive("a", 2)
  expect(await live()).toBe("one")
  // Other marks leave it as it is, and it them.
  await marks.set(["a"], { isFavourite: true })
  expect(await live()).toBe("one")
  expect(await keep("three", true)).toMatchObject({ value: { published: 3 } })
  expect(await live()).toBe("three")
  expect(await database.marks.get("a")).toEqual({ workflow: "a", isFavourite: true, isArchived: false })
  await database.delete()
})
