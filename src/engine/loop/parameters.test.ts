import { expect, test } from "vitest"
import { z } from "zod"
import { type AnyStep, defineStep, done } from "../../model/step.ts"
import { effectOf, migrated, parseParameters, rawFields } from "./parameters.ts"

const request: AnyStep = defineStep({
  ...{ kind: "request", version: 3, title: "Request", summary: "Asks.", icon: "globe", group: "connect" },
  input: z.strictObject({
    method: z.string().default("GET"),
    url: z.string(),
    script: z.string().optional(),
  }),
  ...{ output: z.json(), outlets: ["success"], needs: [], card: "", docs: "", examples: [] },
  hints: { script: { raw: true } },
  effect: { by: "method", table: { GET: "read", PUT: "write" }, otherwise: "once" },
  migrations: [
    ({ address, ...rest }) => ({ ...rest, url: address ?? "" }),
    parameters => ({ ...parameters, url: `https://${parameters.url}` }),
  ],
  run: () => done(null),
})

test("parameters are read by the kind's schema, and what does not fit is named", () => {
  expect(parseParameters(request, { url: "u" })).toEqual({ ok: true, value: { method: "GET", url: "u" } })
  const wrong = parseParameters(request, { url: [5] })
  expect(!wrong.ok && wrong.error.message).toContain('"url"')
  expect(parseParameters(request, { url: "u", more: 1 }).ok).toBe(false)
  expect(parseParameters(request, { url: "u", script: 5 }, ["script"]).ok).toBe(true)
  expect(parseParameters(undefined, {})).toMatchObject({ error: { code: "unknown_kind" } })
})

test("[L21] a number, true or false where a text is wanted is taken as text, at any depth; nothing else is", () => {
  const listing: AnyStep = {
    ...request,
    input: z.strictObject({ lines: z.array(z.object({ text: z.string() })) }),
  }
  const lines = [{ text: 4 }, { text: "b" }, { text: false }]
  const taken = { lines: [{ text: "4" }, { text: "b" }, { text: "false" }] }
  expect(parseParameters(listing, { lines })).toEqual({ ok: true, value: taken })
  for (const text of [null, [1], { a: 1 }])
    expect(parseParameters(listing, { lines: [{ text }] }).ok).toBe(false)
  expect(parseParameters(listing, { lines: 5 }).ok).toBe(false)
})

test("[L8] the effect follows from the parameters, and a repeatable step is safe with its key", () => {
  const effects = ["GET", "PUT", "POST", "constructor"].map(method => effectOf(request, { method }, false))
  expect(effects).toEqual(["read", "write", "once", "once"])
  expect(effectOf(request, { method: "POST" }, true)).toBe("write")
  expect(effectOf({ ...request, effect: "pure" }, {}, true)).toBe("pure")
})

test("[L9] older parameters are migrated from their version on", () => {
  expect(migrated(request, 1, { address: "a.b" })).toEqual({ url: "https://a.b" })
  expect(migrated(request, 2, { url: "a.b" })).toEqual({ url: "https://a.b" })
  for (const version of [3, undefined])
    expect(migrated(request, version, { url: "a.b" })).toEqual({ url: "a.b" })
})

test("fields whose braces are no templates are known", () => {
  expect(rawFields(request)).toEqual(["script"])
})
