import { useStore } from "zustand"
import { Segments } from "../../ui/Tabs.tsx"
import { useServices } from "../services.ts"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

const themes = [
  { id: "system", label: "Like the system" },
  { id: "light", label: "Light" },
  { id: "dark", label: "Dark" },
] as const

/** How the page looks. */
export function LookCard() {
  const { choice, choose } = useStore(useServices().theme)
  return (
    <SettingsCard title="Look" help="On this device.">
      <SettingsRow title="Theme" about="Like the system, the page turns dark when your device does.">
        <Segments label="Theme of the page" segments={themes} value={choice} onChange={choose} />
      </SettingsRow>
    </SettingsCard>
  )
}
