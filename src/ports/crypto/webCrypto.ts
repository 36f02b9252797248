import { fromBase64 } from "../../lib/base64.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { CryptoPort, SignatureAlgorithm } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { cryptoProblem } from "./cryptoProblems.ts"

/** What the port is handed. */
export interface WebCryptoParts {
  readonly subtle: SubtleCrypto
  /** The value of a secret, if there is one of the name. */
  readonly secret: (name: string) => Promise<string | undefined>
}

type Bytes = Uint8Array<ArrayBuffer>

const digests = { sha1: "SHA-1", sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" } as const

const hmacs: { readonly [algorithm in SignatureAlgorithm]?: string } = {
  "hmac-sha1": "SHA-1",
  "hmac-sha256": "SHA-256",
  "hmac-sha512": "SHA-512",
}

const pairs: { readonly [algorithm in SignatureAlgorithm]?: { readonly key: object; readonly use: object } } =
  {
    "rsa-sha256": {
      key: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
      use: { name: "RSASSA-PKCS1-v1_5" },
    },
    "ecdsa-sha256": {
      key: { name: "ECDSA", namedCurve: "P-256" },
      use: { name: "ECDSA", hash: "SHA-256" },
    },
    ed25519: { key: { name: "Ed25519" }, use: { name: "Ed25519" } },
  }

/** Digests and signatures by what browsers and Node have built in; MD5, which they have not, by a module of its own. */
export function createWebCrypto({ subtle, secret }: WebCryptoParts): CryptoPort {
  async function keyOf(
    algorithm: SignatureAlgorithm,
    use: "sign" | "verify",
    text: string,
    name: string,
  ): Promise<Result<CryptoKey, Problem>> {
    const bad = (why: string) => err(cryptoProblem("crypto_bad_key", { key: name, algorithm, why }))
    try {
      const hash = hmacs[algorithm]
      if (hash !== undefined) {
        if (text === "") return bad("it is empty")
        const raw = new TextEncoder().encode(text)
        return ok(await subtle.importKey("raw", raw, { name: "HMAC", hash }, false, [use]))
      }
      const pair = pairs[algorithm]
      const [label, format] = use === "sign" ? ["PRIVATE", "pkcs8" as const] : ["PUBLIC", "spki" as const]
      const pem = new RegExp(`-----BEGIN ${label} KEY-----([^-]{1,20000})-----END`).exec(text)
      const bytes = fromBase64((pem?.[1] ?? "").replace(/\s/g, ""))
      if (pem === null || pair === undefined || !bytes.ok)
        return bad(`it does not begin with -----BEGIN ${label} KEY-----`)
      return ok(await subtle.importKey(format, bytes.value as Bytes, pair.key as Algorithm, false, [use]))
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "NotSupportedError")
        return err(cryptoProblem("crypto_unknown", { algorithm }))
      // What the library says may quote the key.
      return bad("it is damaged, or of another kind")
    }
  }

  async function secretKey(algorithm: SignatureAlgorithm, use: "sign" | "verify", name: string) {
    const text = await secret(name)
    if (text === undefined) return err(cryptoProblem("crypto_no_secret", { secret: name }))
    return keyOf(algorithm, use, text, `The secret ${name}`)
  }

  const parametersOf = (algorithm: SignatureAlgorithm): AlgorithmIdentifier =>
    (pairs[algorithm]?.use as Algorithm | undefined) ?? "HMAC"

  return {
    async digest({ algorithm, bytes }) {
      if (algorithm !== "md5")
        return ok(new Uint8Array(await subtle.digest(digests[algorithm], bytes as Bytes)))
      const { createMD5 } = await import("hash-wasm")
      const md5 = await createMD5()
      return ok(md5.update(bytes).digest("binary").slice())
    },
    async sign({ algorithm, secret: name, bytes }) {
      const key = await secretKey(algorithm, "sign", name)
      if (!key.ok) return key
      return ok(new Uint8Array(await subtle.sign(parametersOf(algorithm), key.value, bytes as Bytes)))
    },
    async verify({ algorithm, secret: name, publicKey, bytes, signature }) {
      if (name === undefined && (publicKey === undefined || hmacs[algorithm] !== undefined))
        return err(cryptoProblem("crypto_no_key"))
      const key =
        name === undefined
          ? await keyOf(algorithm, "verify", publicKey ?? "", "The public key")
          : await secretKey(algorithm, "verify", name)
      if (!key.ok) return key
      return ok(await subtle.verify(parametersOf(algorithm), key.value, signature as Bytes, bytes as Bytes))
    },
  }
}
