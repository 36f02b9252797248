import { useState } from "react"
import { translated } from "../../../language/translated.ts"
import type { Result } from "../../../lib/result.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Workflow } from "../../../model/workflow.ts"
import { TextField } from "../../../ui/TextField.tsx"
import { useEditor } from "../../useEditor.ts"

interface NameBoxProps {
  readonly label: string
  readonly name: string
  /** The workflow with another name everywhere, or why that cannot be. */
  readonly rename: (workflow: Workflow, to: string) => Result<Workflow, Problem>
}

/** A name on which expressions depend: it changes when one leaves the box, and then wherever it is read. */
export function NameBox({ label, name, rename }: NameBoxProps) {
  const editor = useEditor()
  const [draft, setDraft] = useState<string | null>(null)
  const renamed = draft === null ? null : rename(editor.store.getState().file.workflow, draft)
  const take = () => {
    if (renamed?.ok) editor.edit(() => renamed.value)
    setDraft(null)
  }
  return (
    <TextField
      label={label}
      isLabelHidden
      isMono
      value={draft ?? name}
      onChange={setDraft}
      onBlur={take}
      onEnter={take}
      problem={renamed !== null && !renamed.ok && translated(renamed.error.message)}
    />
  )
}
