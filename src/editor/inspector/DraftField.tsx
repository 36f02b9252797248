import { type ReactNode, useState } from "react"
import type { Json } from "../../lib/json.ts"
import { ExpressionField } from "../expression/ExpressionField.tsx"
import { textOf } from "./fieldOf.ts"

interface DraftFieldProps {
  readonly label: ReactNode
  readonly isLabelHidden?: boolean
  readonly value: Json | undefined
  readonly read: (text: string) => Json | undefined
  readonly onChange: (value: Json | undefined) => void
  readonly placeholder: string
  readonly about?: {
    readonly help?: string
    readonly problem?: string
    readonly isInside?: boolean
    readonly isRaw?: boolean
  }
  readonly lines?: number
}

/** Text that means something else: it stays as it was typed while it means what the document holds. */
export function DraftField({
  label,
  value,
  read,
  onChange,
  placeholder,
  about,
  lines,
  isLabelHidden = false,
}: DraftFieldProps) {
  const [draft, setDraft] = useState(() => textOf(value))
  const shown = JSON.stringify(read(draft)) === JSON.stringify(value) ? draft : textOf(value)
  return (
    <ExpressionField
      label={label}
      isLabelHidden={isLabelHidden}
      {...(lines === undefined ? {} : { lines })}
      placeholder={placeholder}
      value={shown}
      onChange={text => {
        setDraft(text)
        onChange(read(text))
      }}
      {...about}
    />
  )
}
