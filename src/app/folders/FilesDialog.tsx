import { FolderOpen } from "lucide-react"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { useServices } from "../services.ts"
import { FolderChoice } from "./FolderChoice.tsx"
import { everyWorkflow, useFolders, whereabouts } from "./folderService.ts"

interface FilesDialogProps {
  readonly workflow: string
  readonly name: string
  readonly onClose: () => void
}

/** Where a workflow keeps its files, and the choice of another place. */
export default function FilesDialog({ workflow, name, onClose }: FilesDialogProps) {
  const { folders } = useServices()
  const all = useFolders()
  const { folder, isOwn } = whereabouts(all, workflow)
  const shared = all?.get(everyWorkflow) ?? null
  return (
    <Dialog
      title={t`Where “${name}” keeps its files`}
      onClose={onClose}
      actions={<Button look="primary" onPress={onClose}>{t`Done`}</Button>}
    >
      <div className="flex flex-col gap-3">
        <FolderChoice
          workflow={workflow}
          folder={folder}
          onPrivate={shared === null ? () => folders.drop(workflow) : () => folders.keepPrivate(workflow)}
        />
        {!isOwn && folder !== null && (
          <p className="text-sm text-muted">{t`This folder holds for all workflows that have none of their own. Before this one reads or changes anything in it, its run asks you.`}</p>
        )}
        {isOwn && shared !== null && (
          <Button
            icon={FolderOpen}
            className="self-start"
            onPress={() => void folders.drop(workflow)}
          >{t`Use the folder for all: ${shared.name}`}</Button>
        )}
        <p className="text-xs text-muted">{t`A sandbox run changes nothing in a folder either: it shows what it would do. A run that is under way goes on in the place that is chosen now.`}</p>
      </div>
    </Dialog>
  )
}
