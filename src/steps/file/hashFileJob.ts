import { defineJob } from "../../model/jobs.ts"
import type { DigestAlgorithm } from "../../model/ports.ts"

/** What is worked out, and over how many bytes. */
export interface HashFileInput {
  readonly algorithm: DigestAlgorithm
  readonly size: number
}

/** Digests bytes that are called for piece by piece. */
export const hashFileJob = defineJob<HashFileInput, Uint8Array>({
  name: "hash.file",
  load: () => import("./hashFileWork.ts"),
  inPlace: ({ size }) => size < 1_000_000,
})
