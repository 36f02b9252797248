import { afterEach, describe, expect, test } from "vitest"
import type { Journal, RunSummary } from "../../model/journal.ts"

interface Fact {
  readonly n: number
  readonly text?: string
}

type TestedJournal = Journal<Fact>

/** An entry of the history with what a test does not care about filled in. */
export function testSummary(run: string, more: Partial<RunSummary> = {}): RunSummary {
  return {
    run,
    workflow: "w",
    name: "A workflow",
    status: "running",
    trigger: "manual",
    mode: "live",
    startedAt: 1_000,
    endedAt: null,
    usd: 0,
    tags: [],
    text: "",
    parent: null,
    ...more,
  }
}

/**
 * What every journal must do. `open` gives a journal over one and the same store each time that it is called within
 * a test: another tab, or the next start.
 */
export function journalConformance(store: () => Promise<{ open(): Promise<TestedJournal> }>): void {
  const strict = { durability: "strict" } as const
  const facts = (from: number, count: number): Fact[] =>
    Array.from({ length: count }, (_, at) => ({ n: from + at }))

  async function all(journal: TestedJournal, run: string, from?: number): Promise<number[]> {
    const numbers: number[] = []
    for await (const chunk of journal.read(run, from)) numbers.push(...chunk.map(({ n }) => n))
    return numbers
  }

  const opened: TestedJournal[] = []
  afterEach(async () => {
    for (const journal of opened.splice(0)) await journal.close()
  })

  async function one(): Promise<{ journal: TestedJournal; other: TestedJournal }> {
    const { open } = await store()
    const [journal, other] = [await open(), await open()]
    opened.push(journal, other)
    return { journal, other }
  }

  describe("events", () => {
    test("come back in order, and are there for another who opens the store", async () => {
      const { journal, other } = await one()
      expect(await journal.create(testSummary("r1"), facts(0, 2))).toMatchObject({
        ok: true,
        value: { seq: 2, epoch: 1 },
      })
      expect(await journal.append("r1", { seq: 2, epoch: 1 }, facts(2, 700), strict)).toEqual({
        ok: true,
        value: undefined,
      })
      for (let seq = 702; seq < 1400; seq++)
        await journal.append("r1", { seq, epoch: 1 }, facts(seq, 1), { durability: "relaxed" })
      expect(await all(other, "r1")).toEqual(facts(0, 1400).map(({ n }) => n))
      expect(await other.head("r1")).toEqual({ run: "r1", seq: 1400, epoch: 1, claims: 0, ended: false })
    })

    test("are read from any number on, be it in the middle of a commit", async () => {
      const { journal, other } = await one()
      await journal.create(testSummary("r1"), facts(0, 3))
      await journal.append("r1", { seq: 3, epoch: 1 }, facts(3, 5), strict)
      await journal.append("r1", { seq: 8, epoch: 1 }, facts(8, 2), strict)
      await journal.create(testSummary("r2"), facts(0, 12))
      for (let from = 0; from <= 11; from++)
        expect(await all(other, "r1", from), `from ${from}`).toEqual(
          facts(0, 10)
            .slice(from)
            .map(({ n }) => n),
        )
    })

    test("are plain data, whatever text they hold", async () => {
      const { journal, other } = await one()
      const text = 'line\nline\r\u2028"\u0000\ud800{{ }}'
      await journal.create(testSummary("r1"), [{ n: 0, text }])
      const chunks: Fact[] = []
      for await (const chunk of other.read("r1")) chunks.push(...chunk)
      expect(chunks).toEqual([{ n: 0, text }])
    })

    test("of another run do not mix in", async () => {
      const { journal } = await one()
      await journal.create(testSummary("r1"), facts(0, 1))
      await journal.create(testSummary("r10"), facts(5, 1))
      expect(await all(journal, "r1")).toEqual([0])
      expect(await journal.create(testSummary("r1"), [])).toMatchObject({
        ok: false,
        error: { code: "run_exists" },
      })
      expect(await all(journal, "none")).toEqual([])
      expect(await journal.append("none", { seq: 0, epoch: 1 }, [], strict)).toMatchObject({
        error: { code: "run_not_found" },
      })
    })

    test("are told to those who watch, only once they are kept", async () => {
      const { journal } = await one()
      const heard: unknown[] = []
      const end = journal.watch((run, seq, events) => heard.push([run, seq, events.length]))
      await journal.create(testSummary("r1"), facts(0, 1))
      await journal.append("r1", { seq: 1, epoch: 1 }, facts(1, 3), strict)
      await journal.append("r1", { seq: 1, epoch: 1 }, facts(1, 3), strict)
      end()
      await journal.append("r1", { seq: 4, epoch: 1 }, facts(4, 1), strict)
      expect(heard).toEqual([
        ["r1", 0, 1],
        ["r1", 1, 3],
      ])
    })
  })

  describe("the fence", () => {
    test("holds off whoever was overtaken, and whoever is behind", async () => {
      const { journal, other } = await one()
      await journal.create(testSummary("r1"), facts(0, 1))
      expect(await journal.append("r1", { seq: 0, epoch: 1 }, facts(9, 1), strict)).toMatchObject({
        error: { code: "journal_moved_on" },
      })
      expect(await other.claim("r1")).toMatchObject({ ok: true, value: { epoch: 2, claims: 1, seq: 1 } })
      expect(await journal.append("r1", { seq: 1, epoch: 1 }, facts(9, 1), strict)).toMatchObject({
        error: { code: "not_the_owner" },
      })
      expect(await other.append("r1", { seq: 1, epoch: 2 }, facts(1, 1), strict)).toMatchObject({ ok: true })
      expect(await all(journal, "r1")).toEqual([0, 1])
    })

    test("lets only one of two take over at once", async () => {
      const { journal, other } = await one()
      await journal.create(testSummary("r1"), facts(0, 1))
      const claims = await Promise.all([journal.claim("r1"), other.claim("r1")])
      const epochs = claims.map(claim => (claim.ok ? claim.value.epoch : 0))
      const last = Math.max(...epochs)
      const writes = await Promise.all(
        epochs.map((epoch, at) =>
          (at === 0 ? journal : other).append("r1", { seq: 1, epoch }, facts(1 + at, 1), strict),
        ),
      )
      expect(writes.map(write => write.ok)).toEqual(epochs.map(epoch => epoch === last))
    })

    test("counts take-overs that led to nothing", async () => {
      const { journal, other } = await one()
      await journal.create(testSummary("r1"), facts(0, 1))
      await other.claim("r1")
      await journal.claim("r1")
      expect(await journal.head("r1")).toMatchObject({ claims: 2, epoch: 3 })
      await journal.release("r1", 3)
      expect(await other.head("r1")).toMatchObject({ claims: 0, epoch: 3 })
      await other.claim("r1")
      await other.append("r1", { seq: 1, epoch: 4 }, facts(1, 1), strict)
      expect(await journal.head("r1")).toMatchObject({ claims: 0, epoch: 4 })
    })

    test("knows which runs are to be taken up after a start", async () => {
      const { journal, other } = await one()
      await journal.create(testSummary("r1"), [])
      await journal.create(testSummary("r2"), [])
      await journal.append("r1", { seq: 0, epoch: 1 }, facts(0, 1), { ...strict, ends: true })
      expect((await other.unfinished()).map(head => head.run)).toEqual(["r2"])
    })
  })

  test("large values are kept once, and go with the last run that refers to them", async () => {
    const { journal, other } = await one()
    const blobs = [{ hash: "abc", text: "large" }]
    for (const run of ["r1", "r2"]) {
      await journal.create(testSummary(run), [])
      await journal.append(run, { seq: 0, epoch: 1 }, facts(0, 1), {
        ...strict,
        blobs,
        ends: true,
        summary: { endedAt: 2 },
      })
    }
    expect(await other.blob("abc")).toBe("large")
    await other.remove(["r1"])
    expect(await other.blob("abc")).toBe("large")
    await other.remove(["r2"])
    expect(await other.blob("abc")).toBeUndefined()
    expect(await other.head("r2")).toBeUndefined()
  })

  test("the ended runs that are not among the newest, or ended too long ago, are found", async () => {
    const { journal } = await one()
    const day = 86_400_000
    const ended = async (run: string, at: number, more: Partial<RunSummary> = {}): Promise<void> => {
      await journal.create(testSummary(run, { startedAt: at, ...more }), [])
      const summary = { endedAt: at + 1, status: "completed" } as const
      await journal.append(run, { seq: 0, epoch: 1 }, facts(0, 1), { ...strict, ends: true, summary })
    }
    for (const n of [1, 2, 3, 4, 5]) await ended(`r${n}`, n * day)
    await journal.create(testSummary("open", { startedAt: 0 }), [])
    await ended("other", 0, { workflow: "v" })
    const beyond = async (runs: number, days: number): Promise<string[]> =>
      (await journal.beyond("w", { runs, days }, 6 * day)).map(({ run }) => run).sort()
    expect(await beyond(100, 100)).toEqual([])
    expect(await beyond(2, 100)).toEqual(["r1", "r2", "r3"])
    expect(await beyond(100, 3)).toEqual(["r1", "r2"])
    expect(await beyond(4, 3)).toEqual(["r1", "r2"])
    expect(await beyond(0, 100)).toEqual(["r1", "r2", "r3", "r4", "r5"])
    expect((await journal.workflows()).toSorted()).toEqual(["v", "w"])
  })

  test("a run that has not ended cannot be removed", async () => {
    const { journal } = await one()
    await journal.create(testSummary("r1"), facts(0, 1))
    await journal.remove(["r1"])
    expect(await all(journal, "r1")).toEqual([0])
  })

  describe("history", () => {
    async function filled(): Promise<TestedJournal> {
      const { journal, other } = await one()
      for (let at = 0; at < 30; at++) {
        const workflow = at % 2 === 0 ? "even" : "odd"
        await journal.create(
          testSummary(`r${at}`, {
            workflow,
            startedAt: 1_000 + Math.floor(at / 2),
            tags: at % 3 === 0 ? ["Night"] : [],
            trigger: at % 10 === 0 ? "schedule" : "manual",
            usd: at / 100,
            text: `Ärger mit ${workflow} number${at}`,
            ...(at === 12 ? { meant: { is: "step", name: "Send" } as const } : {}),
          }),
          [],
        )
        if (at % 5 === 0) {
          await journal.append(`r${at}`, { seq: 0, epoch: 1 }, [], {
            ...strict,
            ends: true,
            summary: { status: "failed", endedAt: 5_000 },
          })
        }
      }
      return other
    }

    const found = async (
      journal: TestedJournal,
      query: Omit<Parameters<TestedJournal["history"]>[0], "most">,
    ): Promise<string[]> => (await journal.history({ most: 100, ...query })).runs.map(({ run }) => run)

    test("is found by workflow, status, trigger, tag, cost, time and words", async () => {
      const journal = await filled()
      expect(await found(journal, {})).toHaveLength(30)
      expect((await found(journal, {})).slice(0, 3)).toEqual(["r29", "r28", "r27"])
      expect(await found(journal, { status: "failed" })).toEqual(["r25", "r20", "r15", "r10", "r5", "r0"])
      expect(await found(journal, { status: "failed", workflow: "odd" })).toEqual(["r25", "r15", "r5"])
      expect(await found(journal, { since: 1_013, workflow: "even" })).toEqual(["r28", "r26"])
      expect(await found(journal, { until: 1_000 })).toEqual(["r1", "r0"])
      expect(await found(journal, { text: "night ärg even" })).toEqual(["r24", "r18", "r12", "r6", "r0"])
      expect(await found(journal, { text: "number2", status: "failed" })).toEqual(["r25", "r20"])
      expect(await found(journal, { text: "nothing" })).toEqual([])
      expect(await found(journal, { text: "send alone" })).toEqual(["r12"])
      expect(await found(journal, { trigger: "schedule" })).toEqual(["r20", "r10", "r0"])
      expect(await found(journal, { tag: "Night", usd: 0.25 })).toEqual(["r27"])
      expect(await found(journal, { usd: 0.29, status: "running" })).toEqual(["r29"])
      const say = (summary: { asks: number; endedAt?: number }) =>
        journal.append("r4", { seq: 0, epoch: 1 }, [], { ...strict, summary })
      expect(await found(journal, { asking: true })).toEqual([])
      await say({ asks: 2 })
      expect(await found(journal, { asking: true })).toEqual(["r4"])
      await say({ asks: 2, endedAt: 6_000 })
      expect(await found(journal, { asking: true })).toEqual([])
    })

    test.each([{}, { workflow: "even" }, { text: "ärger" }])(
      "pages neither repeat nor leave out: %o",
      async query => {
        const journal = await filled()
        const paged: string[] = []
        let after: string | undefined
        for (let page = 0; page < 20; page++) {
          const { runs, next } = await journal.history({ ...query, most: 4, ...(after ? { after } : {}) })
          paged.push(...runs.map(({ run }) => run))
          if (next === null) break
          after = next
        }
        expect(paged).toEqual(await found(journal, query))
      },
    )
  })
}
