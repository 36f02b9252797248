import { useStore } from "zustand"
import { type Language, language, languages } from "../../language/language.ts"
import { t } from "../../language/t.ts"
import { Segments } from "../../ui/Tabs.tsx"
import { useServices } from "../services.ts"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

const themes = [
  { id: "system", label: t`Like the system` },
  { id: "light", label: t`Light` },
  { id: "dark", label: t`Dark` },
] as const

const spoken = (Object.keys(languages) as Language[]).map(id => ({ id, label: languages[id] }))

/** How the page looks, and which language it speaks. */
export function LookCard() {
  const { theme, changeLanguage } = useServices()
  const { choice, choose } = useStore(theme)
  return (
    <SettingsCard title={t`Look`} help={t`On this device.`}>
      <SettingsRow title={t`Theme`} about={t`Like the system, the page turns dark when your device does.`}>
        <Segments label={t`Theme of the page`} segments={themes} value={choice} onChange={choose} />
      </SettingsRow>
      <SettingsRow
        title={t`Language`}
        about={t`What you wrote yourself stays as it is, and so do files. The page is loaded again.`}
      >
        <Segments
          label={t`Language of the page`}
          segments={spoken}
          value={language()}
          onChange={changeLanguage}
        />
      </SettingsRow>
    </SettingsCard>
  )
}
