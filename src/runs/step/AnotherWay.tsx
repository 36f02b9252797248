import { CornerDownRight, GitFork, ListEnd, Pencil, Play } from "lucide-react"
import { useState } from "react"
import type { ForkScope } from "../../engine/core/fork.ts"
import { t } from "../../language/t.ts"
import { isMap, type JsonMap } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Menu, MenuItem } from "../../ui/Menu.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useRunDesk } from "../runDesk.ts"
import { runsProblem } from "../runsProblems.ts"
import { placeOfKey } from "../visitKey.ts"
import type { Visits } from "./useVisits.ts"

/** Runs the step again, what leads to it or what follows it, or all that follows from another value, in a run of its own. */
export function AnotherWay({ visits }: { readonly visits: Visits }) {
  const desk = useRunDesk()
  const [isChanging, setChanging] = useState(false)
  const { shown } = visits
  const place = placeOfKey(shown.row.key)
  const { step } = place
  // A run begins again among the steps of the workflow itself; a value can be another anywhere.
  const isInside = place.in !== ""

  const go = (scope: ForkScope) => desk.fork(scope)

  return (
    <>
      <Menu
        label={t`Try another way`}
        trigger={<Button className="h-7 self-start" icon={GitFork}>{t`Try another way`}</Button>}
      >
        <MenuItem
          label={t`Run this step again`}
          icon={Play}
          isDisabled={isInside}
          onAction={() => void go({ type: "step", step })}
        />
        <MenuItem
          label={t`Run up to here`}
          icon={ListEnd}
          isDisabled={isInside}
          onAction={() => void go({ type: "upTo", step })}
        />
        <MenuItem
          label={t`Run again from here`}
          icon={CornerDownRight}
          isDisabled={isInside}
          onAction={() => void go({ type: "from", step })}
        />
        <MenuItem
          label={t`Change what it gave`}
          icon={Pencil}
          isDisabled={shown.outlets === undefined}
          onAction={() => setChanging(true)}
        />
      </Menu>
      {isChanging && shown.outlets !== undefined && (
        <ChangeDialog
          name={shown.row.name}
          outlets={shown.outlets}
          onClose={() => setChanging(false)}
          onChange={outlets => {
            setChanging(false)
            void go({ type: "change", ...place, outlets })
          }}
        />
      )}
    </>
  )
}

interface ChangeDialogProps {
  readonly name: string
  readonly outlets: JsonMap
  readonly onChange: (outlets: JsonMap) => void
  readonly onClose: () => void
}

function ChangeDialog({ name, outlets, onChange, onClose }: ChangeDialogProps) {
  const [text, setText] = useState(() => JSON.stringify(outlets, null, 2))
  const [isBad, setBad] = useState(false)

  function change() {
    const value = parseJson(text)
    if (isMap(value) && Object.keys(value).length > 0) onChange(value)
    else setBad(true)
  }

  return (
    <Dialog
      title={t`What if “${name}” had given something else?`}
      onClose={onClose}
      isWide
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" icon={GitFork} onPress={change}>{t`Run what follows`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{t`A new run takes over everything before it, and runs what follows from these values. This run stays as it is.`}</p>
        <TextField
          label={t`Values by outlet, as JSON`}
          isMono
          lines={8}
          value={text}
          onChange={setText}
          problem={isBad ? runsProblem("inputs_not_map").message : undefined}
        />
      </div>
    </Dialog>
  )
}
