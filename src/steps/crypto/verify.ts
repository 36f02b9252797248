import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { dataProblem } from "../data/dataProblems.ts"
import { asField, bytesFrom, decoded, valueField } from "./encoding.ts"
import { signatureAlgorithm } from "./sign.ts"

/** Checks a signature. */
export const cryptoVerify = defineStep({
  kind: "crypto.verify",
  version: 1,
  title: "Check a signature",
  summary: "Goes one way if a value was signed with the key, another if not",
  icon: "shield-check",
  group: "data",
  input: z.strictObject({
    value: valueField,
    as: asField,
    signature: z.string().min(1).meta({ description: "The signature that came with the value" }),
    written: z
      .enum(["hex", "base64", "base64url"])
      .default("hex")
      .meta({ description: "How the signature is written" }),
    algorithm: signatureAlgorithm,
    secret: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "The name of the secret that is the key, for HMAC" }),
    publicKey: z
      .string()
      .max(20_000)
      .optional()
      .meta({ description: "The public key in PEM, for RSA, ECDSA and Ed25519" }),
  }),
  output: {
    true: z.strictObject({ valid: z.literal(true) }),
    false: z.strictObject({ valid: z.literal(false) }),
  },
  hints: {
    value: { widget: "expression", placeholder: "{{ trigger.body }}" },
    signature: { placeholder: '{{ trigger.headers["x-signature"] }}' },
    secret: { widget: "secret", secret: true },
    publicKey: { widget: "multiline" },
    as: { advanced: true },
  },
  outlets: ["true", "false"],
  effect: "pure",
  needs: ["crypto"],
  powers: [{ power: "secret", of: "secret" }],
  card: "{{ algorithm }} {{ secret }}",
  docs: `
Checks that a value was signed with the key, in a time that tells nothing about it. A value that came as JSON has to
be checked as the very text that came: written again it may differ.

- **true**: it was.
- **false**: it was not, or the signature is written in another way than said.

Fails if there is no such secret, if it is no key for the algorithm, or was not granted.
`,
  examples: [
    {
      title: "It is genuine",
      with: {
        value: "body",
        signature: "944ff011a8804d849086cf12e512542881d4a84688555a4816e3696e9d147d9a",
        secret: "hook",
      },
      secrets: { hook: "open sesame" },
      outlets: { true: { valid: true } },
    },
    {
      title: "It is not",
      with: { value: "body", signature: "AP8=", written: "base64", secret: "hook" },
      secrets: { hook: "open sesame" },
      outlets: { false: { valid: false } },
    },
    {
      title: "No signature at all",
      with: { value: "body", signature: "not hex", secret: "hook" },
      outlets: { false: { valid: false } },
    },
  ],
  run: async ({ value, as, signature, written, algorithm, secret, publicKey }, { ports, incoming }) => {
    const bytes = bytesFrom(value === undefined ? (incoming ?? null) : value, as)
    if (!bytes.ok) return failed(bytes.error)
    if (secret === undefined && publicKey === undefined) return failed(dataProblem("data_no_key"))
    const given = decoded(signature, written)
    if (given === null) return done({ valid: false }, "false")
    const checked = await ports.crypto.verify({
      ...{ algorithm, bytes: bytes.value, signature: given },
      ...(secret === undefined ? {} : { secret }),
      ...(publicKey === undefined ? {} : { publicKey }),
    })
    if (!checked.ok) return failed(checked.error)
    return checked.value ? done({ valid: true }, "true") : done({ valid: false }, "false")
  },
})
