import { CircleAlert, PencilOff } from "lucide-react"
import { type ReactNode, useState } from "react"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import { Dialog } from "../ui/Dialog.tsx"
import { useEditorState, usePen, useSaving } from "./useEditor.ts"
import { CompareTexts } from "./yaml/CompareTexts.tsx"

/** Says when the workflow is not on disk or may not be changed here, and what can be done. */
export default function SaveNotice() {
  const saving = useSaving()
  const pen = usePen()
  const state = useStore(saving.store)
  const { is } = useStore(pen.store)
  const [isComparing, setComparing] = useState(false)
  return (
    <>
      {is === "elsewhere" && (
        <Notice look="plain" say={t`Edited in another tab. What is done there shows here.`}>
          <Button onPress={() => pen.take()}>{t`Take over`}</Button>
        </Notice>
      )}
      {state.is === "failed" && (
        <Notice look="bad" say={state.failure.say}>
          {state.failure.reason === "changed" ? (
            <>
              <Button onPress={() => setComparing(true)}>{t`Compare`}</Button>
              <Button onPress={() => void saving.yield()}>{t`Take the other version`}</Button>
              <Button onPress={() => void saving.insist()}>{t`Keep this one`}</Button>
            </>
          ) : (
            <Button onPress={() => void saving.flush()}>{t`Try again`}</Button>
          )}
        </Notice>
      )}
      {isComparing && <Comparison onClose={() => setComparing(false)} />}
    </>
  )
}

/** What was written elsewhere beside what is here. */
function Comparison({ onClose }: { readonly onClose: () => void }) {
  const other = useSaving().other()
  const text = useEditorState(state => state.file.text)
  return (
    <Dialog title={t`The other version, and this one`} isFull onClose={onClose}>
      <div className="h-[60dvh]">
        <CompareTexts before={other ?? text} after={text} />
      </div>
    </Dialog>
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
        "max-[700px]:gap-x-2 max-[700px]:gap-y-1 max-[700px]:px-2.5 max-[700px]:py-1 max-[700px]:text-xs",
        "max-[700px]:[&_button]:h-7 max-[700px]:[&_button]:px-2 max-[700px]:[&_button]:text-xs",
        look === "bad" ? "bg-bad-wash" : "bg-warn-wash",
      )}
    >
      <Icon size={16} className={look === "bad" ? "text-bad" : "text-warn-text"} aria-hidden />
      <span className="min-w-0 flex-1">{say}</span>
      {children}
    </div>
  )
}
