import { useEffect, useState } from "react"
import { t } from "../../language/t.ts"
import { type Keep, usualKeep } from "../../model/journal.ts"
import { Select } from "../../ui/Select.tsx"
import { useServices } from "../services.ts"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

const runs = [100, 1_000, 10_000].map(count => ({
  id: String(count),
  label: t`${count.toLocaleString("en")} runs`,
}))
const days = [7, 30, 90, 365].map(count => ({ id: String(count), label: t`${count} days` }))

/** How much of the history is kept. */
export function HistoryCard() {
  const { keep } = useServices()
  const [kept, setKept] = useState<Keep>(usualKeep)
  useEffect(() => keep.watch(setKept), [keep])
  return (
    <SettingsCard title={t`History`} help={t`Runs of the past, with all that they were given and gave.`}>
      <SettingsRow
        title={t`Keep of each workflow`}
        about={t`The newest runs, and none that ended longer ago. A workflow's own settings go before this.`}
      >
        <div className="w-32">
          <Select
            label={t`At most`}
            isLabelHidden
            choices={runs}
            value={String(kept.runs)}
            onChange={id => void keep.write({ ...kept, runs: Number(id) })}
          />
        </div>
        <div className="w-28">
          <Select
            label={t`For at most`}
            isLabelHidden
            choices={days}
            value={String(kept.days)}
            onChange={id => void keep.write({ ...kept, days: Number(id) })}
          />
        </div>
      </SettingsRow>
    </SettingsCard>
  )
}
