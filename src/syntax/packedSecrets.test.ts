import fc from "fast-check"
import { expect, test } from "vitest"
import { packSecrets, unpackSecrets } from "./packedSecrets.ts"
import { SecretHandle, SecretText } from "./secrets.ts"
import { isSame } from "./testing/lanes.ts"

const handle = new SecretHandle("key")

test("packed, a value shows none of its secrets and says where they stand", () => {
  const text = new SecretText(["Bearer ", handle])
  const packed = packSecrets({ headers: [{ auth: text }], key: handle, plain: 1 })
  expect(structuredClone(packed)).toEqual({
    value: { headers: [{ auth: "Bearer [secret]" }], key: "[secret]", plain: 1 },
    secrets: [
      { path: ["headers", 0, "auth"], isText: true, parts: ["Bearer ", { secret: "key" }] },
      { path: ["key"], isText: false, parts: [{ secret: "key" }] },
    ],
  })
})

test("unpacked after a journey, handles and texts are what they were", () => {
  const text = new SecretText([handle])
  const unpacked = unpackSecrets(structuredClone(packSecrets([{ a: handle }, text, "[secret]"])))
  const [first, second, third] = unpacked as [{ a: unknown }, unknown, unknown]
  expect(first.a instanceof SecretHandle && SecretHandle.nameOf(first.a)).toBe("key")
  expect(second instanceof SecretText && SecretText.partsOf(second)).toHaveLength(1)
  expect(third).toBe("[secret]")
  expect(unpackSecrets(packSecrets(handle))).toBeInstanceOf(SecretHandle)
})

test("a value without secrets is packed as itself, even one that looks as if it had some", () => {
  const forged = { value: "[secret]", secrets: [{ path: [], isText: false, parts: [{ secret: "key" }] }] }
  expect(packSecrets(forged)).toEqual({ value: forged, secrets: [] })
  expect(packSecrets(forged).value).toBe(forged)
  expect(unpackSecrets(packSecrets(forged))).toBe(forged)
})

test("every other part of a value survives", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, key) => {
      const map = Object.fromEntries([[key, handle]])
      const unpacked = unpackSecrets(packSecrets([map, value])) as unknown[]
      expect(isSame(unpacked[1], value)).toBe(true)
    }),
  )
})
