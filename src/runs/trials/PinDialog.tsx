import { Pin } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import { isMap, type JsonMap } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { outletsIn } from "../dialog/madeUp.ts"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import { useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import { withPin } from "./trialEdits.ts"

interface PinDialogProps {
  readonly step: string
  /** What is there to begin with: what is pinned, or what the step gave. */
  readonly outlets?: JsonMap | undefined
  readonly onClose: () => void
}

/** What is pinned to a step, as JSON: values by the outlets by which they leave. */
export default function PinDialog({ step, outlets, onClose }: PinDialogProps) {
  const desk = useRunDesk()
  const { catalogue } = useRuns()
  const { trials, document } = useRunDeskState(state => state)
  const [text, setText] = useState(() => {
    const [first = "success"] = outletsIn(document, step, catalogue)
    return JSON.stringify(outlets ?? trials.pins[step] ?? { [first]: null }, null, 2)
  })
  const [isBad, setBad] = useState(false)

  function pin() {
    const value = parseJson(text)
    if (!isMap(value) || Object.keys(value).length === 0) {
      setBad(true)
      return
    }
    desk.tryOut(before => withPin(before, step, value))
    onClose()
  }

  return (
    <Dialog
      title={t`Pin what “${step}” gives`}
      onClose={onClose}
      isWide
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" icon={Pin} onPress={pin}>{t`Pin it`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{t`Runs that you start from here take this in place of what the step would give, and do not do the step. It stays in this browser and is no part of the file.`}</p>
        <TextField
          label={t`Values by outlet, as JSON`}
          isMono
          lines={12}
          value={text}
          onChange={next => {
            setText(next)
            setBad(false)
          }}
          problem={isBad ? runsProblem("pin_not_map").message : undefined}
        />
      </div>
    </Dialog>
  )
}
