import { mkdirSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { gzipSync } from "node:zlib"
import type { Plugin } from "vite"

/** What stands in one file of the built page. */
export interface ChunkContents {
  /** Bytes as they travel. */
  readonly gzipped: number
  /** Characters by package, our own folders among them. */
  readonly parts: { readonly [part: string]: number }
}

/** Writes down beside the built page what each of its files is made of, so that a test can name what grew. */
export function chunkContents(file: string): Plugin {
  return {
    name: "rivulet-chunk-contents",
    generateBundle(_, bundle) {
      const contents: { [file: string]: ChunkContents } = {}
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== "chunk") continue
        const parts: { [part: string]: number } = {}
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          const part = partOf(id)
          parts[part] = (parts[part] ?? 0) + renderedLength
        }
        contents[name] = { gzipped: gzipSync(chunk.code).length, parts }
      }
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(contents))
    },
  }
}

/** The package, or the folder of ours, that a module belongs to. */
function partOf(id: string): string {
  const path = id.replaceAll("\\", "/").replace(/^\0/, "")
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
  return inPackage ?? /\/(src\/[^/]+)/.exec(path)?.[1] ?? path
}
