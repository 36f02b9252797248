import { afterEach, describe, expect, test, vi } from "vitest"
import { createDatabase } from "../storage/database.ts"
import { createDexieJournal } from "../storage/dexieJournal.ts"
import { createHeartbeats } from "../storage/heartbeats.ts"
import { testSummary } from "../storage/testing/journalConformance.ts"
import { createOwnership, type Ownership } from "./ownership.ts"

const strict = { durability: "strict" } as const
const places: { readonly leave: () => Promise<void>; readonly end: () => void }[] = []
// All leave before anything is closed: what one lets go of, another would take up.
afterEach(async () => {
  const all = places.splice(0)
  await Promise.all(all.map(({ leave }) => leave()))
  for (const { end } of all) end()
})

let last = 0

/**
 * Places in one browser: each with connections of its own, over one database and the browser's own locks. None is taken
 * for frozen because the machine does something else for a while, unless it is to be soon.
 */
function browser({ expiry = 60_000 } = {}) {
  const name = `ownership-${Date.now()}-${++last}`
  return (place: string) => {
    const database = createDatabase(name)
    const journal = createDexieJournal<{ n: number }>(database)
    const channel = new BroadcastChannel(name)
    const adopted: string[] = []
    const lost: string[] = []
    let beating = true
    const timers = new Set<ReturnType<typeof setInterval>>()
    const ownership: Ownership = createOwnership({
      place,
      locks: { request: navigator.locks.request.bind(navigator.locks) } as LockManager,
      heartbeats: createHeartbeats(database),
      journal,
      channel,
      now: () => Date.now(),
      every(milliseconds, work) {
        const timer = setInterval(() => beating && work(), milliseconds)
        timers.add(timer)
        return () => clearInterval(timer)
      },
      async adopt(run) {
        const claimed = await journal.claim(run)
        if (!claimed.ok) return
        ownership.own(run, claimed.value.epoch)
        adopted.push(run)
      },
      lost: run => lost.push(run),
      beatEvery: 50,
      expiry,
    })
    places.push({
      leave: () => ownership.close(),
      end() {
        channel.close()
        database.close()
      },
    })
    return {
      ...{ place, ownership, journal, adopted, lost },
      heartbeats: createHeartbeats(database),
      async begin(run: string) {
        const created = await journal.create(testSummary(run), [{ n: 0 }])
        if (!created.ok) throw new Error(created.error.message)
        return ownership.own(run, created.value.epoch)
      },
      /** As a tab that the browser puts to sleep: nothing of it runs, and its locks stay. */
      freeze: () => {
        beating = false
      },
      thaw: () => {
        beating = true
      },
    }
  }
}

describe("a run", () => {
  test("goes on elsewhere within two seconds after its place is gone", async () => {
    const open = browser()
    const [a, b] = [open("a"), open("b")]
    await a.ownership.start()
    await b.ownership.start()
    await a.begin(`gone-${last}`)
    await new Promise(go => setTimeout(go, 200))
    expect(b.adopted).toEqual([])
    const started = performance.now()
    await a.ownership.close()
    await vi.waitFor(() => expect(b.adopted).toEqual([`gone-${last}`]), { timeout: 2_000, interval: 5 })
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(await b.journal.head(`gone-${last}`)).toMatchObject({ epoch: 2, claims: 1 })
  })

  test("that is about to begin is taken by nobody else, and let go of where it does not begin", async () => {
    const open = browser()
    const [a, b] = [open("a"), open("b")]
    await b.ownership.start()
    const letGo = await a.ownership.reserve("r")
    await a.journal.create(testSummary("r"), [{ n: 0 }])
    // It stands in the journal, and nobody says yet whose it is: the other place has looked several times.
    await new Promise(go => setTimeout(go, 300))
    const held = a.ownership.own("r", 1)
    letGo()
    await new Promise(go => setTimeout(go, 300))
    expect(await held.isStillMine()).toBe(true)
    expect(b.adopted).toEqual([])
    held.letGo()
    await vi.waitFor(() => expect(b.adopted).toEqual(["r"]), { timeout: 2_000, interval: 10 })

    const forget = await a.ownership.reserve("s")
    await a.journal.create(testSummary("s"), [{ n: 0 }])
    forget()
    await vi.waitFor(() => expect(b.adopted).toEqual(["r", "s"]), { timeout: 2_000, interval: 10 })
    expect(await b.ownership.reserve("s").then(() => a.ownership.reserve("s"))).toBeTypeOf("function")
    expect(a.lost).toEqual([])
  })

  test("is taken by one place only, however many wait", async () => {
    const open = browser()
    const [a, ...others] = [open("a"), open("b"), open("c"), open("d")]
    for (const each of [a, ...others]) await each?.ownership.start()
    await a?.begin(`one-${last}`)
    await new Promise(go => setTimeout(go, 200))
    await a?.ownership.close()
    await vi.waitFor(() => expect(others.flatMap(other => other.adopted)).toHaveLength(1), { timeout: 2_000 })
    await new Promise(go => setTimeout(go, 300))
    expect(others.flatMap(other => other.adopted)).toEqual([`one-${last}`])
  })

  test("is taken from a frozen place, which can write nothing more when it thaws", async () => {
    const open = browser({ expiry: 400 })
    const [a, b] = [open("a"), open("b")]
    await a.ownership.start()
    await b.ownership.start()
    const run = `frozen-${last}`
    const held = await a.begin(run)
    await new Promise(go => setTimeout(go, 200))
    expect(await held.isStillMine()).toBe(true)
    a.freeze()
    await vi.waitFor(() => expect(b.adopted).toEqual([run]), { timeout: 4_000 })
    a.thaw()
    expect(await held.isStillMine()).toBe(false)
    expect(await a.journal.append(run, { seq: 1, epoch: 1 }, [{ n: 9 }], strict)).toMatchObject({
      error: { code: "not_the_owner" },
    })
    expect(a.lost).toEqual([run])
    expect(await b.journal.append(run, { seq: 1, epoch: 2 }, [{ n: 1 }], strict)).toMatchObject({ ok: true })
  })

  test("is not taken from a place that lives because the one that had it before is long dead", async () => {
    const open = browser()
    const [a, b] = [open("a"), open("b")]
    await a.ownership.start()
    await b.ownership.start()
    const run = `inherited-${last}`
    await a.begin(run)
    await new Promise(go => setTimeout(go, 200))
    await a.ownership.close()
    await vi.waitFor(() => expect(b.adopted).toEqual([run]), { timeout: 2_000 })
    // A place that crashed does not take its heartbeat away.
    const c = open("c")
    await c.ownership.start()
    const crashed = Date.now() - 3_600_000
    for (let at = 0; at < 30; at++) {
      await c.heartbeats.beat({ place: "a", at: crashed, runs: [run] })
      await new Promise(go => setTimeout(go, 10))
    }
    expect(c.adopted).toEqual([])
    expect(b.lost).toEqual([])
  })

  test("left over from before is taken up at the next start, and one that has ended is not", async () => {
    const open = browser()
    const a = open("a")
    await a.journal.create(testSummary(`left-${last}`), [])
    await a.journal.create(testSummary(`ended-${last}`), [])
    await a.journal.append(`ended-${last}`, { seq: 0, epoch: 1 }, [{ n: 0 }], { ...strict, ends: true })
    const b = open("b")
    await b.ownership.start()
    await vi.waitFor(() => expect(b.adopted).toEqual([`left-${last}`]), { timeout: 2_000 })
  })
})
