import { CircleAlert, TriangleAlert } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Dialog } from "../../ui/Dialog.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { WentWrong } from "../../ui/WentWrong.tsx"
import { useDesk } from "../useBuilder.ts"
import { useEditor, useFindings } from "../useEditor.ts"
import { nextNumber, useComparison, useVersionList, useVersions } from "../versions.ts"
import { ChangeList } from "./ChangeList.tsx"

/** Makes the draft the version that triggers and other workflows start. */
export function PublishDialog({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor()
  const versions = useVersions()
  const list = useVersionList()
  const comparison = useComparison(list?.find(({ isLive }) => isLive))
  const [name, setName] = useState("")
  const [note, setNote] = useState("")
  const [problem, setProblem] = useState<string | null>(null)
  const number = nextNumber(list)

  async function publish() {
    const { text } = editor.store.getState().file
    const kept = await versions.keep({ text, name: name.trim(), note: note.trim(), publish: true })
    if (kept.ok) onClose()
    else setProblem(t`It could not be published: ${kept.error}`)
  }

  return (
    <Dialog
      title={t`Publish v${number}`}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            isDisabled={list === null}
            onPress={() => void publish()}
          >{t`Publish v${number}`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm text-muted">{t`Triggers and other workflows then start this version. Runs that go on keep what they began with.`}</p>
        <FoundInDraft onShow={onClose} />
        <TextField label={t`Name`} autoFocus value={name} onChange={setName} placeholder={t`Optional`} />
        <TextField label={t`Note`} lines={2} value={note} onChange={setNote} placeholder={t`What is new`} />
        {problem && <WentWrong>{problem}</WentWrong>}
        {comparison && <ChangeList before={comparison.before} comparison={comparison.found} />}
      </div>
    </Dialog>
  )
}

/** How many problems would be published along, and the way to them. */
function FoundInDraft({ onShow }: { readonly onShow: () => void }) {
  const desk = useDesk()
  const { problems } = useFindings()
  if (problems.length === 0) return null
  const isBad = problems.some(({ severity }) => severity === "error")
  const Icon = isBad ? CircleAlert : TriangleAlert
  return (
    <div
      className={cx(
        "flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-lg p-2 pl-3 text-sm",
        isBad ? "bg-bad-wash text-bad-text" : "bg-warn-wash text-warn-text",
      )}
    >
      <Icon size={15} className="shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 basis-40">
        {problems.length === 1
          ? t`The draft has 1 problem, which would be published with it.`
          : t`The draft has ${problems.length} problems, which would be published with it.`}
      </p>
      <Button
        onPress={() => {
          desk.setState({ areProblemsOpen: true })
          onShow()
        }}
      >{t`Show problems`}</Button>
    </div>
  )
}
