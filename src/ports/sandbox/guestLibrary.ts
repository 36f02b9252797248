import { library } from "../../syntax/library/library.ts"
import type { LibraryFunction } from "./protocol.ts"

/** The library of expressions for guests: the very functions that the native lane calls. */
export const guestLibrary: { readonly [name: string]: LibraryFunction } = Object.fromEntries(
  library.map(entry => [
    entry.name,
    (args, time) => {
      const given = entry.run(args, time)
      if (!given.ok) throw new TypeError(given.error)
      return given.value
    },
  ]),
)
