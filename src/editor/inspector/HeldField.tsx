import { useState } from "react"
import { TextField } from "../../ui/TextField.tsx"

interface HeldFieldProps {
  readonly label: string
  readonly value: string
  readonly isFine: (text: string) => boolean
  readonly onChange: (text: string) => void
}

/** A text that counts from when it is whole: until then it stays as it is typed. */
export function HeldField({ label, value, isFine, onChange }: HeldFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <TextField
      label={label}
      isLabelHidden
      isMono
      value={draft ?? value}
      onChange={text => {
        const isWhole = text === value || isFine(text)
        setDraft(isWhole ? null : text)
        if (isWhole) onChange(text)
      }}
      onBlur={() => setDraft(null)}
    />
  )
}
