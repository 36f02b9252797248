import type { Answer, FileInfo } from "../../model/ports.ts"

/**
 * Where the bytes of a workspace are: the few things that every home can do, with paths that are clean already. The
 * empty path is the workspace's folder. A write is there whole or not at all.
 */
export interface FileHome {
  read(path: string): Answer<Uint8Array>
  /** Makes the folders on the way. */
  write(path: string, bytes: Uint8Array): Answer<void>
  /** Takes away a file, or a folder with all that is in it; what is not there is gone already. */
  remove(path: string): Answer<void>
  /** Renames a file or a whole folder at once, to where nothing stands. A home that cannot leaves it out. */
  move?(from: string, to: string): Answer<void>
  makeFolder(path: string): Answer<void>
  info(path: string): Answer<FileInfo | null>
  /** What stands directly in the folder, in no order. */
  entries(folder: string): Answer<readonly FileInfo[]>
}
