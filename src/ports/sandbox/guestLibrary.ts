import { library } from "../../syntax/library/library.ts"
import type { LibraryFunction } from "./protocol.ts"

/** The library of expressions for guests: the very functions that the native lane calls. */
export const guestLibrary: { readonly [name: string]: LibraryFunction } = Object.fromEntries(
  library.flatMap(({ name, run }): [string, LibraryFunction][] => {
    if (run === null) return []
    const call: LibraryFunction = (args, time) => {
      const given = run(args, time)
      if (!given.ok) throw new TypeError(given.error)
      return given.value
    }
    return [[name, call]]
  }),
)

/** The source of JSONata, which is a program of the guest's own: loaded once something names it. */
export async function jsonataSource(): Promise<string> {
  return (await import("jsonata/jsonata.min.js?raw")).default
}
