import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { asField, bytesFrom, encoded, giveField, valueField } from "./encoding.ts"

/** The ways to sign. */
export const signatureAlgorithm = z
  .enum(["hmac-sha256", "hmac-sha512", "hmac-sha1", "rsa-sha256", "ecdsa-sha256", "ed25519"])
  .default("hmac-sha256")
  .meta({ description: "HMAC where both sides have one key; the others where the key is one of a pair" })

/** Signs a value with a secret. */
export const cryptoSign = defineStep({
  kind: "crypto.sign",
  version: 1,
  title: "Sign",
  summary: "Signs a value with a secret key",
  icon: "signature",
  group: "data",
  input: z.strictObject({
    value: valueField,
    as: asField,
    algorithm: signatureAlgorithm,
    secret: z.string().min(1).meta({ description: "The name of the secret that is the key" }),
    give: giveField,
  }),
  output: z.string(),
  hints: {
    value: { widget: "expression", placeholder: "{{ incoming }}" },
    secret: { widget: "secret", secret: true },
    as: { advanced: true },
    give: { advanced: true },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["crypto"],
  powers: [{ power: "secret", of: "secret" }],
  card: "{{ algorithm }} with {{ secret }}",
  docs: `
Signs a value, so that whoever has the key (HMAC), or the public half of it, can tell that nobody changed it. The key
is a secret and is used by name: no step ever sees it. For RSA, ECDSA and Ed25519 the secret is a private key in PEM
(PKCS #8).

- **success**: the signature, in hex unless chosen otherwise.

Fails if there is no such secret, if it is no key for the algorithm, or was not granted.
`,
  examples: [
    {
      title: "For a webhook",
      with: { value: '{"id":7}', secret: "hook" },
      secrets: { hook: "open sesame" },
      outlets: { success: "b4778fbe45e5bfb159e9b37e9cc272b77df962b5e1449f70645db535351cefa8" },
    },
    {
      title: "In base64url, for a token",
      with: { algorithm: "hmac-sha512", secret: "hook", give: "base64url" },
      scope: { incoming: "header.body" },
      secrets: { hook: "open sesame" },
      outlets: {
        success: "7QVxNiv8N3mESzR1QaUCcKYNzFctJ-ereC6IOmAuqFZYF5522D-Q5WXe9BvIEUL3j-c2qDcGDK39IP0schBnaw",
      },
    },
  ],
  run: async ({ value, as, algorithm, secret, give }, { ports, incoming }) => {
    const bytes = bytesFrom(value === undefined ? (incoming ?? null) : value, as)
    if (!bytes.ok) return failed(bytes.error)
    const made = await ports.crypto.sign({ algorithm, secret, bytes: bytes.value })
    return made.ok ? done(encoded(made.value, give)) : failed(made.error)
  },
})
