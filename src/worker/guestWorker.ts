import { createGuest } from "../ports/sandbox/guest.ts"
import { guestLibrary, jsonataSource } from "../ports/sandbox/guestLibrary.ts"
import type { ToGuest } from "../ports/sandbox/protocol.ts"

/* The entry of the guest's thread in the page: the first message brings the engine's compiled binary. */

let take: ((message: ToGuest) => void) | undefined

self.onmessage = ({ data }: MessageEvent<ToGuest | { readonly wasm: WebAssembly.Module }>) => {
  if ("wasm" in data) {
    take = createGuest({
      wasm: data.wasm,
      library: guestLibrary,
      clock: () => performance.now(),
      jsonata: jsonataSource,
      post: message => postMessage(message),
    })
    postMessage({ type: "ready" })
  } else take?.(data)
}
