import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { Worker } from "node:worker_threads"
import type { FromGuest, Thread } from "./protocol.ts"

/** Starts the guest in a worker of Node, from its built entry; the engine's binary is read and compiled once. */
export function createNodeThreads(entry: URL | string): () => Thread {
  let wasm: WebAssembly.Module | undefined
  return () => {
    wasm ??= new WebAssembly.Module(readFileSync(engineOf(entry)))
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

/** The engine's binary: beside the entry where that was built to run anywhere, else in its package. */
function engineOf(entry: URL | string): string {
  const path = entry instanceof URL ? fileURLToPath(entry) : entry
  const beside = join(dirname(path), "quickjs.wasm")
  return existsSync(beside) ? beside : fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm"))
}
