import { expect, test } from "vitest"
import { run } from "../engine/core/testing/driver.ts"
import { flow, steps } from "../engine/core/testing/flow.ts"
import { linkOf, readLink, readShared, withoutValues, writeShared } from "./sharedRun.ts"

function shared() {
  const driver = run(flow(steps("a>b")))
  driver.step("a").completes("a word")
  driver.step("b").completes({ list: [1, "two"] })
  return { workflow: driver.plan.workflow, events: driver.events }
}

test("a run comes back from its file and from its link as it was", async () => {
  const given = shared()
  expect(readShared(writeShared(given))).toMatchObject({ ok: true, value: { events: given.events, left: 0 } })
  const link = await linkOf(given)
  expect(link).toMatch(/^[\w-]+$/)
  expect(await readLink(link ?? "")).toMatchObject({ ok: true, value: { events: given.events } })
})

test("values can be left out, and their shape stays", () => {
  const text = writeShared(withoutValues(shared()))
  expect(text).not.toContain("a word")
  expect(text).toContain("(6 characters)")
  expect(readShared(text)).toMatchObject({ ok: true, value: { left: 0 } })
})

test("values are left out wherever they stand: in what a container opens and gives, in what was run through", () => {
  const place = { at: 1, in: "", step: "each", visit: 1, told: 1 }
  const gives = { item: "a secret word", index: 0 }
  const did = [{ step: "inner", outlets: { success: "a secret word" }, variables: { last: "a secret word" } }]
  const laps = [{ gives, did, output: "a secret word" }]
  const { workflow, events } = shared()
  const text = writeShared(
    withoutValues({
      workflow,
      events: [
        ...events,
        {
          type: "step.steered",
          ...place,
          steer: { open: [{ scope: "steps", gives }], state: "a secret word" },
        },
        {
          type: "step.lapped",
          ...place,
          heard: 0,
          from: 0,
          laps,
          steer: { leave: { done: ["a secret word"] } },
        },
        { type: "step.completed", ...place, outlets: {}, calls: [{ answer: "a secret word" }] } as never,
      ],
    }),
  )
  expect(text).not.toContain("secret word")
  expect(text).toContain("(13 characters)")
})

test("what was recorded, put in a step's place or taken over from another run is left out as well", () => {
  const hush = "hush"
  const driver = run(flow(steps("a>b b>c")), {
    started: {
      standIns: { c: { outlets: { success: hush }, pinned: true } },
      fork: { of: "r0", kept: [{ in: "", step: "z", visit: 1, outlets: { success: hush }, taken: [] }] },
    },
  })
  const call = { port: "http", what: "fetch", hash: "h", after: 0, took: 1, answer: { text: hush } }
  driver.step("a").completes(1, {
    calls: [{ ...call, held: { with: { body: hush }, say: `POST ${hush}` }, chunks: [[1, "text", hush]] }],
    changes: [{ path: "a.txt", before: null, after: { hash: "h", size: 4, content: { $text: hush } } }],
  })
  const text = writeShared(withoutValues({ workflow: driver.plan.workflow, events: driver.events }))
  expect(text).not.toContain(hush)
  expect(text).toContain("a.txt")
  expect(readShared(text)).toMatchObject({ ok: true, value: { left: 0 } })
})

test("what was written to the log goes along, or only how much it was", () => {
  const driver = run(flow(steps("a>b")))
  const lines = [{ at: 5, level: "warn" as const, message: "hush now", data: { word: "hush" } }]
  driver.step("a").completes(1, { said: { lines, left: 2 } })
  const given = { workflow: driver.plan.workflow, events: driver.events }
  expect(readShared(writeShared(given))).toMatchObject({ value: { events: given.events, left: 0 } })
  const text = writeShared(withoutValues(given))
  expect(text).not.toContain("hush")
  const read = readShared(text)
  expect(read).toMatchObject({ ok: true, value: { left: 0 } })
  expect(read.ok && read.value.events.at(-1)).toMatchObject({
    said: {
      lines: [{ at: 5, level: "warn", message: "(8 characters)", data: { word: "(4 characters)" } }],
      left: 2,
    },
  })
})

test("what is no run, from a newer version or damaged says so; events that are not known are left out", async () => {
  const given = shared()
  const odd = {
    rivuletRun: 1,
    workflow: given.workflow,
    events: [...given.events, { type: "later.idea", at: 1 }],
  }
  expect(readShared(JSON.stringify(odd))).toMatchObject({ ok: true, value: { left: 1 } })
  expect(readShared(JSON.stringify({ ...odd, rivuletRun: 2 }))).toMatchObject({
    ok: false,
    error: { code: "shared_newer" },
  })
  expect(readShared("{")).toMatchObject({ ok: false, error: { code: "shared_unreadable" } })
  expect(readShared('{"rivuletRun":1,"events":[]}')).toMatchObject({ ok: false })
  expect(await readLink("no%link")).toMatchObject({ ok: false })
  expect(await readLink("AAAA")).toMatchObject({ ok: false })
})

test("a run that is too large for a link is none", async () => {
  const events = [...shared().events]
  const noise = Array.from({ length: 40_000 }, (_, at) => Math.sin(at).toString(36)).join("")
  expect(
    await linkOf({
      ...shared(),
      events: [...events, { ...events[1], outlets: { success: noise } } as never],
    }),
  ).toBeNull()
})
