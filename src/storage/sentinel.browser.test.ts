import { expect, test } from "vitest"
import { readBackup } from "./backup.ts"
import { createDatabase } from "./database.ts"
import { createRollingBackup } from "./rollingBackup.ts"
import { createSentinel } from "./sentinel.ts"
import { createWorkflows } from "./workflows.ts"

let last = 0

/** A page that can be loaded again and again over what the browser keeps. */
function browser() {
  const name = `sentinel-${Date.now()}-${++last}`
  let kept: string | null = null
  const outside = {
    read: () => kept,
    write(text: string) {
      kept = text
    },
  }
  const load = () => {
    const database = createDatabase(name)
    const sentinel = createSentinel(database, outside, { now: Date.now, newId: () => crypto.randomUUID() })
    const root = async () => {
      const disk = await navigator.storage.getDirectory()
      return disk.getDirectoryHandle(name, { create: true })
    }
    const rolling = createRollingBackup(database, { root, now: Date.now })
    return { database, sentinel, rolling, workflows: createWorkflows(database, Date.now) }
  }
  return { load, outside, forget: () => (kept = null) }
}

const draft = (id: string) => ({ id, text: `rivulet: 1\nid: ${id}\nsteps: []\n`, summary: null })

test("a first visit is sound, and so is every one after it", async () => {
  const { load } = browser()
  for (let visit = 0; visit < 3; visit++) {
    const { database, sentinel, workflows } = load()
    expect(await sentinel.look()).toEqual({ is: "sound" })
    await workflows.write([draft(`w${visit}`)])
    sentinel.tell(visit + 1)
    database.close()
  }
})

test("a database that was emptied is missed, and the last copy brings back what people made", async () => {
  const { load } = browser()
  const first = load()
  await first.sentinel.look()
  await first.workflows.write([draft("mine")])
  first.sentinel.tell(1)
  await first.rolling.write()
  await first.database.delete()

  const second = load()
  const state = await second.sentinel.look()
  expect(state).toMatchObject({ is: "gone", before: { workflows: 1 } })
  const copy = await second.rolling.last()
  expect(copy).not.toBeNull()
  if (copy) expect((await readBackup(second.database, copy.stream(), Date.now())).ok).toBe(true)
  await second.sentinel.accept()
  expect((await second.workflows.all()).map(({ id }) => id)).toEqual(["mine"])
  second.database.close()

  const third = load()
  expect(await third.sentinel.look()).toEqual({ is: "sound" })
  third.database.close()
})

test("whoever deleted all workflows, or lost the sentinel alone, is not told of a loss", async () => {
  const { load, forget } = browser()
  const first = load()
  await first.sentinel.look()
  await first.workflows.write([draft("mine")])
  first.sentinel.tell(1)
  forget()
  first.database.close()
  const second = load()
  expect(await second.sentinel.look()).toEqual({ is: "sound" })
  await second.workflows.remove("mine")
  second.sentinel.tell(0)
  await second.database.delete()
  const third = load()
  expect(await third.sentinel.look()).toEqual({ is: "sound" })
  third.database.close()
})
