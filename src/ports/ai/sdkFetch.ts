import type { Problem } from "../../model/problems.ts"
import { problemInError } from "../http/frame/grantedFetch.ts"
import type { KeyedFetch } from "./connector.ts"

/** The key that an SDK is given: the real one is put in where the request leaves. */
export const noKey = "kept-elsewhere"

/** Headers of the SDKs that nobody asked for: servers on one's own computer refuse pages that send them. */
const unwanted = /^(?:x-stainless-.*|user-agent|authorization|x-api-key)$/i

/** The fetch that an SDK is given, and what kept its last request from leaving. */
export function createSdkFetch(
  send: KeyedFetch,
  secret: string | null,
): { readonly fetch: typeof fetch; readonly refused: () => Problem | undefined } {
  let refused: Problem | undefined
  return {
    refused: () => refused,
    async fetch(input, init) {
      const asked = new Request(input, init)
      for (const name of [...asked.headers.keys()]) if (unwanted.test(name)) asked.headers.delete(name)
      try {
        return await send(asked, secret === null ? {} : { secret: { name: secret } })
      } catch (cause) {
        refused = problemInError(cause)
        throw cause
      }
    },
  }
}
