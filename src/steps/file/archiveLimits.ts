/** What an archive may hold, so that a small file cannot fill the disk: also what is zipped, so that it can be unzipped. */
export const archiveLimits = { entries: 1_000, bytes: 100_000_000, ratio: 100 } as const

/** Below so many bytes any ratio is harmless: a page of blanks folds to next to nothing. */
export const harmlessBytes = 1_000_000

/** A file of an archive, by its name there. */
export interface ArchiveEntry {
  readonly name: string
  readonly bytes: Uint8Array
}
