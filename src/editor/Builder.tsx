import { ReactFlowProvider } from "@xyflow/react"
import { BuilderHeader } from "./BuilderHeader.tsx"
import { Canvas } from "./canvas/Canvas.tsx"
import { useEditorState } from "./useEditor.ts"

interface BuilderProps {
  readonly onExport: (text: string) => void
}

/** The builder: a workflow's header, and below it the workflow in the chosen view. */
export function Builder({ onExport }: BuilderProps) {
  const view = useEditorState(state => state.view)
  return (
    <ReactFlowProvider>
      <div className="flex h-full flex-col">
        <BuilderHeader onExport={onExport} />
        <div className="flex min-h-0 flex-1">{view !== "yaml" && <Canvas />}</div>
      </div>
    </ReactFlowProvider>
  )
}
