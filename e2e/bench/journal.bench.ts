import { expect, test } from "@playwright/test"
import { line, measurePage } from "./measurePage.ts"
import type { Speeds } from "./page/benchWorker.ts"

test("a chain of 10,000 pure steps, all of it on disk, against a bare database", async () => {
  const { bare, chain, steps, barePairs, unsafe } = await measurePage<Speeds>("page", "speeds")
  line("journal of a chain against a bare bulkAdd of 100", chain / bare, "times", "≥ 3")
  line("events of the chain in a second", chain, "")
  line("rows of the bare database in a second", bare, "")
  line("steps of the chain in a second", steps, "", "≥ 10,000")
  const node = Number(process.env.NODE_CHAIN)
  if (node > 0) line("the same chain in Node, against Chromium", node / steps, "times", "≥ 2")
  line("steps that are not pure, against bare pairs of commits", (100 * unsafe) / barePairs, "%", "≥ 70")
  line("steps that are not pure in a second", unsafe, "")
  line("bare pairs of commits in a second", barePairs, "")
  expect(chain / bare).toBeGreaterThan(1)
  expect(unsafe / barePairs).toBeGreaterThan(0.3)
})
