import type { Result } from "../../lib/result.ts"
import type { ByteStream } from "../../model/byteStream.ts"
import type { Answer, FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"

/** A change to make at a path: the new bytes, a folder, or null to take away what stands there and below. */
export interface HomeChange {
  readonly path: string
  readonly content: Uint8Array | "folder" | null
}

/** What stands in a home, as whoever looks at all of it sees it: folders have no bytes. */
export interface Standing {
  readonly info: FileInfo
  readonly bytes: Uint8Array | null
}

/**
 * Where the bytes of a workspace are: the few things that every home can do, with paths that are clean already. The
 * empty path is the workspace's folder. A write is there whole or not at all.
 */
export interface FileHome {
  read(path: string): Answer<Uint8Array>
  /** The bytes piece by piece, however many they are. */
  readStream(path: string): Answer<ByteStream>
  /** Makes the folders on the way. */
  write(path: string, bytes: Uint8Array): Answer<void>
  /** Takes the bytes as they come; the file is there once all have come, and nothing of it where the stream breaks. */
  writeStream(path: string, bytes: ByteStream): Answer<void>
  /** Takes away a file, or a folder with all that is in it; what is not there is gone already. */
  remove(path: string): Answer<void>
  /** Renames a file or a whole folder at once, to where nothing stands. A home that cannot leaves it out. */
  move?(from: string, to: string): Answer<void>
  /** Whether names that differ by capitals alone are one file here: asked before anything is written. */
  foldsCase?(): Promise<boolean>
  makeFolder(path: string): Answer<void>
  info(path: string): Answer<FileInfo | null>
  /** What stands directly in the folder, in no order. */
  entries(folder: string): Answer<readonly FileInfo[]>
  /**
   * What stands beside the path under a name that differs from its own by capitals alone. A home that would look
   * through the folder for it leaves it out.
   */
  twin?(path: string): Answer<string | null>
  /**
   * All that stands below the folder, at once: for homes in which one look at all is cheaper than many at each.
   * Undefined where it turns out not to be.
   */
  standing?(folder: string): Promise<Result<readonly Standing[], Problem> | undefined>
  /**
   * Makes many changes, all of them or none; undefined where it turns out that it cannot. The paths are clean, and
   * fit what stands there.
   */
  change?(changes: readonly HomeChange[]): Promise<Result<void, Problem> | undefined>
}
