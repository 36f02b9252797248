import { createContext, useContext, useEffect, useState } from "react"
import { must } from "../../lib/assert.ts"
import type { AiService } from "../../model/ai/aiService.ts"
import { defaultProvider, type Provider, providerNamed, providersOf } from "../../model/ai/providers.ts"
import type { Failure } from "./question.ts"

/** What the helper asks of the page around the builder. */
export interface HelperHost {
  readonly ai: AiService
  /** What failed in the run that is looked at; null where nothing did. */
  readonly failure: () => Failure | null
}

/** Gives the helper what it needs. */
export const HelperContext = createContext<HelperHost | null>(null)

/** What the helper needs. */
export function useHelper(): HelperHost {
  return must(useContext(HelperContext), "a page that offers models")
}

/** The providers that can be asked, the usual one first. */
export function useProviders(): readonly Provider[] {
  const { ai } = useHelper()
  const [providers, setProviders] = useState<readonly Provider[]>([])
  useEffect(
    () =>
      ai.watch(settings => {
        const usual = providerNamed(defaultProvider, settings)
        const others = providersOf(settings).filter(({ id }) => id !== usual?.id)
        setProviders(usual ? [usual, ...others] : others)
      }),
    [ai],
  )
  return providers
}
