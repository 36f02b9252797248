import { isMap, type Json } from "../lib/json.ts"
import type { StagedChange } from "../model/journal.ts"
import type { FilesPort } from "../model/ports.ts"
import { createDexieFiles } from "../ports/files/dexieHome.ts"
import { createFiles } from "../ports/files/files.ts"
import { createFolderHome } from "../ports/files/folderHome.ts"
import type { FileHome } from "../ports/files/home.ts"
import type { AppendNotes, createKeyedFiles } from "../ports/files/keyedFiles.ts"
import { lateHome } from "../ports/files/lateHome.ts"
import type { Database } from "../storage/database.ts"
import { type FolderStore, folderFor } from "../storage/folders.ts"

/** The workspace of a workflow, as one attempt of a run sees it. */
export interface Workspace {
  readonly home: FileHome
  /** Whether it is a folder that nobody picked for this very workflow: what happens there has to be allowed. */
  isShared(): Promise<boolean>
  /** The files port of a live run over its home: an append that is repeated is one, wherever the files are. */
  readonly files: (keyed: ReturnType<typeof createKeyedFiles>, key: string, home: FileHome) => FilesPort
  /** What is to be committed together with the outcome. */
  staged(): readonly StagedChange[]
}

/** The store in which lengths before appends are kept. */
const appends = "appends"

/** Finds where the files of a workflow are: in the folder that was picked for it, or in the private workspace. */
export function createWorkspace(
  { database, folders }: { readonly database: Database; readonly folders: Pick<FolderStore, "all"> },
  workflow: string,
  now: () => number,
): Workspace {
  const kept = createDexieFiles(database.kept, now)
  const noted: StagedChange[] = []
  let found: Promise<{ readonly home: FileHome; readonly isShared: boolean }> | undefined
  const find = () => {
    found ??= folders.all().then(all => {
      const folder = folderFor(all, workflow)
      const home = folder === null ? kept.home : createFolderHome(folder)
      return { home, isShared: folder !== null && !all.has(workflow) }
    })
    return found
  }
  const home = lateHome(async () => (await find()).home)
  return {
    home,
    isShared: async () => (await find()).isShared,
    files(keyed, key, on) {
      const plain = createFiles(on)
      const inFolder = keyed(key, plain)
      let ordinal = 0
      return {
        ...plain,
        async append(path, content) {
          if ((await find()).home === kept.home) return plain.append(path, content)
          // Once the outcome is on disk nobody repeats the append: its note goes with the same commit.
          noted.push({ store: appends, key: `${key}:${ordinal++}`, value: null })
          return inFolder.append(path, content)
        },
      }
    },
    staged: () => [...kept.staged(), ...noted],
  }
}

/** Keeps the lengths that files had before appends in the database. */
export function createKeptNotes({ kept }: Database): AppendNotes {
  return {
    async read(name) {
      const value: Json | undefined = (await kept.get([appends, name]))?.value
      if (!isMap(value) || typeof value.path !== "string" || typeof value.length !== "number")
        return undefined
      return { path: value.path, length: value.length }
    },
    async write(name, { path, length }) {
      await kept.put({ store: appends, key: name, value: { path, length } })
    },
  }
}
