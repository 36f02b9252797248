import { useStore } from "zustand"
import { type OpenEnd, openEnds } from "../../editor/habits.ts"
import { t } from "../../language/t.ts"
import { Segments } from "../../ui/Tabs.tsx"
import { useServices } from "../services.ts"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

const says: { readonly [End in OpenEnd]: string } = { ask: t`Ask for a step`, nothing: t`Do nothing` }
const choices = openEnds.map(id => ({ id, label: says[id] }))

/** How the canvas answers a hand. */
export function CanvasCard() {
  const { habits } = useServices()
  const { openEnd, openEndWithShift } = useStore(habits.store)
  return (
    <SettingsCard title={t`Canvas`} help={t`On this device.`}>
      <SettingsRow
        title={t`A wire that is let go in the open`}
        about={t`Asked for a step, you choose what comes there; it is wired at once.`}
      >
        <Segments
          label={t`A wire that is let go in the open`}
          segments={choices}
          value={openEnd}
          onChange={chosen => habits.choose({ openEnd: chosen })}
        />
      </SettingsRow>
      <SettingsRow title={t`The same with Shift`} about={t`Shift is held when the wire is let go.`}>
        <Segments
          label={t`The same with Shift`}
          segments={choices}
          value={openEndWithShift}
          onChange={chosen => habits.choose({ openEndWithShift: chosen })}
        />
      </SettingsRow>
    </SettingsCard>
  )
}
