import type { ByteStream } from "./byteStream.ts"

/*
 * A file of the private workspace that is too large for a row of the database has its bytes beside it, under a name
 * of its own that is never used again: they are whole before a row names them, and no bytes ever change. So whoever
 * reads while somebody writes has the old file or the new one, and a crash leaves at most bytes that nobody names,
 * which are swept away at a later start.
 *
 *     { "large": "5c0e…", "size": 734003200, "changed": 1764300000000 }        the row
 *     large-files/5c0e…                                                        the bytes
 */

/** The bytes of large files, each under a name of its own. */
export interface LargeFiles {
  /** Keeps the bytes, whole or not at all; a restored backup says under which name. Throws what the stream or the disk throws. */
  keep(bytes: ByteStream, name?: string): Promise<{ readonly name: string; readonly size: number }>
  /** The bytes of that name; null where they are gone. */
  find(name: string): Promise<Blob | null>
}

/** What a row says in place of bytes. */
export interface LargeRow {
  readonly large: string
  readonly size: number
}

/** Names are drawn, and so never lead anywhere else. */
const drawn = /^[0-9a-f-]{36}$/

/** What a row says of its bytes beside it; null for any other row. */
export function readLargeRow(row: unknown): LargeRow | null {
  const { large, size } = Object(row) as { readonly [field: string]: unknown }
  if (typeof large !== "string" || !drawn.test(large) || typeof size !== "number") return null
  return { large, size }
}
