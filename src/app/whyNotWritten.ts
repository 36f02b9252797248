import type { WriteFailure } from "./stores.ts"

/** Why a workflow is not on disk, and what to do. */
export function whyNotWritten(failure: WriteFailure): string {
  return failure.reason === "changed"
    ? "It was changed in another tab meanwhile, and nothing was written over that."
    : `The browser did not keep it: ${failure.message}. Export the workflow to be safe.`
}
