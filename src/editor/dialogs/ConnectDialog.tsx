import { useState } from "react"
import { own } from "../../lib/json.ts"
import { connect } from "../../model/edits/wires.ts"
import { findStep, scopeAt } from "../../model/places.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { firstOutlet, outletsOf } from "../outlets.ts"
import { stepName } from "../scene.ts"
import { useEditor } from "../useEditor.ts"

/** Draws a wire by name: from one of the step's outlets to another step of its scope. */
export function ConnectDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const editor = useEditor()
  const { workflow } = editor.store.getState().file
  const place = findStep(workflow, id)
  const step = place?.step
  const entry = step && own(editor.catalogue.kinds, step.kind)
  const outlets = step ? outletsOf(step, entry) : []
  const targets = (place ? (scopeAt(workflow, place.scope) ?? []) : []).filter(other => other.id !== "")
  const [outlet, setOutlet] = useState(outlets[0] ?? null)
  const [target, setTarget] = useState<string | null>(null)
  return (
    <Dialog
      title="Connect to…"
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={target === null}
            onPress={() => {
              const first = firstOutlet(entry)
              if (target !== null)
                editor.edit(before => connect(before, { from: id, outlet, to: target, first }))
              onClose()
            }}
          >
            Connect
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select
          label="From the outlet"
          choices={outlets.map(name => ({ id: name, label: name }))}
          value={outlet}
          onChange={setOutlet}
        />
        <Select
          label="To the step"
          choices={targets.map(other => ({ id: other.id, label: stepName(other) }))}
          value={target}
          onChange={setTarget}
        />
      </div>
    </Dialog>
  )
}
