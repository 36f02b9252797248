import { isMap, own } from "../lib/json.ts"

/*
 * Old files are a promise: each version of the format has one migration to the next, and a file is led through
 * all of them, one by one, before anything reads it. A migration sees what a stranger wrote, so it takes anything
 * and leaves what it does not know as it is.
 */

/** Makes a file of the next version from one of the version under which it is listed. */
export type Migration = (file: { readonly [key: string]: unknown }) => { readonly [key: string]: unknown }

/** The migrations of the file format, by the version that each reads. Version 1 is the first. */
export const fileMigrations: ReadonlyMap<number, Migration> = new Map()

/** The file in the newest version that can be reached, and the version it was written in where that was another. */
export function migrateFile(
  file: unknown,
  migrations: ReadonlyMap<number, Migration> = fileMigrations,
): { readonly file: unknown; readonly migratedFrom?: number } {
  const written = versionOf(file)
  let version = written
  let migrated = file
  while (version !== undefined && isMap(migrated)) {
    const step = migrations.get(version)
    if (step === undefined) break
    version++
    migrated = { ...step(migrated), rivulet: version }
  }
  return written === undefined || version === written ? { file } : { file: migrated, migratedFrom: written }
}

/** The version that the file says it has. */
export function versionOf(file: unknown): number | undefined {
  const version = isMap(file) ? own(file, "rivulet") : undefined
  return Number.isSafeInteger(version) ? Number(version) : undefined
}
