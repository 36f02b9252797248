import type { Json } from "../../lib/json.ts"
import type { StagedChange } from "../../model/journal.ts"
import type { LargeFiles } from "../../model/largeFiles.ts"
import type { FilesPort } from "../../model/ports.ts"
import { createFiles } from "./files.ts"
import type { FileHome } from "./home.ts"
import { createRowHome, type FileRows } from "./rowHome.ts"

interface Kept {
  readonly store: string
  readonly key: string
  readonly value: Json
}

/** The table of what the app keeps for steps, as Dexie offers it. */
export interface KeptTable {
  get(key: [store: string, key: string]): PromiseLike<Kept | undefined>
  put(row: Kept): PromiseLike<unknown>
  delete(key: [store: string, key: string]): PromiseLike<unknown>
  bulkPut(rows: readonly Kept[]): PromiseLike<unknown>
  bulkDelete(keys: [store: string, key: string][]): PromiseLike<unknown>
  readonly name: string
  readonly db: { transaction(mode: "rw", table: string, work: () => Promise<void>): PromiseLike<unknown> }
  where(index: "[store+key]"): {
    between(
      from: unknown,
      to: unknown,
      withFirst: boolean,
      withLast: boolean,
    ): {
      toArray(): PromiseLike<Kept[]>
      primaryKeys(): PromiseLike<[store: string, key: string][]>
    }
  }
}

/** The store in which the private workspace is kept. */
const store = "files"

/** The private workspace, written at once: what a person does with it by hand. */
export function createDexieHome(table: KeptTable, now: () => number, large?: LargeFiles): FileHome {
  return createRowHome(rowsIn(table), now, large)
}

/**
 * The private workspace as one attempt sees it: its writes are its own until they are committed together with its
 * outcome, so that a write happens once however often the attempt is cut.
 */
export function createDexieFiles(
  table: KeptTable,
  now: () => number,
  large?: LargeFiles,
): { readonly home: FileHome; readonly files: FilesPort; staged(): readonly StagedChange[] } {
  const kept = rowsIn(table)
  const changes = new Map<string, Json>()
  /** The paths that were kept when the attempt first asked for them: each of its writes asks again. */
  const asked = new Map<string, Promise<readonly string[]>>()
  const rows: FileRows = {
    get: async path => (changes.has(path) ? (changes.get(path) ?? undefined) : kept.get(path)),
    async startingWith(path) {
      const all = new Map(await kept.startingWith(path))
      for (const [changed, row] of changes) if (changed.startsWith(path)) all.set(changed, row)
      return [...all].filter(([, row]) => row !== null)
    },
    async pathsStartingWith(path) {
      const known = asked.get(path) ?? kept.pathsStartingWith(path)
      asked.set(path, known)
      const all = new Set(await known)
      for (const [changed, row] of changes) {
        if (row === null) all.delete(changed)
        else if (changed.startsWith(path)) all.add(changed)
      }
      return [...all]
    },
    async put(path, row) {
      changes.set(path, row)
    },
    async remove(path) {
      changes.set(path, null)
    },
    async change(some) {
      for (const [path, row] of some) changes.set(path, row)
    },
  }
  const home = createRowHome(rows, now, large)
  return {
    home,
    files: createFiles(home),
    staged: () => [...changes].map(([key, value]) => ({ store, key, value })),
  }
}

function rowsIn(table: KeptTable): FileRows {
  const below = (path: string) =>
    table.where("[store+key]").between([store, path], [store, `${path}\uffff`], true, true)
  return {
    get: async path => (await table.get([store, path]))?.value,
    async startingWith(path) {
      const rows = await below(path).toArray()
      return rows.map(({ key, value }) => [key, value] as const)
    },
    pathsStartingWith: async path => (await below(path).primaryKeys()).map(([, key]) => key),
    async put(path, row) {
      await table.put({ store, key: path, value: row })
    },
    async remove(path) {
      await table.delete([store, path])
    },
    async change(some) {
      await table.db.transaction("rw", table.name, async () => {
        const gone = some.filter(([, row]) => row === null).map(([path]): [string, string] => [store, path])
        await table.bulkDelete(gone)
        await table.bulkPut(some.flatMap(([key, value]) => (value === null ? [] : [{ store, key, value }])))
      })
    },
  }
}
