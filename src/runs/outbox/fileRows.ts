import { FileMinus, FilePen, FilePlus } from "lucide-react"
import { type FileEntry, linesOf } from "../../engine/core/wouldDo.ts"
import { t } from "../../language/t.ts"

/** How a file that is new, changed or deleted is drawn. */
export const fileIcons = { new: FilePlus, changed: FilePen, deleted: FileMinus } as const

/** What becomes of the file, in lines where it is text. */
export function sayLines({ how, change }: FileEntry): string {
  const lines = linesOf(change)
  if (how === "deleted") return "deleted"
  if (lines === undefined) return how === "new" ? "new" : "changed"
  const says = [
    ...(lines.added > 0 ? [`+${lines.added}`] : []),
    ...(lines.removed > 0 ? [`−${lines.removed}`] : []),
  ]
  if (says.length === 0) return how === "new" ? t`new, empty` : "changed"
  return `${says.join(" ")} ${lines.added + lines.removed === 1 ? "line" : "lines"}`
}
