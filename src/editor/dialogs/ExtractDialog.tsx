import { useState } from "react"
import { writeWorkflow } from "../../format/write.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { own } from "../../lib/json.ts"
import { extractToWorkflow } from "../../model/edits/extractToWorkflow.ts"
import { suggestId } from "../../model/ids.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { firstOutlet, outletsOf } from "../outlets.ts"
import { useBuilderHost } from "../useBuilder.ts"
import { useEditor } from "../useEditor.ts"

/** Makes steps a workflow of their own, which a step in their place runs. */
export function ExtractDialog({
  ids,
  onClose,
}: {
  readonly ids: readonly string[]
  readonly onClose: () => void
}) {
  const editor = useEditor()
  const host = useBuilderHost()
  const { kinds } = editor.catalogue
  const [name, setName] = useState("")
  const [problem, setProblem] = useState<string | null>(null)
  const id = suggestId(name, "").replaceAll("_", "-")

  async function extract() {
    const { workflow } = editor.store.getState().file
    const made = extractToWorkflow(workflow, ids, {
      id,
      name: name.trim(),
      isRaw: (kind, field) => own(own(kinds, kind)?.hints, field)?.raw === true,
      first: kind => firstOutlet(own(kinds, kind)),
      outlets: step => outletsOf(step, own(kinds, step.kind)),
      kind: kind => own(kinds, kind),
    })
    if (!made.ok) return setProblem(translated(made.error.message))
    // First the new workflow is on disk, and only then does a step here lead to it.
    const added = await host.add(id, writeWorkflow(made.value.extracted))
    if (!added.ok) return setProblem(added.error)
    editor.edit(() => made.value.workflow, { select: [made.value.call] })
    onClose()
  }

  return (
    <Dialog
      title={t`Make it a workflow of its own`}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            isDisabled={id === ""}
            onPress={() => void extract()}
          >{t`Make the workflow`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">
          {ids.length === 1
            ? t`One step moves into a new workflow. What it reads from here becomes its inputs, and a step in its place runs it.`
            : t`${ids.length} steps move into a new workflow. What they read from here becomes its inputs, and a step in their place runs it.`}
        </p>
        <TextField
          label={t`Name of the new workflow`}
          autoFocus
          value={name}
          onChange={text => {
            setName(text)
            setProblem(null)
          }}
          onEnter={() => id !== "" && void extract()}
          help={id === "" ? undefined : t`Its id is ${id}`}
          problem={problem}
        />
      </div>
    </Dialog>
  )
}
