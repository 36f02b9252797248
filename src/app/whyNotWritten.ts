import { t } from "../language/t.ts"
import type { WriteFailure } from "./stores.ts"

/** Why a workflow is not on disk, and what to do. */
export function whyNotWritten(failure: WriteFailure): string {
  return failure.reason === "changed"
    ? t`It was changed in another tab meanwhile, and nothing was written over that.`
    : t`The browser did not keep it: ${failure.message}. Export the workflow to be safe.`
}
