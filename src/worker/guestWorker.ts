import { createGuest } from "../ports/sandbox/guest.ts"
import { guestLibrary, jsonataSource } from "../ports/sandbox/guestLibrary.ts"
import type { Engine } from "../ports/sandbox/heap.ts"
import type { ToGuest } from "../ports/sandbox/protocol.ts"

/* The entry of the guest's thread in the page: the first message brings the engine. */

let take: ((message: ToGuest) => void) | undefined

self.onmessage = ({ data }: MessageEvent<ToGuest | { readonly engine: Engine }>) => {
  if ("engine" in data) {
    take = createGuest({
      engine: data.engine,
      library: guestLibrary,
      clock: () => performance.now(),
      jsonata: jsonataSource,
      post: message => postMessage(message),
    })
    postMessage({ type: "ready" })
  } else take?.(data)
}
