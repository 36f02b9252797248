import { Folder, FolderLock, FolderOpen } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { later } from "../../ui/later.tsx"
import { useFolders, whereabouts } from "./folderService.ts"

const FilesDialog = later(() => import("./FilesDialog.tsx"))

/** Says where the workflow keeps its files, and opens the choice. */
export function FilesButton({ workflow, name }: { readonly workflow: string; readonly name: string }) {
  const folders = useFolders()
  const [isOpen, setOpen] = useState(false)
  const { folder } = whereabouts(folders, workflow)
  const isClosed = folder !== null && !folder.isOpen
  return (
    <>
      <IconButton
        icon={folder === null ? Folder : isClosed ? FolderLock : FolderOpen}
        label={
          folder === null
            ? t`Files: private workspace`
            : isClosed
              ? t`Files: folder ${folder.name}, closed by the browser`
              : t`Files: folder ${folder.name}`
        }
        isLit={folder !== null && !isClosed}
        side="bottom"
        aria-haspopup="dialog"
        {...(isClosed ? { className: "text-warn-text" } : {})}
        onPress={() => setOpen(true)}
      />
      {isOpen && <FilesDialog workflow={workflow} name={name} onClose={() => setOpen(false)} />}
    </>
  )
}
