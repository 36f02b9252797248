import { FileInput, Pin } from "lucide-react"
import { useRef, useState } from "react"
import { FileTrigger } from "react-aria-components"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { toBase64 } from "../../lib/base64.ts"
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

/** As much as a field still holds well, once it is base64. */
const largestFile = 300_000

/** What is pinned to a step, as JSON: values by the outlets by which they leave. */
export default function PinDialog({ step, outlets, onClose }: PinDialogProps) {
  const desk = useRunDesk()
  const { catalogue } = useRuns()
  const { trials, document } = useRunDeskState(state => state)
  const [text, setText] = useState(() => {
    const [first = "success"] = outletsIn(document, step, catalogue)
    return JSON.stringify(outlets ?? trials.pins[step] ?? { [first]: null }, null, 2)
  })
  const [problem, setProblem] = useState<string | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)

  /** Bytes stand in JSON as base64: in the place of what is selected, or at the cursor. */
  async function putFile(file: File) {
    if (file.size > largestFile) {
      setProblem(t`The file is too large to be pinned: ${Math.round(largestFile / 1000)} kB is the most.`)
      return
    }
    const base64 = JSON.stringify(toBase64(new Uint8Array(await file.arrayBuffer())))
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = area.current ?? {}
    setText(text.slice(0, from) + base64 + text.slice(to))
    setProblem(null)
  }

  function pin() {
    const value = parseJson(text)
    if (!isMap(value) || Object.keys(value).length === 0) {
      setProblem(translated(runsProblem("pin_not_map").message))
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
          <FileTrigger onSelect={files => files?.[0] && void putFile(files[0])}>
            <Button
              icon={FileInput}
              className="mr-auto max-[430px]:w-full"
            >{t`Put a file in as base64`}</Button>
          </FileTrigger>
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
            setProblem(null)
          }}
          inputRef={area}
          help={t`Bytes stand here as base64. A file goes in at the cursor, or in the place of what is selected.`}
          problem={problem}
        />
      </div>
    </Dialog>
  )
}
