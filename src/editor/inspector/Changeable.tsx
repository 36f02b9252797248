import type { ReactNode } from "react"
import { useEditorState } from "../useEditor.ts"

/** Fields that change the workflow: still where it is edited in another tab. */
export function Changeable({ children }: { readonly children: ReactNode }) {
  const hasPen = useEditorState(state => state.hasPen)
  return (
    <fieldset disabled={!hasPen} className="contents">
      {children}
    </fieldset>
  )
}
