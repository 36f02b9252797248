import Dexie, { liveQuery } from "dexie"
import type { Expectation, TestCase, TestReport } from "../model/testCase.ts"
import type { Database, TestRow } from "./database.ts"

/** Keeps the tests of workflows: what they expect and came to in one table, what they were recorded from in another. */
export function createTests(database: Database, now: () => number) {
  const { tests, cassettes } = database
  const all = (workflow: string) =>
    tests.where("[workflow+name]").between([workflow, Dexie.minKey], [workflow, Dexie.maxKey])
  const whole = <T>(work: () => Promise<T>): Promise<T> =>
    database.transaction("rw", tests, cassettes, work) as Promise<T>
  const read = async ({ workflow, name, expect }: TestRow): Promise<TestCase | undefined> => {
    const row = await cassettes.get([workflow, name])
    return row && { name, made: row.made, cassette: JSON.parse(row.cassette), expect: [...expect] }
  }

  return {
    /** Calls back with the tests of the workflow, now and whenever one changes in any tab. */
    watch(workflow: string, hear: (rows: readonly TestRow[]) => void): () => void {
      const subscription = liveQuery(() => all(workflow).toArray()).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },

    /** Calls back with the tests of all workflows, without what they came to being looked into. */
    watchAll(hear: (rows: readonly TestRow[]) => void): () => void {
      const subscription = liveQuery(() => tests.toArray()).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },

    /** The tests of the workflow, with what they were recorded from. */
    async read(workflow: string): Promise<readonly TestCase[]> {
      const rows = await all(workflow).toArray()
      return (await Promise.all(rows.map(read))).flatMap(test => test ?? [])
    },

    /** One of them. */
    async readOne(workflow: string, name: string): Promise<TestCase | undefined> {
      const row = await tests.get([workflow, name])
      return row && read(row)
    },

    /** Keeps tests; one of the same name is replaced. */
    async put(workflow: string, given: readonly TestCase[]): Promise<void> {
      await whole(async () => {
        await tests.bulkPut(given.map(({ name, expect }) => ({ workflow, name, expect, at: now() })))
        await cassettes.bulkPut(
          given.map(({ name, made, cassette }) => ({
            ...{ workflow, name, made },
            cassette: JSON.stringify(cassette),
          })),
        )
      })
    },

    /** Changes what the test expects; what it came to before says nothing any more. */
    async expect(workflow: string, name: string, expect: readonly Expectation[]): Promise<void> {
      await whole(async () => {
        if (await tests.get([workflow, name])) await tests.put({ workflow, name, expect, at: now() })
      })
    },

    /** Gives the test another name; false where there is one of that name. */
    async rename(workflow: string, name: string, to: string): Promise<boolean> {
      return whole(async () => {
        const [row, cassette, taken] = await Promise.all([
          tests.get([workflow, name]),
          cassettes.get([workflow, name]),
          tests.get([workflow, to]),
        ])
        if (row === undefined || cassette === undefined || taken !== undefined) return false
        await tests.bulkDelete([[workflow, name]])
        await cassettes.bulkDelete([[workflow, name]])
        await tests.put({ ...row, name: to })
        await cassettes.put({ ...cassette, name: to })
        return true
      })
    },

    /** Takes tests away. */
    async remove(workflow: string, names: readonly string[]): Promise<void> {
      const keys = names.map((name): [string, string] => [workflow, name])
      await whole(async () => {
        await tests.bulkDelete(keys)
        await cassettes.bulkDelete(keys)
      })
    },

    /** Keeps what tests came to; `of` is the hash of the workflow that was tested. */
    async reported(workflow: string, of: string, reports: readonly TestReport[]): Promise<void> {
      await whole(async () => {
        for (const report of reports) {
          const row = await tests.get([workflow, report.name])
          if (row) await tests.put({ ...row, last: { report, of, at: now() } })
        }
      })
    },
  }
}
