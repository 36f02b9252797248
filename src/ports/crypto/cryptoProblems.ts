import { problemsOf } from "../../model/problems.ts"

/** What can go wrong with digests and signatures. */
export const cryptoProblems = {
  crypto_no_secret: { say: "There is no secret named {secret}. Add it, or name another." },
  crypto_no_key: { say: "Name the secret to check the signature with, or give the public key." },
  crypto_bad_key: {
    say: "{key} is no key for {algorithm}: {why}. RSA, ECDSA and Ed25519 need a PEM key (PKCS #8 to sign, SPKI to check).",
  },
  crypto_unknown: { say: "{algorithm} is not offered here. Choose another algorithm, or a newer browser." },
} as const

/** Makes a problem of a digest or a signature. */
export const cryptoProblem = problemsOf(cryptoProblems)
