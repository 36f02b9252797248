import { z } from "zod"

/*
 * What an archive may hold, so that a small file cannot fill the disk. The same holds for what is zipped, so that it
 * can be unzipped. A workflow may allow more, up to what the format can hold.
 */

/** More than so many times its size an archive never unfolds to, whatever is allowed. */
export const largestRatio = 100

/** Below so many bytes any ratio is harmless: a page of blanks folds to next to nothing. */
export const harmlessBytes = 1_000_000

/** The parameter for the most bytes. */
export const largestField = z
  .int()
  .min(1)
  .max(4_000_000_000)
  .default(100_000_000)
  .meta({ description: "The most bytes that all files in it may have together, unfolded" })

/** The parameter for the most files. */
export const mostField = z
  .int()
  .min(1)
  .max(100_000)
  .default(1_000)
  .meta({ description: "The most files that it may hold" })
