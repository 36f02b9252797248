import { expect, test } from "@playwright/test"
import type { FileTimes } from "./filesPage/filesPage.ts"
import { line, measurePage } from "./measurePage.ts"

test("git and a sandbox's overlay over 1,000 files of the private workspace", async () => {
  const times = await measurePage<FileTimes>("filesPage", "times")
  line("git status of 1,000 files", times.status, "ms", "< 2000")
  line("the same after a change", times.changed, "ms", "< 2000")
  line("the same in a sandbox run", times.inSandbox, "ms", "< 2000")
  line("reads through an overlay against plain ones", times.through, "times", "< 1.5")
  line("reads of what an overlay holds against plain ones", times.own, "times", "< 1.5")
  expect(times.status).toBeGreaterThan(0)
})
