import { Check } from "lucide-react"
import type { ReactNode } from "react"
import { Checkbox as AriaCheckbox } from "react-aria-components"

interface CheckboxProps {
  readonly label: ReactNode
  readonly isLabelHidden?: boolean
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
}

/** Something that is ticked or not, and counts once somebody goes on. */
export function Checkbox({ label, isLabelHidden, isOn, onChange, isDisabled }: CheckboxProps) {
  return (
    <AriaCheckbox
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
      className="part-check group/box flex cursor-default items-center gap-2.5 text-sm outline-none data-disabled:opacity-50"
    >
      <span className="grid size-4.5 shrink-0 place-items-center rounded border border-line-strong bg-field text-transparent group-data-selected/box:border-accent group-data-selected/box:bg-accent group-data-selected/box:text-on-accent group-data-focus-visible/box:outline-2 group-data-focus-visible/box:outline-offset-1 group-data-focus-visible/box:outline-accent">
        <Check size={13} strokeWidth={3} aria-hidden />
      </span>
      <span className={isLabelHidden ? "sr-only" : ""}>{label}</span>
    </AriaCheckbox>
  )
}
