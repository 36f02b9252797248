import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { Select } from "../../ui/Select.tsx"
import { useServices } from "../services.ts"
import { WhereItIs } from "../WhereItIs.tsx"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

const reminders = [
  { id: "0", label: t`Never` },
  { id: "7", label: t`After a week` },
  { id: "14", label: t`After two weeks` },
  { id: "30", label: t`After a month` },
]

/** Where everything is, how safe that is, and when to be reminded of a copy. */
export function DataCard() {
  const { durability } = useServices()
  const { remindAfter } = useStore(durability.store)
  return (
    <SettingsCard title={t`Your data`} help={t`Where everything is, and how safe it is there.`}>
      <div className="px-5 py-4">
        <WhereItIs />
      </div>
      <SettingsRow
        title={t`Remind me of a copy`}
        about={t`The line at the foot of the workflows page says so when the last copy outside of the browser is older.`}
      >
        <div className="w-44">
          <Select
            label={t`Remind me of a copy`}
            isLabelHidden
            choices={reminders}
            value={String(remindAfter)}
            onChange={days => durability.remindAfter(Number(days))}
          />
        </div>
      </SettingsRow>
    </SettingsCard>
  )
}
