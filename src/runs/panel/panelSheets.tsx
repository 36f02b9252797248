import type { ComponentType } from "react"
import { t } from "../../language/t.ts"
import { RunList } from "../RunList.tsx"
import type { RunStore } from "../runStore.ts"
import type { RunView } from "../runView.ts"
import { TestsSheet } from "../tests/TestsSheet.tsx"
import { CompareSheet } from "./CompareSheet.tsx"
import { FilesSheet } from "./FilesSheet.tsx"
import { LogSheet } from "./LogSheet.tsx"
import { MessagesSheet } from "./MessagesSheet.tsx"
import { TimelineSheet } from "./TimelineSheet.tsx"
import { ValuesSheet } from "./ValuesSheet.tsx"

/** What a sheet of the run panel works with. */
export interface SheetProps {
  readonly run: RunStore
}

/** A sheet of the run panel: one line here, and it is there. */
export interface PanelSheet {
  readonly id: string
  readonly title: string
  /** Only where it has something to show; always, where this is left out. */
  readonly when?: (view: RunView) => boolean
  /** It is about the open workflow, whatever run is looked at: a run by itself has none. */
  readonly isOfWorkflow?: true
  readonly Content: ComponentType<SheetProps>
}

/** The sheets of the run panel, in order. */
export const panelSheets: readonly PanelSheet[] = [
  { id: "timeline", title: t`Timeline`, Content: TimelineSheet },
  { id: "log", title: t`Log`, Content: LogSheet },
  { id: "values", title: t`Variables`, Content: ValuesSheet },
  { id: "messages", title: t`Messages`, Content: MessagesSheet },
  { id: "files", title: t`Files`, when: view => view.filesChanged > 0, Content: FilesSheet },
  { id: "compare", title: t`Compare`, Content: CompareSheet },
  { id: "runs", title: t`Runs`, isOfWorkflow: true, Content: RunsSheet },
  { id: "tests", title: t`Tests`, isOfWorkflow: true, Content: TestsSheet },
]

function RunsSheet() {
  return <RunList />
}
