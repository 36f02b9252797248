import { FolderOpen, FolderSync } from "lucide-react"
import { useState } from "react"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { TwinQuestionRow } from "../twin/TwinQuestionRow.tsx"
import type { Twin, TwinState } from "../twin/twin.ts"
import { useTwin } from "../twin/useTwin.ts"
import { SettingsCard } from "./SettingsCard.tsx"

/** The folder of the disk in which each workflow is a file: picked, watched and left here. */
export function TwinCard() {
  const twin = useTwin()
  return (
    <SettingsCard
      title={t`Workflows as files`}
      help={t`Keeps a folder of your disk in step with the workflows, one YAML file each: for your own editor, for git, and as a copy outside of the browser. What you change there shows here.`}
    >
      {twin && <TwinFolderRows twin={twin} />}
    </SettingsCard>
  )
}

function TwinFolderRows({ twin }: { readonly twin: Twin }) {
  const state = useStore(twin.store)
  const { folder, questions, unread } = state
  const [refusal, setRefusal] = useState<string | null>(null)
  async function pick() {
    const picked = await twin.home.pick()
    setRefusal(
      picked === "refused" ? t`The browser does not let the page use that folder. Pick another.` : null,
    )
  }
  if (folder === undefined) return null
  if (folder === null) {
    return (
      <EmptyState
        icon={FolderSync}
        title={t`No folder is kept in step`}
        actions={
          twin.home.canPick && (
            <Button icon={FolderOpen} onPress={() => void pick()}>{t`Choose a folder`}</Button>
          )
        }
      >
        {refusal ??
          (twin.home.canPick
            ? t`Files that end in .rivulet.yaml become workflows, and workflows become files. Others are left alone.`
            : t`This browser cannot open folders. Chrome and Edge can; elsewhere, export and import.`)}
      </EmptyState>
    )
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-5 py-4">
        <FolderSync size={20} className="text-accent" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm font-medium">{folder.name}</p>
          <p role="status" className="text-xs text-muted">
            {standing(state)}
          </p>
        </div>
        {folder.isOpen ? (
          <Button onPress={() => void twin.look()}>{t`Look now`}</Button>
        ) : (
          <Button look="primary" onPress={() => void twin.home.open()}>{t`Open the folder`}</Button>
        )}
        <Button onPress={() => void twin.home.leave()}>{t`Leave it`}</Button>
      </div>
      {questions.length > 0 && (
        <ul aria-label={t`To be decided`} className="divide-y divide-line border-t border-line">
          {questions.map(question => (
            <TwinQuestionRow key={question.id} twin={twin} question={question} />
          ))}
        </ul>
      )}
      {unread.length > 0 && (
        <p className="border-t border-line px-5 py-3 text-xs text-muted">{t`Left alone, as they cannot be read as workflows: ${unread.join(", ")}`}</p>
      )}
    </>
  )
}

function standing({ folder, trouble, inStep }: TwinState): string {
  if (!folder?.isOpen) return t`Closed by the browser. Nothing is read or written until you open it.`
  if (trouble) return trouble.message
  if (inStep === null) return t`Looking at it`
  return inStep === 1 ? t`In step: 1 file` : t`In step: ${inStep} files`
}
