import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import type { Plugin } from "vite"
import { once } from "../lib/once.ts"
import { heapToBytes } from "../ports/sandbox/heap.ts"
import { engineFiles, hashOfBinary } from "../ports/sandbox/nodeThread.ts"
import { prepareHeap } from "../ports/sandbox/prepareHeap.ts"
import { libraryNames } from "../syntax/library/library.ts"
import { contentHash, root } from "./project.mjs"

const pageModule = "virtual:guest-heap"

/** Gives the page `virtual:guest-heap`: where the engine's prepared memory is, and the hash of its binary. */
export function guestHeap(): Plugin {
  return {
    name: "rivulet-guest-heap",
    resolveId: id => (id === pageModule ? `\0${id}` : undefined),
    async load(id) {
      if (id !== `\0${pageModule}`) return
      const { heapPath, hash } = await engine()
      return [
        `export { default as heapUrl } from ${JSON.stringify(`${heapPath}?url`)}`,
        `export const binaryHash = ${JSON.stringify(hash)}`,
      ].join("\n")
    },
  }
}

/** Puts the engine's binary and its prepared memory beside programs for Node in which guests run. */
export function engineBeside(): Plugin {
  return {
    name: "rivulet-engine-beside",
    async generateBundle(_, bundle) {
      if (!("guest.js" in bundle)) return
      const { binary, heapPath } = await engine()
      this.emitFile({ type: "asset", fileName: engineFiles.binary, source: binary })
      this.emitFile({ type: "asset", fileName: engineFiles.heap, source: readFileSync(heapPath) })
    },
  }
}

/** What a heap is made from: it is made again only when that has changed. */
const madeFrom = ["src/ports/sandbox", "src/syntax/library", "package-lock.json"]

const engine = once(async () => {
  const binary = readFileSync(fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm")))
  const hash = hashOfBinary(binary)
  const folder = join(root, ".cache/engine", contentHash(madeFrom).slice(0, 16))
  const heapPath = join(folder, engineFiles.heap)
  if (!existsSync(heapPath)) {
    const heap = await prepareHeap(new WebAssembly.Module(binary), [...libraryNames])
    mkdirSync(folder, { recursive: true })
    // Others may make it at the same time; whoever is last replaces it by the same.
    const unfinished = `${heapPath}.${process.pid}`
    writeFileSync(unfinished, gzipSync(heapToBytes(heap, hash), { level: 9 }))
    renameSync(unfinished, heapPath)
  }
  return { binary, hash, heapPath }
})
