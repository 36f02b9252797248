import { t } from "../../language/t.ts"
import { parseAddress } from "../address.ts"
import type { Prices } from "./prices.ts"

/*
 * A provider is who answers for the AI steps: how it is spoken to, where, with which key, and its usual model. A
 * file names it (`provider: claude`), so it has the same name everywhere; `default` is whichever the user chose.
 * Keys are no part of it: it names a secret, which only the place that sends the request ever reads.
 */

/** How a provider is spoken to. */
export type Manner = "anthropic" | "openai" | "browser" | "simulated"

/** Who answers for the AI steps. */
export interface Provider {
  /** The name in files. */
  readonly id: string
  readonly title: string
  readonly speaks: Manner
  /** Where it is; empty for what is on this computer already. */
  readonly address: string
  /** The name of the secret that it is paid with; null where it wants none. */
  readonly secret: string | null
  /** The model that answers where a step names none. */
  readonly model: string
  /** The model that makes vectors where a step names none; empty where it makes none. */
  readonly vectors: string
}

/** What the user chose about models. */
export interface AiSettings {
  /** The provider that `default` stands for. */
  readonly usual: string
  /** Providers of the user's own, and ready-made ones that were changed. */
  readonly providers: readonly Provider[]
  /** Prices that take the place of the published ones. */
  readonly prices: Prices
}

/** What holds before anything was chosen. */
export const freshAiSettings: AiSettings = { usual: "simulated", providers: [], prices: {} }

/** The word in a file for whichever provider the user chose. */
export const defaultProvider = "default"

const none = { secret: null, vectors: "" }
const local = { ...none, speaks: "openai" as const, model: "" }

/** The providers that anybody may choose from the start. */
export const readyMade: readonly Provider[] = [
  {
    ...none,
    id: "simulated",
    get title() {
      return t`Simulated`
    },
    speaks: "simulated",
    address: "",
    model: "simulated-1",
  },
  {
    ...none,
    id: "claude",
    title: "Claude",
    speaks: "anthropic",
    address: "https://api.anthropic.com",
    secret: "claude",
    model: "claude-sonnet-5-5",
  },
  {
    id: "openai",
    title: "OpenAI",
    speaks: "openai",
    address: "https://api.openai.com/v1",
    secret: "openai",
    model: "gpt-5.6-terra",
    vectors: "text-embedding-3-small",
  },
  {
    id: "gemini",
    title: "Gemini",
    speaks: "openai",
    address: "https://generativelanguage.googleapis.com/v1beta/openai",
    secret: "gemini",
    model: "gemini-3.8-flash",
    vectors: "gemini-embedding-001",
  },
  {
    ...none,
    id: "grok",
    title: "Grok",
    speaks: "openai",
    address: "https://api.x.ai/v1",
    secret: "grok",
    model: "grok-4.3",
  },
  { ...local, id: "ollama", title: "Ollama", address: "http://localhost:11434/v1", model: "llama3.2" },
  { ...local, id: "lmstudio", title: "LM Studio", address: "http://localhost:1234/v1" },
  { ...local, id: "llamacpp", title: "llama.cpp", address: "http://localhost:8080/v1" },
  {
    ...none,
    id: "browser",
    get title() {
      return t`This browser's model`
    },
    speaks: "browser",
    address: "",
    model: "browser",
  },
]

/** All providers: the ready-made ones as the user changed them, then the user's own. */
export function providersOf({ providers }: AiSettings): Provider[] {
  const changed = new Map(providers.map(provider => [provider.id, provider]))
  const made = readyMade.map(provider => changed.get(provider.id) ?? provider)
  return [...made, ...providers.filter(({ id }) => !readyMade.some(one => one.id === id))]
}

/** The provider of that name, `default` among them; undefined where there is none. */
export function providerNamed(name: string, settings: AiSettings): Provider | undefined {
  const id = name === defaultProvider ? settings.usual : name
  return providersOf(settings).find(provider => provider.id === id)
}

/** The origin to which the provider's requests go; null where none leave this computer's program. */
export function originOf({ address }: Pick<Provider, "address">): string | null {
  const parsed = parseAddress(address)
  return parsed.ok ? parsed.value.origin : null
}
