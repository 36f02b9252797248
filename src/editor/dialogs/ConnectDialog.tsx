import { useState } from "react"
import { t } from "../../language/t.ts"
import { own } from "../../lib/json.ts"
import { connect, disconnect } from "../../model/edits/wires.ts"
import { findStep, scopeAt } from "../../model/places.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { firstOutlet, outletsOf } from "../outlets.ts"
import { stepName } from "../scene.ts"
import { useEditor, useEditorState, useFacts } from "../useEditor.ts"

/** Draws a wire by name: from one of the step's outlets to another step of its scope. */
export function ConnectDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const editor = useEditor()
  const { workflow } = useEditorState(state => state.file)
  const { scene, steps } = useFacts()
  const wires = scene.wires.filter(({ from, wire }) => from === id && wire)
  const nameOf = (to: string) => {
    const found = steps.get(to)?.step
    return found ? stepName(found) : to
  }
  const place = findStep(workflow, id)
  const step = place?.step
  const entry = step && own(editor.catalogue.kinds, step.kind)
  const outlets = step ? outletsOf(step, entry) : []
  const targets = (place ? (scopeAt(workflow, place.scope) ?? []) : []).filter(other => other.id !== "")
  const [outlet, setOutlet] = useState(outlets[0] ?? null)
  const [target, setTarget] = useState<string | null>(null)
  return (
    <Dialog
      title={t`Connect to…`}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            isDisabled={target === null}
            onPress={() => {
              const first = firstOutlet(entry)
              if (target !== null)
                editor.edit(before => connect(before, { from: id, outlet, to: target, first }))
              onClose()
            }}
          >{t`Connect`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {wires.length > 0 && (
          <ul aria-label={t`Wires that are there`} className="flex flex-col gap-1.5">
            {wires.map(({ outlet: by, to, wire }) => (
              <li
                key={`${by} ${to}`}
                className="flex items-center gap-2 rounded-lg border border-line py-1 pr-1 pl-3"
              >
                <span className="min-w-0 flex-1 truncate text-sm">
                  <span className="font-mono text-xs text-muted">{by}</span> {t`to ${nameOf(to)}`}
                </span>
                <Button
                  look="quiet"
                  className="h-7"
                  onPress={() => wire && editor.edit(before => disconnect(before, wire))}
                >{t`Cut`}</Button>
              </li>
            ))}
          </ul>
        )}
        <Select
          label={t`From the outlet`}
          choices={outlets.map(name => ({ id: name, label: name }))}
          value={outlet}
          onChange={setOutlet}
        />
        <Select
          label={t`To the step`}
          choices={targets.map(other => ({ id: other.id, label: stepName(other) }))}
          value={target}
          onChange={setTarget}
        />
      </div>
    </Dialog>
  )
}
