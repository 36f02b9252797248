import { FolderLock, FolderOpen, HardDrive } from "lucide-react"
import { Link } from "wouter"
import { keptSummary } from "../../editor/summary.ts"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { FolderChoice } from "../folders/FolderChoice.tsx"
import { everyWorkflow, useFolders } from "../folders/folderService.ts"
import { useServices } from "../services.ts"
import { useWorkflows } from "../useWorkflows.ts"
import { SettingsCard } from "./SettingsCard.tsx"

/** Where workflows keep their files: what holds for all, and which ones have a place of their own. */
export function FoldersCard() {
  const { folders } = useServices()
  const all = useFolders()
  const names = new Map(
    useWorkflows()?.map(row => [row.id, keptSummary(row.summary)?.name ?? row.id] as const),
  )
  if (all === null) return null
  const own = [...all].filter(([workflow]) => workflow !== everyWorkflow)
  return (
    <SettingsCard
      title={t`Where files are kept`}
      help={t`Workflows work in a private workspace of this browser, or in a folder of your disk that you pick: for all of them here, for one of them in its builder.`}
    >
      <FolderChoice
        workflow={everyWorkflow}
        folder={all.get(everyWorkflow) ?? null}
        onPrivate={() => folders.drop(everyWorkflow)}
        isInCard
      />
      {own.length > 0 && (
        <ul
          aria-label={t`Workflows with a place of their own`}
          className="divide-y divide-line border-t border-line"
        >
          {own.map(([workflow, folder]) => {
            const Icon = folder === null ? HardDrive : folder.isOpen ? FolderOpen : FolderLock
            return (
              <li key={workflow} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-3">
                <Link href={`/w/${workflow}`} className="min-w-40 flex-1 text-sm font-medium hover:underline">
                  {names.get(workflow) ?? workflow}
                </Link>
                <span className="flex min-w-0 items-center gap-2 text-sm text-muted">
                  <Icon size={15} aria-hidden />
                  <span className="truncate">{folder === null ? t`The private workspace` : folder.name}</span>
                </span>
                {folder !== null && !folder.isOpen && (
                  <Button
                    className="h-7"
                    onPress={() => void folders.open(workflow)}
                  >{t`Open it again`}</Button>
                )}
                <Button className="h-7" onPress={() => void folders.drop(workflow)}>{t`As for all`}</Button>
              </li>
            )
          })}
        </ul>
      )}
    </SettingsCard>
  )
}
