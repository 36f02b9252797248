import type { FileHome } from "./home.ts"
import { twinBeside } from "./twins.ts"

/** A home that is found when it is first needed: which one a workflow has stands in a database. */
export function lateHome(find: () => Promise<FileHome>): FileHome {
  let found: Promise<FileHome> | undefined
  const home = (): Promise<FileHome> => {
    found ??= find()
    return found
  }
  return {
    read: async path => (await home()).read(path),
    readStream: async path => (await home()).readStream(path),
    write: async (path, bytes) => (await home()).write(path, bytes),
    writeStream: async (path, bytes) => (await home()).writeStream(path, bytes),
    remove: async path => (await home()).remove(path),
    makeFolder: async path => (await home()).makeFolder(path),
    info: async path => (await home()).info(path),
    entries: async folder => (await home()).entries(folder),
    twin: async path => twinBeside(await home(), path),
    foldsCase: async () => (await (await home()).foldsCase?.()) ?? false,
    standing: async folder => (await home()).standing?.(folder),
    change: async changes => (await home()).change?.(changes),
  }
}
