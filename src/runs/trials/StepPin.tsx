import { Pencil, Pin, PinOff } from "lucide-react"
import { useMemo, useState } from "react"
import { t } from "../../language/t.ts"
import type { JsonMap } from "../../lib/json.ts"
import { Button } from "../../ui/Button.tsx"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import { useRuns } from "../runsContext.ts"
import { ValueView } from "../values/ValueView.tsx"
import { outputToPin } from "./outputToPin.ts"
import PinDialog from "./PinDialog.tsx"
import { withPin } from "./trialEdits.ts"

/** No field holds more than so many characters well. */
const longestEdited = 500_000

function isTooLong(pinned: JsonMap): boolean {
  return JSON.stringify(pinned).length > longestEdited
}

/** What is pinned to the step, and the ways to pin, change and unpin it. Nothing where there is no builder. */
export function StepPin({ step }: { readonly step: string }) {
  const desk = useRunDesk()
  const { service } = useRuns()
  const { trials, usesPins, document } = useRunDeskState(state => state)
  const [editing, setEditing] = useState<JsonMap | "empty" | null>(null)
  const pinned = trials.pins[step]
  const isLong = useMemo(() => pinned !== undefined && isTooLong(pinned), [pinned])
  if (document === null) return null

  async function pinOutput() {
    const outlets = await outputToPin(desk, service, step)
    if (outlets === null) setEditing("empty")
    else desk.tryOut(before => withPin(before, step, outlets))
  }

  return (
    <>
      {pinned === undefined ? (
        <Button
          className="h-7 self-start"
          icon={Pin}
          onPress={() => void pinOutput()}
        >{t`Pin output`}</Button>
      ) : (
        <section
          aria-label={t`Pinned`}
          className="flex min-w-0 basis-full flex-col gap-2 rounded-lg border border-warn bg-warn-wash p-3"
        >
          <p className="flex items-center gap-1.5 text-sm font-medium text-warn-text">
            <Pin size={14} aria-hidden /> {t`Pinned`}
          </p>
          <p className="text-xs text-warn-text">
            {usesPins
              ? t`Runs that you start from here take this, and do not do the step.`
              : t`Pins are switched off in the run dialog: the step is done.`}
          </p>
          {Object.entries(pinned).map(([outlet, value]) => (
            <div key={outlet} className="flex min-w-0 flex-col gap-1">
              <h3 className="font-mono text-xs text-warn-text">{outlet}</h3>
              <ValueView label={t`Pinned ${outlet}`} value={value} />
            </div>
          ))}
          <span className="flex flex-wrap gap-2">
            {!isLong && (
              <Button className="h-7" icon={Pencil} onPress={() => setEditing(pinned)}>{t`Edit`}</Button>
            )}
            <Button
              className="h-7"
              icon={PinOff}
              onPress={() => desk.tryOut(before => withPin(before, step, null))}
            >{t`Unpin`}</Button>
          </span>
        </section>
      )}
      {editing !== null && (
        <PinDialog
          step={step}
          outlets={editing === "empty" ? undefined : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}
