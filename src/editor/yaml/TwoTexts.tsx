import { useContext, useEffect, useRef } from "react"
import { ThemeSideContext } from "../../ui/themeSide.ts"
import { hiddenTexts } from "./hiddenTexts.ts"
import { monaco } from "./monaco.ts"

/** Two texts side by side, with what differs marked. Keys do not show, only that they changed. */
export default function TwoTexts({ before, after }: { readonly before: string; readonly after: string }) {
  const side = useContext(ThemeSideContext)
  const host = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!host.current) return
    const editor = monaco.editor.createDiffEditor(host.current, {
      readOnly: true,
      originalEditable: false,
      automaticLayout: true,
      fontFamily: "JetBrains Mono Variable, ui-monospace, monospace",
      fontSize: 12,
      lineHeight: 18,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      renderOverviewRuler: false,
      // Narrower than this they no longer stand side by side.
      renderSideBySideInlineBreakpoint: 680,
      hideUnchangedRegions: { enabled: true },
    })
    const [old, now] = hiddenTexts(before, after)
    const model = {
      original: monaco.editor.createModel(old, "yaml"),
      modified: monaco.editor.createModel(now, "yaml"),
    }
    editor.setModel(model)
    return () => {
      editor.dispose()
      model.original.dispose()
      model.modified.dispose()
    }
  }, [before, after])

  useEffect(() => monaco.editor.setTheme(`rivulet-${side}`), [side])

  return <div ref={host} className="h-full min-h-80 overflow-hidden rounded-lg border border-line" />
}
