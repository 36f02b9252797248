import { useEffect, useState } from "react"
import { type AiSettings, freshAiSettings } from "../../model/ai/providers.ts"
import type { VaultView } from "../../model/vault.ts"
import { useServices } from "../services.ts"

/** What the vault shows; null until it is known. */
export function useVault(): VaultView | null {
  const { vault } = useServices()
  const [view, setView] = useState<VaultView | null>(null)
  useEffect(() => vault.watch(setView), [vault])
  return view
}

/** What the user chose about models. */
export function useAiSettings(): AiSettings {
  const { ai } = useServices()
  const [settings, setSettings] = useState<AiSettings>(freshAiSettings)
  useEffect(() => ai.watch(setSettings), [ai])
  return settings
}
