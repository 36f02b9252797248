import { Link } from "wouter"
import { phrase } from "../../language/phrase.tsx"
import { t } from "../../language/t.ts"
import { providersOf } from "../../model/ai/providers.ts"
import { Select } from "../../ui/Select.tsx"
import { useAiSettings } from "../keys/useVault.ts"
import { useServices } from "../services.ts"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

/** Who answers where a step names nobody. */
export function ModelCard() {
  const { ai } = useServices()
  const settings = useAiSettings()
  return (
    <SettingsCard title={t`Models`} help={t`AI steps name a model, or leave it to you.`}>
      <SettingsRow
        title={t`Default model`}
        about={phrase`Answers for steps with the provider default. Keys and servers stand under ${<Link href="/keys" className="font-medium text-accent hover:underline">{t`Keys and models`}</Link>}.`}
      >
        <div className="w-56">
          <Select
            label={t`Default model`}
            isLabelHidden
            choices={providersOf(settings).map(({ id, title }) => ({ id, label: title }))}
            value={settings.usual}
            onChange={usual => void ai.choose({ ...settings, usual })}
          />
        </div>
      </SettingsRow>
    </SettingsCard>
  )
}
