import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { asField, bytesFrom, encoded, giveField, valueField } from "./encoding.ts"

/** Digests a value. */
export const cryptoHash = defineStep({
  kind: "crypto.hash",
  version: 1,
  title: "Hash",
  summary: "Makes the fingerprint of a value",
  icon: "hash",
  group: "data",
  input: z.strictObject({
    value: valueField,
    as: asField,
    algorithm: z
      .enum(["sha256", "sha512", "sha384", "sha1", "md5"])
      .default("sha256")
      .meta({ description: "SHA-1 and MD5 are for old services: they protect nothing" }),
    give: giveField,
  }),
  output: z.string(),
  hints: {
    value: { widget: "expression", placeholder: "{{ incoming }}" },
    as: { advanced: true },
    give: { advanced: true },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["crypto"],
  card: "{{ algorithm }} {{ value }}",
  docs: `
Makes a fingerprint: the same value always gives the same text, and another value another. Text is taken as UTF-8, or
as the bytes that base64 or hex stand for; a map or a list as its JSON. To protect a message that others may change,
*Sign* it.

- **success**: the fingerprint, in hex unless chosen otherwise.

Fails if the value is not in the encoding that *as* names.
`,
  examples: [
    {
      title: "Of a text",
      with: { value: "abc" },
      outlets: { success: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    },
    {
      title: "In base64, of what arrived",
      with: { algorithm: "md5", give: "base64" },
      scope: { incoming: { a: 1 } },
      outlets: { success: "u2y1xo30ZSlByvZSo2by2A==" },
    },
    { title: "Not hex", with: { value: "xyz", as: "hex" }, problem: "data_bad_encoding" },
  ],
  run: async ({ value, as, algorithm, give }, { ports, incoming }) => {
    const bytes = bytesFrom(value === undefined ? (incoming ?? null) : value, as)
    if (!bytes.ok) return failed(bytes.error)
    const made = await ports.crypto.digest({ algorithm, bytes: bytes.value })
    return made.ok ? done(encoded(made.value, give)) : failed(made.error)
  },
})
