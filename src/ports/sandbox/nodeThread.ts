import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Worker } from "node:worker_threads"
import type { FromGuest, Thread } from "./protocol.ts"

/** Starts the guest in a worker of Node, from its built entry; the engine's binary is read and compiled once. */
export function createNodeThreads(entry: URL | string): () => Thread {
  let wasm: WebAssembly.Module | undefined
  return () => {
    wasm ??= new WebAssembly.Module(
      readFileSync(fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm"))),
    )
    const worker = new Worker(entry, {
      workerData: { wasm },
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
