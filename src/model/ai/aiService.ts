import type { AiAnswer, AiRequest, AiUsage, Answer } from "../ports.ts"
import type { AiSettings, Provider } from "./providers.ts"

/** How a provider is. */
export interface AiHealth {
  readonly model: string
  readonly usage: AiUsage
}

/** Models as pages see them. */
export interface AiService {
  /** Calls back with what the user chose, now and whenever it changes in any tab; gives the way to stop. */
  watch(hear: (settings: AiSettings) => void): () => void
  choose(settings: AiSettings): Promise<void>
  /** Asks the provider for a word: a real question that costs next to nothing. */
  health(provider: Provider): Answer<AiHealth>
  chat(
    request: Omit<AiRequest, "onText" | "signal">,
    more?: Pick<AiRequest, "onText" | "signal">,
  ): Answer<AiAnswer>
}
