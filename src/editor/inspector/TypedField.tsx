import type { ComponentProps } from "react"
import { TextField } from "../../ui/TextField.tsx"
import { useTyped } from "../useTyped.ts"

interface TypedFieldProps extends ComponentProps<typeof TextField> {
  readonly value: string
  readonly onChange: (text: string) => void
}

/** A text of the document. */
export function TypedField({ value, onChange, ...rest }: TypedFieldProps) {
  const [text, type] = useTyped(value, onChange)
  return <TextField {...rest} value={text} onChange={type} />
}
