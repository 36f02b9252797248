import { useContext, useEffect, useRef } from "react"
import { t } from "../../../language/t.ts"
import { ThemeSideContext } from "../../../ui/themeSide.ts"
import { codeLook } from "../../yaml/codeLook.ts"
import { monaco } from "../../yaml/monaco.ts"
import "monaco-editor/languages/definitions/javascript/register"
import "monaco-editor/languages/definitions/typescript/register"

interface CodeEditorProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
}

/** Code in a whole editor. Loaded when first opened. */
export default function CodeEditor({ label, value, onChange }: CodeEditorProps) {
  const side = useContext(ThemeSideContext)
  const host = useRef<HTMLDivElement>(null)
  const first = useRef(value)
  const hear = useRef(onChange)
  hear.current = onChange

  useEffect(() => {
    if (!host.current) return
    const editor = monaco.editor.create(host.current, {
      ...codeLook,
      value: first.current,
      language: "javascript",
      ariaLabel: t`${label}. Control M lets Tab leave it.`,
      fontSize: 13,
      tabSize: 2,
    })
    editor.onDidChangeModelContent(() => hear.current(editor.getValue()))
    editor.focus()
    return () => {
      editor.getModel()?.dispose()
      editor.dispose()
    }
  }, [label])

  useEffect(() => monaco.editor.setTheme(`rivulet-${side}`), [side])

  // `nokey`: what is typed here is none of the canvas below, which would keep the space bar for itself.
  return <div ref={host} className="nokey h-full overflow-hidden rounded-lg border border-line" />
}
