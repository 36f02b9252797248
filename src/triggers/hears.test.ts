import { describe, expect, test } from "vitest"
import { z } from "zod"
import type { Json } from "../lib/json.ts"
import type { AnyTrigger, Signal } from "../model/trigger.ts"
import { activity } from "./activity.ts"
import { aiEscalated } from "./aiEscalated.ts"
import { chat } from "./chat.ts"
import { event } from "./event.ts"
import { fileChange } from "./fileChange.ts"
import { manual } from "./manual.ts"
import { triggers } from "./registry.ts"
import { webhook } from "./webhook.ts"

/** What the run would see, checked against what the type says it sees. */
function heard(
  type: AnyTrigger,
  parameters: object,
  source: Signal["source"],
  name: string,
  value: Json,
): unknown {
  const seen = type.hears?.(type.input.parse(parameters), { source, name, value }) ?? null
  if (seen !== null) expect(type.output.safeParse(seen).error).toBeUndefined()
  return seen
}

describe("file_change", () => {
  const onSource = { path: "src/**/*.{ts,tsx}" }
  test("hears of files that match", () => {
    expect(heard(fileChange, onSource, "files", "change", { path: "src/a/b.ts" })).toEqual({
      filePath: "src/a/b.ts",
      event: "change",
    })
  })
  test("passes over other files, other news and other happenings", () => {
    expect(heard(fileChange, onSource, "files", "change", { path: "docs/b.ts" })).toBeNull()
    expect(heard(fileChange, onSource, "files", "delete", { path: "src/b.ts" })).toBeNull()
    expect(heard(fileChange, onSource, "events", "change", { path: "src/b.ts" })).toBeNull()
    expect(heard(fileChange, onSource, "files", "melt", { path: "src/b.ts" })).toBeNull()
    expect(heard(fileChange, onSource, "files", "change", "src/b.ts")).toBeNull()
  })
  test("hears of deleted files if asked to", () => {
    const seen = heard(fileChange, { ...onSource, events: ["delete"] }, "files", "delete", {
      path: "src/b.ts",
    })
    expect(seen).toMatchObject({ event: "delete" })
  })
  test("refuses a pattern that cannot be read", () => {
    expect(fileChange.input.safeParse({ path: "{a" }).success).toBe(false)
  })
})

describe("event", () => {
  test("hears its name alone", () => {
    expect(heard(event, { name: "ready" }, "events", "ready", 1)).toEqual({ name: "ready", value: 1 })
    expect(heard(event, { name: "ready" }, "events", "readied", 1)).toBeNull()
    expect(heard(event, { name: "ready" }, "runs", "ready", 1)).toBeNull()
  })
  test("hears only values that match, by their own fields", () => {
    const parameters = { name: "ready", match: { kind: "report" } }
    expect(heard(event, parameters, "events", "ready", { kind: "report", n: 1 })).not.toBeNull()
    expect(heard(event, parameters, "events", "ready", { kind: "draft" })).toBeNull()
    expect(heard(event, parameters, "events", "ready", "report")).toBeNull()
    expect(heard(event, { name: "ready", match: { constructor: null } }, "events", "ready", {})).toBeNull()
  })
})

describe("activity", () => {
  const failed = { workflow: "review", run: "r1", error: { code: "x" } }
  test("hears of failures unless told otherwise", () => {
    const seen = heard(activity, {}, "runs", "failed", failed)
    expect(seen).toEqual({
      became: "failed",
      workflow: "review",
      run: "r1",
      error: { code: "x" },
      output: null,
    })
    expect(heard(activity, {}, "runs", "completed", failed)).toBeNull()
    expect(heard(activity, { became: ["completed"] }, "runs", "completed", failed)).not.toBeNull()
  })
  test("hears of the workflows named", () => {
    expect(heard(activity, { workflows: ["review"] }, "runs", "failed", failed)).not.toBeNull()
    expect(heard(activity, { workflows: ["other"] }, "runs", "failed", failed)).toBeNull()
  })
})

