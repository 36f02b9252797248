import { expect, test } from "@playwright/test"
import { must } from "../../src/lib/assert.ts"
import { line, measurePages } from "./measurePage.ts"
import type { SandboxTimes } from "./sandboxPage/sandboxPage.ts"

test("the sandbox starts, ends what hangs, and is there again", async () => {
  const browsers = await measurePages<SandboxTimes>("sandboxPage", "times", 7)
  const tell = (what: string, time: keyof SandboxTimes, wanted: string) => {
    const times = browsers.map(measured => measured[time]).sort((a, b) => a - b)
    line(what, must(times[3], "the middle"), "ms", wanted)
    line(`  the slowest of ${times.length} browsers`, must(times.at(-1), "the slowest"), "ms")
    expect(times[0]).toBeGreaterThan(0)
  }
  tell("cold start to the first result, nothing cached", "cold", "< 150")
  tell("another sandbox, the engine's binary at hand", "again", "< 150")
  tell("a hang, past its limit", "overdue", "< 100")
  tell("the next evaluation after a hang", "next", "< 100")
})
