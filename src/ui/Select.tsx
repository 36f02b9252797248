import { Check, ChevronDown } from "lucide-react"
import type { ReactNode } from "react"
import {
  Button as AriaButton,
  Select as AriaSelect,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from "react-aria-components"
import { t } from "../language/t.ts"
import { cx } from "./cx.ts"
import { floating } from "./Menu.tsx"
import { fieldBox } from "./TextField.tsx"

/** One of the things that may be chosen. */
export interface Choice {
  readonly id: string
  readonly label: string
}

interface SelectProps {
  readonly label: ReactNode
  readonly isLabelHidden?: boolean
  readonly choices: readonly Choice[]
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly placeholder?: string
  readonly help?: ReactNode
  readonly problem?: ReactNode
}

/** One of a few. */
export function Select(props: SelectProps) {
  const { label, isLabelHidden, choices, value, onChange, placeholder, help, problem } = props
  return (
    <AriaSelect
      selectedKey={value}
      onSelectionChange={key => key !== null && onChange(String(key))}
      placeholder={placeholder ?? t`Choose`}
      isInvalid={Boolean(problem)}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <Label className={isLabelHidden ? "sr-only" : "text-sm font-medium"}>{label}</Label>
      <AriaButton className={cx(fieldBox, "flex h-8.5 cursor-default items-center gap-2 text-left")}>
        <SelectValue className="flex-1 truncate data-placeholder:text-muted">
          {({ selectedText, isPlaceholder, defaultChildren }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronDown size={15} className="shrink-0 text-muted" aria-hidden />
      </AriaButton>
      {help && (
        <Text slot="description" className="text-xs text-muted">
          {help}
        </Text>
      )}
      {problem && <FieldError className="text-xs text-bad-text">{problem}</FieldError>}
      <Popover className={cx(floating, "flex min-w-(--trigger-width) flex-col")} offset={4}>
        <ListBox items={choices} className="max-h-96 min-h-0 overflow-auto p-1 outline-none">
          {choice => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className="group flex cursor-default items-center gap-2 rounded-lg px-2.5 py-1.5 text-sm outline-none select-none data-focused:bg-wash"
            >
              <span className="flex-1">{choice.label}</span>
              <Check size={15} className="invisible text-accent group-data-selected:visible" aria-hidden />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
