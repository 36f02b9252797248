import { own } from "../lib/json.ts"
import { originOf, type Provider, readyMade } from "../model/ai/providers.ts"
import type { SecretSource, SecretValue } from "../ports/secrets/secretSource.ts"

/*
 * In the terminal keys come from the environment and nowhere else. The vendors' own names are known, each for its
 * vendor's host alone; any other secret is told with the hosts that it may go to:
 *
 *     ANTHROPIC_API_KEY=…                                                  the secret `claude`
 *     RIVULET_SECRET_SHOP=… RIVULET_HOSTS_SHOP=api.shop.example            the secret `shop`
 *     RIVULET_HEADER_SHOP=X-Api-Key                                        where it goes; Authorization if left out
 */

/** What stands in the environment. */
export type Environment = { readonly [name: string]: string | undefined }

const vendorNames: { readonly [secret: string]: readonly string[] } = {
  claude: ["ANTHROPIC_API_KEY"],
  openai: ["OPENAI_API_KEY"],
  gemini: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
  grok: ["XAI_API_KEY"],
}

/** The secrets that the environment holds. */
export function createEnvironmentSecrets(
  environment: Environment,
  providers: readonly Provider[] = readyMade,
): SecretSource {
  return { find: async name => ownSecret(name, environment) ?? vendorKey(name, environment, providers) }
}

/** The values of all secrets that the environment holds, whether anything asks for them or not. */
export function valuesIn(environment: Environment): readonly string[] {
  const known = new Set(Object.values(vendorNames).flat())
  return Object.entries(environment).flatMap(([name, value]) =>
    value && (known.has(name) || name.startsWith("RIVULET_SECRET_")) ? [value] : [],
  )
}

function ownSecret(name: string, environment: Environment): SecretValue | undefined {
  const ending = name.toUpperCase().replace(/[^A-Z0-9]/g, "_")
  const value = environment[`RIVULET_SECRET_${ending}`]
  if (value === undefined || value === "") return undefined
  const hosts = (environment[`RIVULET_HOSTS_${ending}`] ?? "").split(/[\s,]+/).filter(host => host !== "")
  const header = environment[`RIVULET_HEADER_${ending}`]
  return { value, hosts, ...(header ? { header } : {}) }
}

function vendorKey(
  name: string,
  environment: Environment,
  providers: readonly Provider[],
): SecretValue | undefined {
  const value = (own(vendorNames, name) ?? []).map(variable => environment[variable]).find(text => text)
  if (value === undefined) return undefined
  const hosts = providers
    .filter(({ secret }) => secret === name)
    .flatMap(provider => originOf(provider) ?? [])
  return { value, hosts }
}
