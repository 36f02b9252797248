import { binaryHash, heapUrl } from "virtual:guest-heap"
import wasmUrl from "quickjs-wasi/quickjs.wasm?url"
import { type Engine, openHeap } from "../ports/sandbox/heap.ts"
import type { FromGuest, Thread, ToGuest } from "../ports/sandbox/protocol.ts"

/** Fetches the engine once, and gives what starts guests in workers of their own. */
export function createGuestThreads(): () => Thread {
  let engine: Promise<Engine> | undefined
  return () => {
    engine ??= fetchEngine()
    const worker = new Worker(new URL("./guestWorker.ts", import.meta.url), { type: "module", name: "guest" })
    const early: ToGuest[] = []
    let send = (message: ToGuest): void => void early.push(message)
    let ends = (_reason: string): void => {}
    engine.then(
      fetched => {
        worker.postMessage({ engine: fetched })
        for (const message of early) worker.postMessage(message)
        send = message => worker.postMessage(message)
      },
      cause => {
        // The next thread asks again: the network may be back.
        engine = undefined
        ends(String(cause))
      },
    )
    return {
      post: message => send(message),
      onMessage: hear =>
        worker.addEventListener("message", ({ data }: MessageEvent<FromGuest>) => hear(data)),
      onEnd: hear => {
        ends = hear
        worker.addEventListener("error", event => hear(event.message))
      },
      kill: () => worker.terminate(),
    }
  }
}

async function fetchEngine(): Promise<Engine> {
  const [wasm, heap] = await Promise.all([
    WebAssembly.compileStreaming(fetch(wasmUrl, { integrity: binaryHash })),
    fetch(heapUrl).then(({ body }) =>
      new Response(body?.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
    ),
  ])
  return { wasm, heap: openHeap(new Uint8Array(heap), binaryHash) }
}
