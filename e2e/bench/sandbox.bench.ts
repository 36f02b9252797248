import { expect, test } from "@playwright/test"
import { line, measurePage } from "./measurePage.ts"
import type { SandboxTimes } from "./sandboxPage/sandboxPage.ts"

test("the sandbox starts, ends what hangs, and is there again", async () => {
  const times = await measurePage<SandboxTimes>("sandboxPage", "times")
  line("cold start of the sandbox to its first result", times.cold, "ms", "< 150")
  line("another sandbox, the engine's binary at hand", times.again, "ms", "< 150")
  line("a hang, past its limit", times.overdue, "ms", "< 100")
  line("the next evaluation after a hang", times.next, "ms", "< 100")
  expect(times.cold).toBeGreaterThan(0)
})
