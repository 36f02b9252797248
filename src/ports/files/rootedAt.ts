import { ok } from "../../lib/result.ts"
import type { FileInfo } from "../../model/ports.ts"
import type { FileHome, HomeChange } from "./home.ts"
import { twinBeside } from "./twins.ts"

/** The home as seen from one of its folders: paths begin there. */
export function rootedAt(home: FileHome, folder: string): FileHome {
  if (folder === "") return home
  const down = (path: string): string => (path === "" ? folder : `${folder}/${path}`)
  const up = (info: FileInfo): FileInfo => ({ ...info, path: info.path.slice(folder.length + 1) })
  const { standing, change, foldsCase } = home
  return {
    read: path => home.read(down(path)),
    readStream: path => home.readStream(down(path)),
    write: (path, bytes) => home.write(down(path), bytes),
    writeStream: (path, bytes) => home.writeStream(down(path), bytes),
    remove: path => home.remove(down(path)),
    makeFolder: path => home.makeFolder(down(path)),
    async info(path) {
      const info = await home.info(down(path))
      return info.ok && info.value ? ok(up(info.value)) : info
    },
    async entries(path) {
      const entries = await home.entries(down(path))
      if (entries.ok) return ok(entries.value.map(up))
      // A folder that is not there yet is an empty one, as the workspace's own is.
      return path === "" && entries.error.code === "file_missing" ? ok([]) : entries
    },
    async twin(path) {
      const twin = await twinBeside(home, down(path))
      return twin.ok && twin.value !== null ? ok(twin.value.slice(folder.length + 1)) : twin
    },
    ...(foldsCase && { foldsCase: () => foldsCase.call(home) }),
    ...(standing && {
      async standing(path: string) {
        const all = await standing.call(home, down(path))
        return all?.ok ? ok(all.value.map(each => ({ ...each, info: up(each.info) }))) : all
      },
    }),
    ...(change && {
      change: (changes: readonly HomeChange[]) =>
        change.call(
          home,
          changes.map(each => ({ ...each, path: down(each.path) })),
        ),
    }),
  }
}
