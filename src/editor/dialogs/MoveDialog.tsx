import { useState } from "react"
import { t } from "../../language/t.ts"
import { own } from "../../lib/json.ts"
import { moveIntoContainer } from "../../model/edits/moveSteps.ts"
import { eachStep } from "../../model/places.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { scopeTitles, stepName } from "../scene.ts"
import { useEditor } from "../useEditor.ts"

/** Moves steps into a container by name. */
export function MoveDialog({
  ids,
  onClose,
}: {
  readonly ids: readonly string[]
  readonly onClose: () => void
}) {
  const editor = useEditor()
  const { workflow } = editor.store.getState().file
  const targets = [...eachStep(workflow)].flatMap(({ step }) => {
    const scopes = ids.includes(step.id) ? [] : (own(editor.catalogue.kinds, step.kind)?.holds?.scopes ?? [])
    return scopes.map(key => ({
      id: `${key} ${step.id}`,
      label: [stepName(step), scopeTitles[key]].filter(Boolean).join(": "),
      container: step.id,
      key,
    }))
  })
  const [target, setTarget] = useState<string | null>(targets[0]?.id ?? null)
  const [problem, setProblem] = useState<string | null>(null)

  function move() {
    const chosen = targets.find(({ id }) => id === target)
    if (!chosen) return
    const moved = moveIntoContainer(workflow, ids, chosen.container, { key: chosen.key, heal: true })
    if (!moved.ok) return setProblem(moved.error.message)
    editor.edit(() => moved.value, { select: ids })
    onClose()
  }

  return (
    <Dialog
      title={t`Move into…`}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" isDisabled={target === null} onPress={move}>{t`Move`}</Button>
        </>
      }
    >
      {targets.length === 0 ? (
        <p className="text-muted">{t`No step here holds others. Add a group, a loop or parallel branches first.`}</p>
      ) : (
        <Select
          label={t`Container`}
          choices={targets}
          value={target}
          onChange={setTarget}
          help={t`Wires through its wall are healed around the steps; those among them go along.`}
          {...(problem ? { problem } : {})}
        />
      )}
    </Dialog>
  )
}
