import { expect, test } from "@playwright/test"
import { line, measurePage } from "./measurePage.ts"
import type { Speeds } from "./page/benchWorker.ts"

test("a chain of 10,000 pure steps, all of it on disk, against a bare database", async () => {
  const { bare, chain } = await measurePage<Speeds>("page", "speeds")
  line("journal of a chain against a bare bulkAdd of 100", chain / bare, "times", "3")
  line("events of the chain in a second", chain, "")
  line("rows of the bare database in a second", bare, "")
  expect(chain / bare).toBeGreaterThan(1)
})
