import { Link } from "wouter"
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
    <SettingsCard title="Models" help="AI steps name a model, or leave it to you.">
      <SettingsRow
        title="Default model"
        about={
          <>
            Answers for steps with the provider default. Keys and servers stand under{" "}
            <Link href="/keys" className="font-medium text-accent hover:underline">
              Keys and models
            </Link>
            .
          </>
        }
      >
        <div className="w-56">
          <Select
            label="Default model"
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
