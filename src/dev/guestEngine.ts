import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import type { Plugin } from "vite"
import { once } from "../lib/once.ts"
import { heapToBytes } from "../ports/sandbox/heap.ts"
import { engineFiles, hashOfBinary } from "../ports/sandbox/nodeThread.ts"
import { prepareHeap } from "../ports/sandbox/prepareHeap.ts"
import { libraryNames } from "../syntax/library/library.ts"

const pageModule = "virtual:guest-heap"
const folder = resolve(".cache/engine")

/** Gives the page `virtual:guest-heap`: where the engine's prepared memory is, and the hash of its binary. */
export function guestHeap(): Plugin {
  return {
    name: "rivulet-guest-heap",
    resolveId: id => (id === pageModule ? `\0${id}` : undefined),
    async load(id) {
      if (id !== `\0${pageModule}`) return
      const { heap, hash } = await engine()
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, engineFiles.heap), heap)
      return [
        `export { default as heapUrl } from ${JSON.stringify(`${join(folder, engineFiles.heap)}?url`)}`,
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
      const { binary, heap } = await engine()
      this.emitFile({ type: "asset", fileName: engineFiles.binary, source: binary })
      this.emitFile({ type: "asset", fileName: engineFiles.heap, source: heap })
    },
  }
}

const engine = once(async () => {
  const binary = readFileSync(fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm")))
  const hash = hashOfBinary(binary)
  const prepared = await prepareHeap(new WebAssembly.Module(binary), [...libraryNames])
  return { binary, hash, heap: gzipSync(heapToBytes(prepared, hash), { level: 9 }) }
})
