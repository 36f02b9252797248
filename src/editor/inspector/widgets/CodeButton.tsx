import { Maximize2 } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { nameWithin } from "../../../language/formats.ts"
import { t } from "../../../language/t.ts"
import { IconButton } from "../../../ui/Button.tsx"
import { Dialog } from "../../../ui/Dialog.tsx"
import { useTyped } from "../../useTyped.ts"

// The text editor is the largest part of the builder, and many a piece of code is one line.
const CodeEditor = lazy(() => import("./CodeEditor.tsx"))

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
            <Suspense fallback={<p className="text-sm text-muted">{t`Loading the text editor`}</p>}>
              <CodeEditor label={label} value={value} onChange={type} />
            </Suspense>
          </div>
        </Dialog>
      )}
    </>
  )
}
