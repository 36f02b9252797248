import { Search, X } from "lucide-react"
import type { ReactNode, Ref } from "react"
import {
  Button as AriaButton,
  SearchField as AriaSearchField,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
  Label,
  Text,
  TextArea,
} from "react-aria-components"
import { cx } from "./cx.ts"

/** The look of every box that text is typed into. */
export const fieldBox =
  "w-full min-w-0 rounded-lg border border-line bg-field px-3 text-sm text-ink placeholder:text-muted outline-none " +
  "transition-colors data-hovered:border-line-strong data-focused:border-accent data-focused:outline-2 " +
  "data-focused:-outline-offset-1 data-focused:outline-accent data-invalid:border-bad"

interface TextFieldProps extends Omit<AriaTextFieldProps, "className" | "style" | "children"> {
  readonly label: ReactNode
  readonly isLabelHidden?: boolean
  readonly help?: ReactNode
  readonly problem?: ReactNode
  readonly placeholder?: string
  /** Grows with its text, from this many lines on. */
  readonly lines?: number
  readonly isMono?: boolean
  readonly inputRef?: Ref<HTMLInputElement>
}

/** A line or a block of text, with its label, its help, and what is wrong with it. */
export function TextField(props: TextFieldProps) {
  const { label, isLabelHidden, help, problem, placeholder, lines, isMono, inputRef, ...rest } = props
  const box = cx(fieldBox, isMono && "font-mono text-xs")
  return (
    <AriaTextField {...rest} isInvalid={Boolean(problem)} className="flex min-w-0 flex-col gap-1.5">
      <Label className={isLabelHidden ? "sr-only" : "text-sm font-medium"}>{label}</Label>
      {lines === undefined ? (
        <Input
          placeholder={placeholder ?? ""}
          className={cx(box, "h-8.5")}
          {...(inputRef ? { ref: inputRef } : {})}
        />
      ) : (
        <TextArea
          placeholder={placeholder ?? ""}
          rows={lines}
          className={cx(box, "field-sizing-content max-h-96 resize-none py-2 leading-5")}
        />
      )}
      {help && (
        <Text slot="description" className="text-xs text-muted">
          {help}
        </Text>
      )}
      {problem && (
        <Text slot="errorMessage" className="text-xs text-bad-text">
          {problem}
        </Text>
      )}
    </AriaTextField>
  )
}

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** Enter was pressed. */
  readonly onSubmit?: () => void
  readonly keys?: string
  readonly inputRef?: Ref<HTMLInputElement>
  readonly className?: string
}

/** A box that narrows a list as one types. */
export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, onSubmit, keys, inputRef, className } = props
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      {...(onSubmit ? { onSubmit } : {})}
      className={cx("group relative flex min-w-0 items-center", className)}
    >
      <Search size={15} className="pointer-events-none absolute left-3 text-muted" aria-hidden />
      <Input
        placeholder={label}
        className={cx(fieldBox, "h-8.5 bg-panel px-9")}
        {...(inputRef ? { ref: inputRef } : {})}
      />
      {keys && value === "" && (
        <kbd className="pointer-events-none absolute right-3 font-mono text-xs text-muted group-data-focused:hidden">
          {keys}
        </kbd>
      )}
      <AriaButton
        aria-label="Clear"
        className="absolute right-1.5 grid size-6 place-items-center rounded text-muted group-data-empty:hidden data-hovered:bg-wash"
      >
        <X size={14} aria-hidden />
      </AriaButton>
    </AriaSearchField>
  )
}
