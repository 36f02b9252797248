import { createHash, createHmac, createSign, generateKeyPairSync, sign } from "node:crypto"
import { describe, expect, test } from "vitest"
import type { DigestAlgorithm } from "../../model/ports.ts"
import { createWebCrypto } from "./webCrypto.ts"

const bytes = new TextEncoder().encode("the quick brown fox")
const pairs = {
  "rsa-sha256": generateKeyPairSync("rsa", { modulusLength: 2048 }),
  "ecdsa-sha256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ed25519: generateKeyPairSync("ed25519"),
}
const secrets: { readonly [name: string]: string } = {
  shared: "key",
  ...Object.fromEntries(
    Object.entries(pairs).map(([name, pair]) => [
      name,
      pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ]),
  ),
}
const port = createWebCrypto({ subtle: crypto.subtle, secret: async name => secrets[name] })
const publicKey = (name: keyof typeof pairs) =>
  pairs[name].publicKey.export({ type: "spki", format: "pem" }).toString()

describe("digests are those of Node", () => {
  test.each(["md5", "sha1", "sha256", "sha384", "sha512"] as DigestAlgorithm[])("%s", async algorithm => {
    const made = await port.digest({ algorithm, bytes })
    expect(made.ok && Buffer.from(made.value).toString("hex")).toBe(
      createHash(algorithm).update(bytes).digest("hex"),
    )
  })
})

describe("signatures", () => {
  test("an HMAC is Node's, and is checked", async () => {
    const made = await port.sign({ algorithm: "hmac-sha256", secret: "shared", bytes })
    const wanted = new Uint8Array(createHmac("sha256", "key").update(bytes).digest())
    expect(made).toEqual({ ok: true, value: wanted })
    const check = (signature: Uint8Array) =>
      port.verify({ algorithm: "hmac-sha256", secret: "shared", bytes, signature })
    expect(await check(wanted)).toEqual({ ok: true, value: true })
    expect(await check(wanted.with(0, (wanted[0] ?? 0) ^ 1))).toEqual({ ok: true, value: false })
    expect(await check(new Uint8Array())).toEqual({ ok: true, value: false })
  })

  test.each(Object.keys(pairs) as (keyof typeof pairs)[])("%s, either way with Node", async algorithm => {
    const made = await port.sign({ algorithm, secret: algorithm, bytes })
    if (!made.ok) throw new Error(made.error.message)
    const check = (signature: Uint8Array) =>
      port.verify({ algorithm, publicKey: publicKey(algorithm), bytes, signature })
    expect(await check(made.value)).toEqual({ ok: true, value: true })
    const key = pairs[algorithm].privateKey
    const theirs =
      algorithm === "ed25519"
        ? sign(null, bytes, key)
        : createSign("sha256").update(bytes).sign({ key, dsaEncoding: "ieee-p1363" })
    expect(await check(new Uint8Array(theirs))).toEqual({ ok: true, value: true })
  })

  test("what is no key says so, and never quotes it", async () => {
    const code = async (asked: Promise<{ ok: boolean; error?: { code: string; message: string } }>) => {
      const answer = await asked
      expect(answer.error?.message).not.toContain("BEGIN PRIVATE KEY-----\n")
      return answer.ok ? "ok" : answer.error?.code
    }
    expect(await code(port.sign({ algorithm: "hmac-sha256", secret: "none", bytes }))).toBe(
      "crypto_no_secret",
    )
    expect(await code(port.sign({ algorithm: "rsa-sha256", secret: "shared", bytes }))).toBe("crypto_bad_key")
    expect(await code(port.sign({ algorithm: "rsa-sha256", secret: "ed25519", bytes }))).toBe(
      "crypto_bad_key",
    )
    const signature = new Uint8Array(32)
    expect(await code(port.verify({ algorithm: "hmac-sha256", bytes, signature }))).toBe("crypto_no_key")
    expect(await code(port.verify({ algorithm: "ed25519", publicKey: "x", bytes, signature }))).toBe(
      "crypto_bad_key",
    )
  })
})
