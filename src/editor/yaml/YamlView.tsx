import { useContext, useEffect, useRef } from "react"
import { ThemeSideContext } from "../../ui/themeSide.ts"
import { PreviewContext } from "../expression/previewService.ts"
import { useDeskState } from "../useBuilder.ts"
import { useEditor } from "../useEditor.ts"
import { monaco } from "./monaco.ts"
import { createTextEditor, type TextEditor } from "./textEditor.ts"
import "./yaml.css"

/** The workflow as text. Loaded when first shown, as a text editor is large. */
export default function YamlView() {
  const editor = useEditor()
  const side = useContext(ThemeSideContext)
  const reveal = useDeskState(state => state.reveal)
  const previews = useContext(PreviewContext)
  const host = useRef<HTMLDivElement>(null)
  const text = useRef<TextEditor | null>(null)
  const seen = useRef(reveal?.count ?? 0)

  useEffect(() => {
    if (!host.current) return
    const made = createTextEditor(host.current, editor, previews)
    text.current = made
    return () => {
      text.current = null
      made.destroy()
    }
  }, [editor, previews])

  useEffect(() => monaco.editor.setTheme(`rivulet-${side}`), [side])

  useEffect(() => {
    if (!reveal || reveal.count === seen.current) return
    seen.current = reveal.count
    text.current?.reveal(reveal.path)
  }, [reveal])

  // `nokey`: what is typed here is none of the canvas beside it, which would keep the space bar for itself.
  return <div ref={host} className="nokey size-full" />
}
