import { createMD5, createSHA1, createSHA256, createSHA384, createSHA512, type IHasher } from "hash-wasm"
import { ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import type { DigestAlgorithm } from "../../model/ports.ts"
import { nextPiece } from "./feed.ts"
import type { HashFileInput } from "./hashFileJob.ts"

const makers: { readonly [algorithm in DigestAlgorithm]: () => Promise<IHasher> } = {
  md5: createMD5,
  sha1: createSHA1,
  sha256: createSHA256,
  sha384: createSHA384,
  sha512: createSHA512,
}

/** Digests what comes, piece by piece. */
export const work: JobWork<HashFileInput, Uint8Array> = async ({ algorithm, size }, { call, progress }) => {
  const hasher = await makers[algorithm]()
  hasher.init()
  let got = 0
  for (;;) {
    const piece = (await call(nextPiece)) as Uint8Array | null
    if (piece === null) return ok(hasher.digest("binary"))
    hasher.update(piece)
    got += piece.length
    progress(size === 0 ? 1 : Math.min(1, got / size))
  }
}
