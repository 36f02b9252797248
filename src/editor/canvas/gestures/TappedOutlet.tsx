import { useStore, useStoreApi } from "@xyflow/react"
import { useEffect } from "react"
import { t } from "../../../language/t.ts"

/** Says what an outlet that was tapped waits for; Escape lets go of it. */
export function TappedOutlet() {
  const isTapped = useStore(state => state.connectionClickStartHandle?.type === "source")
  return isTapped && <Hint />
}

function Hint() {
  const flow = useStoreApi()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== "Escape") return
      event.stopPropagation()
      flow.setState({ connectionClickStartHandle: null })
    }
    window.addEventListener("keydown", onKeyDown, { capture: true })
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true })
  }, [flow])
  return (
    <p
      role="status"
      className="pointer-events-none absolute top-14 left-1/2 z-10 w-max max-w-[calc(100%-24px)] -translate-x-1/2 rounded-lg border border-accent bg-panel px-3 py-1.5 text-xs shadow-card"
    >{t`Now the step that the wire leads to, or the open canvas for a new one.`}</p>
  )
}
