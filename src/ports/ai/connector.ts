import type { Prices } from "../../model/ai/prices.ts"
import type { Provider } from "../../model/ai/providers.ts"
import type { AiAnswer, AiEmbedRequest, AiRequest, AiVectors, Answer } from "../../model/ports.ts"

/*
 * A connector knows how one sort of provider is spoken to, and nothing of keys, grants or retries: it asks once. Keys
 * are named, and put into the request where it leaves; when to ask again is the engine's to say, from the problem.
 */

/**
 * Asks the network as `fetch` does, with the named secret put into its header where the request leaves. What keeps it
 * from leaving is thrown as a `FetchRefused`.
 */
export type KeyedFetch = (
  request: Request,
  options?: { readonly secret?: { readonly name: string } },
) => Promise<Response>

/** What a connector is handed. */
export interface ConnectorParts {
  readonly provider: Provider
  readonly send: KeyedFetch
  readonly prices: Prices
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** One way to speak to a provider. */
export interface Connector {
  chat(request: AiRequest & { readonly model: string }): Answer<AiAnswer>
  embed?(request: AiEmbedRequest & { readonly model: string }): Answer<AiVectors>
}
