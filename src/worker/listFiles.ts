import { createFiles } from "../ports/files/files.ts"
import type { Database } from "../storage/database.ts"
import { createFolderStore } from "../storage/folders.ts"
import { createWorkspace } from "./workspaces.ts"

/** The paths of the files that a workflow sees, in the private workspace or in the folder that was picked for it. */
export async function listFiles(database: Database, workflow: string): Promise<readonly string[]> {
  const folders = createFolderStore(database, Date.now)
  const { home } = createWorkspace({ database, folders }, workflow, Date.now)
  const listed = await createFiles(home).list("**")
  return listed.ok ? listed.value.filter(({ kind }) => kind === "file").map(({ path }) => path) : []
}
