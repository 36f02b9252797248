import { createDexieHome } from "../ports/files/dexieHome.ts"
import { createFiles } from "../ports/files/files.ts"
import type { Database } from "../storage/database.ts"

/** The paths of the files in the private workspace. */
export async function listFiles(database: Database): Promise<readonly string[]> {
  const listed = await createFiles(createDexieHome(database.kept, Date.now)).list("**")
  return listed.ok ? listed.value.filter(({ kind }) => kind === "file").map(({ path }) => path) : []
}
