import { expect, test } from "vitest"
import { err, ok } from "../../lib/result.ts"
import { done } from "../../model/step.ts"
import { fold } from "../core/apply.ts"
import type { PinnedPlugin } from "../core/event.ts"
import { kindsOfRun } from "../core/pinnedKinds.ts"
import { plan } from "../core/plan.ts"
import type { Plugins } from "./loopParts.ts"
import { loopProblem } from "./loopProblems.ts"
import { endOf, give, kindOf, testPlace } from "./testing/testRun.ts"
import { createTestJournal } from "./testJournal.ts"

const workflow = {
  ...{ rivulet: 1, id: "w" },
  steps: [
    { id: "ask", kind: "ask", next: "tell" },
    { id: "tell", kind: "said", next: { loud: "end" } },
    { id: "end", kind: "give" },
  ],
}

/** A place in which version `now` of a plugin is installed, whose only kind says its version by the outlet `loud`. */
function place(now: string, kept: readonly string[], journal = createTestJournal()) {
  const pinned = (version: string): PinnedPlugin => ({
    ...{ name: "said", version, hash: version },
    kinds: { said: { outlets: ["loud", version === "1" ? "low" : "high"], effect: "write" } },
  })
  const plugins: Plugins = {
    pin: async () => [pinned(now)],
    async kinds([plugin]) {
      const { version = "", hash = "" } = plugin ?? {}
      if (!kept.includes(hash)) return err(loopProblem("plugins_not_here", { plugin: "said" }))
      const said = kindOf("said", {
        effect: "write",
        outlets: ["loud", "low"],
        run: () => done(version, "loud"),
      })
      return ok(kind => (kind === "said" ? said : undefined))
    },
  }
  return testPlace(
    { ask: () => ({ type: "waiting", wait: { for: "person", ask: {} } }), give },
    { journal, plugins },
  )
}

test("[L20] a run is pinned to the plugins that it begins with, and goes on with them", async () => {
  const first = place("1", ["1"])
  const run = await first.start(workflow)
  await run.resting()
  expect(first.journal.events("r")[0]).toMatchObject({ plugins: [{ name: "said", version: "1", hash: "1" }] })
  const later = place("2", ["1", "2"], first.journal)
  const taken = await later.take(workflow)
  taken.answer({ in: "", step: "ask" })
  expect(endOf(await taken.resting())).toEqual({ status: "completed", output: "1" })
})

test("[L20] without them it is not taken up, and nothing about it changes", async () => {
  const first = place("1", ["1"])
  await (await first.start(workflow)).resting()
  const before = first.journal.events("r").length
  const later = place("2", ["2"], first.journal)
  await expect(later.take(workflow)).rejects.toThrow(/place has no plugins/)
  expect(first.journal.events("r")).toHaveLength(before)
})

test("[L20] what the fold must know of their kinds stands in the first event", async () => {
  const here = place("1", ["1"])
  const run = await here.start(workflow)
  await run.resting()
  run.answer({ in: "", step: "ask" })
  await run.resting()
  const events = here.journal.events("r")
  const known = kindsOfRun(() => ({ outlets: ["success"], effect: "pure" }), events[0])
  const state = fold(plan(workflow, known), events)
  expect(state.phase).toBe("ended")
  expect(state.instances.get("")?.visits[2]?.at(-1)?.status).toBe("completed")
})
