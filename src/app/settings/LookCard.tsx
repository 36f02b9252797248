import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { Segments } from "../../ui/Tabs.tsx"
import { useServices } from "../services.ts"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

const themes = [
  { id: "system", label: t`Like the system` },
  { id: "light", label: t`Light` },
  { id: "dark", label: t`Dark` },
] as const

/** How the page looks. */
export function LookCard() {
  const { choice, choose } = useStore(useServices().theme)
  return (
    <SettingsCard title={t`Look`} help={t`On this device.`}>
      <SettingsRow title={t`Theme`} about={t`Like the system, the page turns dark when your device does.`}>
        <Segments label={t`Theme of the page`} segments={themes} value={choice} onChange={choose} />
      </SettingsRow>
    </SettingsCard>
  )
}
