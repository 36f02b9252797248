import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseAddress } from "../../model/address.ts"
import { redactBytes, redactText } from "./redact.ts"
import { redactJson } from "./redactJson.ts"
import { type SecretValue, secretFor } from "./secretSource.ts"

const bytesOf = (text: string) => new TextEncoder().encode(text)

describe("values of secrets", () => {
  test("are found as they are, as they stand in an address, and as base64, padded or not", () => {
    const value = "kä/y+1"
    const base64 = Buffer.from(value).toString("base64")
    const text = `a ${value} b ${encodeURIComponent(value)} c ${base64} d ${base64.replace(/=+$/, "")}.`
    expect(redactText(text, [value])).toBe("a [secret] b [secret] c [secret] d [secret].")
    expect(new TextDecoder().decode(redactBytes(bytesOf(text), [value]))).toBe(redactText(text, [value]))
  })

  test("are found in any bytes, and the bytes around them stay", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
        const whole = Buffer.concat([before, bytesOf("sk-canary"), after])
        const clean = Buffer.from(redactBytes(whole, ["sk-canary"]))
        expect(clean).toEqual(Buffer.concat([before, bytesOf("[secret]"), after]))
      }),
    )
  })

  test("bytes without them are the very same, and values too short to mean anything are left", () => {
    const bytes = bytesOf("plain abc")
    expect(redactBytes(bytes, ["sk-canary"])).toBe(bytes)
    expect(redactBytes(bytes, ["abc", ""])).toBe(bytes)
  })

  test("a body made to slow the search down does not", () => {
    const many = new Uint8Array(5_000_000).fill("s".charCodeAt(0))
    const started = performance.now()
    expect(redactBytes(many, [`${"s".repeat(40)}k`])).toBe(many)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

test("plain data is searched as deep as it goes, names of fields too", () => {
  const list = [1, null, "key sk-canary", { "sk-canary": Buffer.from("sk-canary").toString("base64") }]
  expect(redactJson({ a: { list } }, ["sk-canary"])).toEqual({
    a: { list: [1, null, "key [secret]", { "[secret]": "[secret]" }] },
  })
  expect(redactJson(list, [])).toBe(list)
})

test.each([
  [["api.a.test"], "https://api.a.test/x", true],
  [["*.a.test"], "https://api.a.test/x", true],
  [["api.a.test"], "http://api.a.test/x", false],
  [["api.a.test"], "https://api.a.test.evil.test/", false],
  [["other.test", "http://localhost:1"], "http://localhost:1/", true],
  [["no pattern", ""], "https://a.test/", false],
  [[], "https://a.test/", false],
])("a secret for %j may go to %s: %s", async (hosts, url, wanted) => {
  const address = parseAddress(url)
  if (!address.ok) throw new Error(address.error.message)
  const secret: SecretValue = { value: "v", hosts }
  const found = await secretFor({ find: async () => secret }, "k", address.value)
  expect(found).toMatchObject(wanted ? { value: secret } : { error: { code: "secret_elsewhere" } })
})
