import { FolderLock, FolderOpen, HardDrive } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { useServices } from "../services.ts"
import type { PickedFolder } from "./folderService.ts"

interface FolderChoiceProps {
  /** The workflow, or `*` for all. */
  readonly workflow: string
  readonly folder: PickedFolder | null
  readonly onPrivate: () => Promise<void>
  /** It stands in a card, and has no frame of its own. */
  readonly isInCard?: boolean
}

/** The place where files are now, and the ways to another: the private workspace, or a folder of the disk. */
export function FolderChoice({ workflow, folder, onPrivate, isInCard }: FolderChoiceProps) {
  const { folders } = useServices()
  const [said, setSaid] = useState("")
  const isClosed = folder !== null && !folder.isOpen
  const Icon = folder === null ? HardDrive : isClosed ? FolderLock : FolderOpen

  async function pick() {
    const became = await folders.pick(workflow)
    setSaid(
      became === "refused"
        ? t`The browser does not let pages into that folder. Choose another, such as one in your documents.`
        : "",
    )
  }

  async function open() {
    const isAllowed = await folders.open(workflow)
    setSaid(isAllowed ? "" : t`The browser did not open the folder. Try again, or choose it anew.`)
  }

  return (
    <div
      className={cx(
        "flex flex-col gap-3",
        isInCard ? "px-5 py-4" : "rounded-xl border p-4",
        isClosed ? "border-warn bg-warn-wash" : "border-line",
      )}
    >
      <div className="flex items-start gap-3">
        <span
          className={cx(
            "grid size-9 shrink-0 place-items-center rounded-lg",
            isClosed ? "text-warn-text" : "bg-accent-wash text-accent",
          )}
        >
          <Icon size={18} strokeWidth={1.75} aria-hidden />
        </span>
        <div className="min-w-0">
          <h3 className="font-medium break-words">
            {folder === null ? t`The private workspace` : t`The folder “${folder.name}”`}
          </h3>
          <p className="text-sm text-muted">
            {folder === null
              ? t`In this browser alone. What a step writes is on disk together with its outcome.`
              : isClosed
                ? t`The browser has closed it to this page since. Runs that need it wait until you open it again.`
                : t`On your disk: other programs see the same files, and what they change can start a workflow.`}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        {isClosed && (
          <Button look="primary" icon={FolderOpen} onPress={() => void open()}>{t`Open it again`}</Button>
        )}
        <Button icon={FolderOpen} isDisabled={!folders.canPick} onPress={() => void pick()}>
          {folder === null ? t`Choose a folder` : t`Choose another folder`}
        </Button>
        {folder !== null && (
          <Button icon={HardDrive} onPress={() => void onPrivate()}>{t`Use the private workspace`}</Button>
        )}
      </div>
      {!folders.canPick && (
        <p className="text-xs text-muted">{t`This browser lets no page open a folder. Chrome and Edge do, and so does the terminal command.`}</p>
      )}
      <p role="status" className={cx("text-sm text-bad-text", said === "" && "sr-only")}>
        {said}
      </p>
    </div>
  )
}
