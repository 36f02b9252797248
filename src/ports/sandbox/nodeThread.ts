import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { Worker } from "node:worker_threads"
import { gunzipSync } from "node:zlib"
import { type Engine, openHeap } from "./heap.ts"
import type { FromGuest, Thread } from "./protocol.ts"

/** The files of the engine, which stand beside the built entry of the guest. */
export const engineFiles = { binary: "quickjs.wasm", heap: "guest.heap" }

/** Starts the guest in a worker of Node, from its built entry; the engine, which is beside it, is read once. */
export function createNodeThreads(entry: URL | string): () => Thread {
  let engine: Engine | undefined
  return () => {
    engine ??= readEngine(dirname(entry instanceof URL ? fileURLToPath(entry) : entry))
    const worker = new Worker(entry, {
      workerData: { engine },
      env: {},
      stdin: false,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    worker.unref()
    return {
      post: message => worker.postMessage(message),
      onMessage: hear => worker.on("message", (message: FromGuest) => hear(message)),
      onEnd: hear => {
        worker.on("error", error => hear(error.message))
        worker.on("exit", code => hear(`exit ${code}`))
      },
      kill: () => void worker.terminate(),
    }
  }
}

function readEngine(folder: string): Engine {
  const binary = readFileSync(join(folder, engineFiles.binary))
  const heap = gunzipSync(readFileSync(join(folder, engineFiles.heap)))
  return { wasm: new WebAssembly.Module(binary), heap: openHeap(heap, hashOfBinary(binary)) }
}

/** By what a heap knows the binary that it was made with: written as a page can ask its browser to check it. */
export function hashOfBinary(binary: Uint8Array): string {
  return `sha256-${createHash("sha256").update(binary).digest("base64")}`
}
