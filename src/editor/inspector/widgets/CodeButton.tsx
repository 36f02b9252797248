import { Maximize2 } from "lucide-react"
import { useState } from "react"
import { nameWithin } from "../../../language/formats.ts"
import { t } from "../../../language/t.ts"
import { IconButton } from "../../../ui/Button.tsx"
import { Dialog } from "../../../ui/Dialog.tsx"
import { later } from "../../../ui/later.tsx"
import { useTyped } from "../../useTyped.ts"
import { LoadingText } from "../../yaml/LoadingText.tsx"

const CodeEditor = later(() => import("./CodeEditor.tsx"), LoadingText)

interface CodeButtonProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
}

/** Opens code in a window with a whole editor. What is typed there is typed in the field. */
export function CodeButton({ label, value, onChange }: CodeButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const [, type] = useTyped(value, onChange)
  return (
    <>
      <IconButton
        icon={Maximize2}
        label={t`Open ${nameWithin(label)} in a window`}
        className="size-6.5"
        onPress={() => setOpen(true)}
      />
      {isOpen && (
        <Dialog title={label} isFull onClose={() => setOpen(false)}>
          <div className="h-[65dvh]">
            <CodeEditor label={label} value={value} onChange={type} />
          </div>
        </Dialog>
      )}
    </>
  )
}