describe("ai_escalated", () => {
  const news = { reason: "refused", workflow: "w", run: "r", step: "s", value: [1] }
  test("hears the event that AI steps emit", () => {
    expect(heard(aiEscalated, {}, "events", "ai.escalated", news)).toEqual(news)
    expect(heard(aiEscalated, {}, "events", "ai.other", news)).toBeNull()
  })
  test("for the reasons and workflows named", () => {
    expect(heard(aiEscalated, { reasons: ["budget"] }, "events", "ai.escalated", news)).toBeNull()
    expect(heard(aiEscalated, { reasons: ["refused"] }, "events", "ai.escalated", news)).not.toBeNull()
    expect(heard(aiEscalated, { workflows: ["v"] }, "events", "ai.escalated", news)).toBeNull()
  })
})

describe("chat", () => {
  test("a command is the first word, in any case", () => {
    const seen = heard(chat, { command: "/report" }, "chat", "message", {
      text: " /Report  for June",
      session: "s",
    })
    expect(seen).toEqual({ text: "/Report  for June", rest: "for June", session: "s", from: "" })
    expect(heard(chat, { command: "/report" }, "chat", "message", { text: "/reports" })).toBeNull()
    expect(heard(chat, { command: "/report" }, "chat", "message", { text: "report" })).toBeNull()
  })
  test("without a command it hears what is none", () => {
    expect(heard(chat, {}, "chat", "message", { text: "hello", from: "ada" })).toMatchObject({
      rest: "hello",
    })
    expect(heard(chat, {}, "chat", "message", { text: "/report" })).toBeNull()
  })
})

describe("webhook", () => {
  test("hears its own name, and from the origins named", () => {
    const news = { body: { id: 1 }, headers: { a: "b" }, origin: "https://shop.example.com" }
    expect(heard(webhook, { name: "order" }, "webhook", "order", news)).toEqual({ name: "order", ...news })
    expect(heard(webhook, { name: "order" }, "webhook", "orders", news)).toBeNull()
    const only = (origin: string) =>
      heard(webhook, { name: "order", origins: [origin] }, "webhook", "order", news)
    expect(only("https://shop.example.com")).not.toBeNull()
    expect(only("https://evil.example.com")).toBeNull()
    expect(
      heard(webhook, { name: "order", origins: ["https://a.test"] }, "webhook", "order", null),
    ).toBeNull()
  })
})

test("manual hears a person alone, and hands on the inputs", () => {
  expect(heard(manual, {}, "manual", "", { threshold: "low" })).toEqual({ threshold: "low" })
  expect(heard(manual, {}, "chat", "message", {})).toBeNull()
})

describe.each(triggers.map(trigger => [trigger.type, trigger] as const))("%s", (_, trigger) => {
  test("says its data part in full, and speaks of fields that exist", () => {
    expect(trigger.type).toMatch(/^[a-z_]+$/)
    expect(trigger.docs.trim().length).toBeGreaterThan(80)
    expect(trigger.summary).not.toMatch(/\.$/)
    const fields = Object.keys(trigger.input.shape)
    for (const hint of Object.keys(trigger.hints ?? {})) expect(fields).toContain(hint)
    for (const [, name] of trigger.card.matchAll(/\{\{\s*(\w+)/g)) expect(fields).toContain(name)
    expect(Number(trigger.due !== undefined) + Number(trigger.hears !== undefined)).toBe(1)
    for (const schema of Object.values(z.toJSONSchema(trigger.input, { io: "input" }).properties ?? {})) {
      expect(typeof schema === "object" && schema.description).toBeTruthy()
    }
  })

  test("takes odd news as no news, and never throws", () => {
    const needed: Record<string, object> = {
      file_change: { path: "**" },
      event: { name: "toString", match: { path: "x" } },
      webhook: { name: "toString", origins: ["https://a.test"] },
      schedule: { cron: "@daily" },
      chat: { command: "/go" },
    }
    const input = trigger.input.parse(needed[trigger.type] ?? {})
    for (const source of ["files", "events", "runs", "chat", "webhook"] as const) {
      for (const value of [null, [], "text", JSON.parse('{"__proto__":{"path":"x"},"path":1}'), 0]) {
        expect(trigger.hears?.(input, { source, name: "toString", value }) ?? null).toBeNull()
      }
    }
  })
})
