import { Check } from "lucide-react"
import { Checkbox as AriaCheckbox } from "react-aria-components"

interface CheckboxProps {
  /** What it ticks, for those who do not see what stands beside it. */
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
}

/** A tick before something that is written beside it. */
export function Checkbox({ label, isOn, onChange, isDisabled }: CheckboxProps) {
  return (
    <AriaCheckbox
      aria-label={label}
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
      className="group grid size-6 shrink-0 cursor-default place-items-center data-disabled:opacity-50"
    >
      <span className="grid size-4 place-items-center rounded-sm border border-line-strong bg-panel text-on-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-1 group-data-focus-visible:outline-accent group-data-selected:border-accent group-data-selected:bg-accent">
        {isOn && <Check size={12} strokeWidth={3} aria-hidden />}
      </span>
    </AriaCheckbox>
  )
}
