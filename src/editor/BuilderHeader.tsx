import { CircleAlert, Cloud, Download, HardDrive } from "lucide-react"
import { useStore } from "zustand"
import { Badge } from "../ui/Badge.tsx"
import { IconButton } from "../ui/Button.tsx"
import { Segments } from "../ui/Tabs.tsx"
import type { View } from "./editor.ts"
import { useEditor, useEditorState, useSaving } from "./useEditor.ts"

const views: readonly { readonly id: View; readonly label: string }[] = [
  { id: "canvas", label: "Canvas" },
  { id: "split", label: "Split" },
  { id: "yaml", label: "YAML" },
  { id: "outline", label: "Outline" },
]

/** The name of the workflow, whether it is on disk, and the choice of views. */
export function BuilderHeader({ onExport }: { readonly onExport: (text: string) => void }) {
  const editor = useEditor()
  const view = useEditorState(state => state.view)
  const workflow = useEditorState(state => state.file.workflow)
  return (
    <header className="flex h-13 shrink-0 items-center gap-3 border-b border-line bg-panel px-4">
      <h1 className="min-w-0 truncate text-base font-semibold">{workflow.name || workflow.id}</h1>
      <SaveMark />
      <span className="flex-1" />
      <Segments label="View" segments={views} value={view} onChange={editor.show} />
      <span className="flex-1" />
      <IconButton
        icon={Download}
        label="Export as YAML"
        side="bottom"
        onPress={() => onExport(editor.store.getState().file.text)}
      />
    </header>
  )
}

function SaveMark() {
  const state = useStore(useSaving().store)
  if (state.is === "failed") {
    return (
      <Badge look="bad">
        <CircleAlert size={13} aria-hidden /> Not saved
      </Badge>
    )
  }
  return (
    <Badge>
      {state.is === "saved" ? <HardDrive size={13} aria-hidden /> : <Cloud size={13} aria-hidden />}
      {state.is === "saved" ? "Saved on this device" : "Saving"}
    </Badge>
  )
}
