import { Search, X } from "lucide-react"
import type { ComponentProps, ReactNode, Ref } from "react"
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
import { t } from "../language/t.ts"
import { cx } from "./cx.ts"

/** The look of every box that text is typed into. */
export const fieldBox =
  "part-field w-full min-w-0 rounded-lg border border-line bg-field text-sm text-ellipsis text-ink placeholder:text-muted outline-none " +
  "transition-colors data-hovered:border-line-strong data-focused:border-accent data-focused:outline-2 data-focused:outline-solid " +
  "data-focused:-outline-offset-1 data-focused:outline-accent data-invalid:border-bad"

type AriaProps = Omit<AriaTextFieldProps, "className" | "style" | "children">

interface FieldFrameProps extends AriaProps {
  readonly label: ReactNode
  readonly isLabelHidden?: boolean
  readonly help?: ReactNode
  readonly problem?: ReactNode
  /** The box that is typed into, and what stands in it. */
  readonly children: ReactNode
}

/** What stands around every box that text is typed into: its label, its help, and what is wrong with it. */
export function FieldFrame({ label, isLabelHidden, help, problem, children, ...rest }: FieldFrameProps) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(problem)} className="flex min-w-0 flex-col gap-1.5">
      <Label className={isLabelHidden ? "sr-only" : "text-sm font-medium"}>{label}</Label>
      {children}
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

type BoxProps = ComponentProps<typeof Input> & ComponentProps<typeof TextArea>

interface TextBoxProps extends Omit<BoxProps, "ref" | "className"> {
  readonly className?: string
  /** Grows with its text, from this many lines on; one line that does not grow, if left out. */
  readonly lines?: number
  readonly isMono?: boolean
  readonly boxRef?: Ref<HTMLInputElement | HTMLTextAreaElement>
}

/** The box itself: a line, or a block that grows with its text. */
export function TextBox({ lines, isMono, boxRef, className, ...rest }: TextBoxProps) {
  const box = cx(fieldBox, isMono && "font-mono text-xs")
  return lines === undefined ? (
    <Input {...rest} ref={boxRef as Ref<HTMLInputElement>} className={cx(box, "h-8.5", className)} />
  ) : (
    <TextArea
      {...rest}
      ref={boxRef as Ref<HTMLTextAreaElement>}
      rows={lines}
      className={cx(box, "field-sizing-content max-h-96 resize-none py-1.5 leading-5", className)}
      // What grows with its text heeds no rows.
      style={{ minHeight: `calc(${lines}lh + 14px)` }}
    />
  )
}

interface TextFieldProps extends Omit<FieldFrameProps, "children" | "onKeyDown"> {
  readonly placeholder?: string
  /** Enter was pressed. All other keys are heard around the field too, so that Escape closes the window that it stands in. */
  readonly onEnter?: () => void
  /** Grows with its text, from this many lines on. */
  readonly lines?: number
  readonly isMono?: boolean
  readonly inputRef?: Ref<HTMLInputElement> | Ref<HTMLTextAreaElement>
}

/** A line or a block of text, with its label, its help, and what is wrong with it. */
export function TextField(props: TextFieldProps) {
  const { placeholder = "", lines, isMono = false, inputRef, onEnter, ...frame } = props
  const onKeyDown: AriaTextFieldProps["onKeyDown"] = event => {
    if (event.key === "Enter") onEnter?.()
    else event.continuePropagation()
  }
  return (
    <FieldFrame {...frame} {...(onEnter ? { onKeyDown } : {})}>
      <TextBox
        placeholder={placeholder}
        isMono={isMono}
        {...(lines === undefined ? {} : { lines })}
        {...(inputRef ? { boxRef: inputRef as Ref<HTMLInputElement | HTMLTextAreaElement> } : {})}
      />
    </FieldFrame>
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
        aria-label={t`Clear`}
        className="absolute right-1.5 grid size-6 place-items-center rounded text-muted group-data-empty:hidden data-hovered:bg-wash"
      >
        <X size={14} aria-hidden />
      </AriaButton>
    </AriaSearchField>
  )
}
