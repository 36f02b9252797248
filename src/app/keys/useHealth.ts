import { useState } from "react"
import { t } from "../../language/t.ts"
import type { Provider } from "../../model/ai/providers.ts"
import { useServices } from "../services.ts"

/** What is known of a provider that was tried. */
export type Health =
  | { readonly type: "trying" }
  | { readonly type: "works"; readonly say: string }
  | { readonly type: "fails"; readonly say: string }

/** Tries providers, and keeps what came of it by name. */
export function useHealth(): {
  readonly of: (name: string) => Health | undefined
  readonly test: (name: string, provider: Provider) => void
} {
  const { ai } = useServices()
  const [known, setKnown] = useState<ReadonlyMap<string, Health>>(new Map())
  const set = (name: string, health: Health): void => setKnown(before => new Map(before).set(name, health))
  return {
    of: name => known.get(name),
    test(name, provider) {
      set(name, { type: "trying" })
      void ai.health(provider).then(answer => {
        if (answer.ok) set(name, { type: "works", say: t`It works: ${answer.value.model} answered.` })
        else set(name, { type: "fails", say: answer.error.message })
      })
    },
  }
}
