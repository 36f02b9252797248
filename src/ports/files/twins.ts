import { ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { FileHome } from "./home.ts"
import { folderOf, isTwin } from "./paths.ts"

/**
 * What would differ by case alone from the path, or from a folder that is made on the way to it, once that is written:
 * some systems take the two for one.
 */
export async function caseTwin(home: FileHome, path: string): Promise<string | null> {
  const made = await outermostMade(home, path)
  if (made === null) return null
  const twin = await twinBeside(home, made)
  return twin.ok ? twin.value : null
}

/** The path, or the outermost folder around it that is not there yet; null where a write makes none. */
async function outermostMade(home: FileHome, path: string): Promise<string | null> {
  const here = await home.info(path)
  // Where capitals do not count, a file that is found by the name may yet have another one.
  if (here.ok && here.value) return (await home.foldsCase?.()) ? path : null
  let made = path
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) {
    const around = await home.info(folder)
    if (around.ok && around.value) break
    made = folder
  }
  return made
}

/** What stands beside the path under a name that differs from its own by capitals alone. */
export async function twinBeside(home: FileHome, path: string): Promise<Result<string | null, Problem>> {
  if (home.twin) return home.twin(path)
  const beside = await home.entries(folderOf(path))
  if (!beside.ok) return beside
  const names = beside.value.map(info => info.path)
  return ok(names.includes(path) ? null : (names.find(name => isTwin(name, path)) ?? null))
}
