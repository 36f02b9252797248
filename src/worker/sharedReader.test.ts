import { expect, test } from "vitest"
import type { RunEvent } from "../engine/core/event.ts"
import type { JsonMap } from "../lib/json.ts"
import { emptyWorkflow } from "../model/workflow.ts"
import { linkOf, writeShared } from "../runs/sharedRun.ts"
import { createSharedReader } from "./sharedReader.ts"

const started: RunEvent = { type: "run.started", v: 1, at: 1, run: "r", inputs: {}, seed: 1 }
const gave = (outlets: JsonMap): RunEvent => ({
  ...{ type: "step.completed", at: 2, in: "", step: "a", visit: 1, outlets },
})
const shared = (outlets: JsonMap) => ({ workflow: emptyWorkflow("w"), events: [started, gave(outlets)] })
const fileOf = (outlets: JsonMap) => new Blob([writeShared(shared(outlets))])

test("large values stay behind until they are asked for, and nothing in a file can point at them", async () => {
  const reader = createSharedReader()
  const read = await reader.read(fileOf({ large: "x".repeat(5_000_000), small: 7, odd: { blob: "abc" } }))
  const [, event] = read.ok ? read.value.events : []
  expect(JSON.stringify(event).length).toBeLessThan(1_000)
  const outlets = event?.type === "step.completed" ? event.outlets : {}
  expect(outlets.small).toBe(7)
  const texts = [outlets.large, outlets.odd].map(value => reader.value(String((value as JsonMap).blob)))
  expect(texts.map(text => text?.length)).toEqual([5_000_002, 14])
  expect(reader.value("abc")).toBeUndefined()
})

test("the end of an address is read alike, and what is no run says so", async () => {
  const reader = createSharedReader()
  expect(await reader.read((await linkOf(shared({ small: 7 }))) ?? "")).toMatchObject({
    ok: true,
    value: { events: [started, { outlets: { small: 7 } }] },
  })
  expect(await reader.read(new Blob(["{"]))).toMatchObject({
    ok: false,
    error: { code: "shared_unreadable" },
  })
})
