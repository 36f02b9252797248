import { CircleAlert, PencilOff } from "lucide-react"
import type { ReactNode } from "react"
import { useStore } from "zustand"
import { Button } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import { usePen, useSaving } from "./useEditor.ts"

/** Says when the workflow is not on disk or may not be changed here, and what can be done. */
export function SaveNotice() {
  const saving = useSaving()
  const pen = usePen()
  const state = useStore(saving.store)
  const { is } = useStore(pen.store)
  return (
    <>
      {is === "elsewhere" && (
        <Notice look="plain" say="Edited in another tab. What is done there shows here.">
          <Button onPress={() => pen.take()}>Take over</Button>
        </Notice>
      )}
      {state.is === "failed" && (
        <Notice look="bad" say={state.failure.say}>
          {state.failure.reason === "changed" ? (
            <>
              <Button onPress={() => void saving.yield()}>Take the other version</Button>
              <Button onPress={() => void saving.insist()}>Keep this one</Button>
            </>
          ) : (
            <Button onPress={() => void saving.flush()}>Try again</Button>
          )}
        </Notice>
      )}
    </>
  )
}

interface NoticeProps {
  readonly look: "plain" | "bad"
  readonly say: string
  readonly children: ReactNode
}

function Notice({ look, say, children }: NoticeProps) {
  const Icon = look === "bad" ? CircleAlert : PencilOff
  return (
    <div
      role={look === "bad" ? "alert" : "status"}
      className={cx(
        "flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 text-sm",
        look === "bad" ? "bg-bad-wash" : "bg-warn-wash",
      )}
    >
      <Icon size={16} className={look === "bad" ? "text-bad" : "text-warn-text"} aria-hidden />
      <span className="min-w-0 flex-1">{say}</span>
      {children}
    </div>
  )
}
