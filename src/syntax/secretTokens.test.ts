import fc from "fast-check"
import { expect, test } from "vitest"
import { SecretHandle, SecretText } from "./secrets.ts"
import { showTokens, splitTokens, tokenNames, tokenOf, tokenText } from "./secretTokens.ts"

test("text with secrets comes through what steps do with text", () => {
  const text = tokenText(new SecretText(["Bearer ", new SecretHandle("shop"), "!"]))
  expect(splitTokens(text)).toEqual(["Bearer ", { name: "shop" }, "!"])
  expect(showTokens(text)).toBe("Bearer [secret]!")
  const url = new URL("https://a.test/")
  url.searchParams.set("k", text)
  for (const made of [url.href, JSON.stringify({ text }), encodeURIComponent(text), text.toLowerCase()])
    expect(tokenNames(made)).toEqual(["shop"])
})

test("any name and any text around it are read back as they were", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (name, before, after) => {
      const text = before + tokenOf(name) + after
      expect(splitTokens(text)).toEqual([before, { name: name.toWellFormed() }, after].filter(Boolean))
    }),
  )
})

test("what only looks like a token is plain text", () => {
  const forged = `secret${"0".repeat(32)}736870x`
  expect(splitTokens(forged)).toEqual([forged])
  expect(tokenNames("{{ secrets.shop }} [secret]")).toEqual([])
})
