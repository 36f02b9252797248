import { err, ok, type Result } from "../../lib/result.ts"
import { aiPortProblem } from "../../model/ai/aiPortProblems.ts"
import type { AiHealth } from "../../model/ai/aiService.ts"
import { type AiSettings, type Provider, providerNamed } from "../../model/ai/providers.ts"
import type { AiPort, Answer } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { type BrowserModel, createBrowserConnector } from "./browserModel.ts"
import type { Connector, KeyedFetch } from "./connector.ts"
import { createSimulatedAi } from "./simulated.ts"

/*
 * The AI port for real: finds who is meant, and asks it once in the manner that it is spoken to. The SDKs are large,
 * and each is loaded when it is first needed.
 */

/** What the AI port is handed. */
export interface AiParts {
  readonly settings: () => Promise<AiSettings>
  readonly send: KeyedFetch
  readonly browserModel?: BrowserModel
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The AI port, and a way to try a provider. */
export interface Ai extends AiPort {
  /** Asks the provider for a word: a real question that costs next to nothing. */
  health(provider: Provider, signal?: AbortSignal): Answer<AiHealth>
}

/** Makes the AI port. */
export function createAi(parts: AiParts): Ai {
  const simulated = createSimulatedAi()

  async function connectorOf(provider: Provider, settings: AiSettings): Promise<Connector> {
    const { send, now } = parts
    const given = { provider, send, prices: settings.prices, now }
    switch (provider.speaks) {
      case "anthropic":
        return (await import("./claude.ts")).createClaude(given)
      case "openai":
        return (await import("./openai.ts")).createOpenAi(given)
      case "browser":
        return createBrowserConnector(parts.browserModel, provider.title)
      case "simulated":
        return simulated as Connector
    }
  }

  async function find(
    name: string,
  ): Promise<Result<{ readonly provider: Provider; readonly connector: Connector }, Problem>> {
    const settings = await parts.settings()
    const provider = providerNamed(name, settings)
    if (provider === undefined) return err(aiPortProblem("ai_provider_missing", { provider: name }))
    return ok({ provider, connector: await connectorOf(provider, settings) })
  }

  return {
    async chat(request) {
      const found = await find(request.provider)
      if (!found.ok) return found
      const { provider, connector } = found.value
      return connector.chat({ ...request, provider: provider.id, model: request.model ?? provider.model })
    },
    async embed(request) {
      const found = await find(request.provider)
      if (!found.ok) return found
      const { provider, connector } = found.value
      const model = request.model ?? provider.vectors
      if (connector.embed === undefined || model === "")
        return err(aiPortProblem("ai_no_vectors", { provider: provider.title }))
      return connector.embed({ ...request, provider: provider.id, model })
    },
    async health(provider, signal) {
      const connector = await connectorOf(provider, await parts.settings())
      const answer = await connector.chat({
        ...{ provider: provider.id, model: provider.model, maxTokens: 16 },
        messages: [{ role: "user", content: "Answer with the word ok." }],
        ...(signal === undefined ? {} : { signal }),
      })
      return answer.ok ? ok({ model: answer.value.model, usage: answer.value.usage }) : answer
    },
  }
}
