import wasmUrl from "quickjs-wasi/quickjs.wasm?url"
import type { FromGuest, Thread, ToGuest } from "../ports/sandbox/protocol.ts"

/** Fetches and compiles the engine once, and gives what starts guests in workers of their own. */
export function createGuestThreads(): () => Thread {
  let wasm: Promise<WebAssembly.Module> | undefined
  return () => {
    wasm ??= WebAssembly.compileStreaming(fetch(wasmUrl))
    const worker = new Worker(new URL("./guestWorker.ts", import.meta.url), { type: "module", name: "guest" })
    const early: ToGuest[] = []
    let send = (message: ToGuest): void => void early.push(message)
    wasm.then(compiled => {
      worker.postMessage({ wasm: compiled })
      for (const message of early) worker.postMessage(message)
      send = message => worker.postMessage(message)
    })
    return {
      post: message => send(message),
      onMessage: hear =>
        worker.addEventListener("message", ({ data }: MessageEvent<FromGuest>) => hear(data)),
      onEnd: hear => worker.addEventListener("error", event => hear(event.message)),
      kill: () => worker.terminate(),
    }
  }
}
