import type { ReactNode } from "react"
import { Switch as AriaSwitch } from "react-aria-components"

interface SwitchProps {
  readonly label: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
}

/** Something that is on or off, at once. */
export function Switch({ label, isOn, onChange, isDisabled }: SwitchProps) {
  return (
    <AriaSwitch
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
      className="group flex cursor-default items-center justify-between gap-3 text-sm font-medium outline-none data-disabled:opacity-50"
    >
      {label}
      <span className="flex h-5 w-8.5 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors group-data-selected:bg-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-1 group-data-focus-visible:outline-accent">
        <span className="size-4 rounded-full bg-panel transition-transform group-data-selected:translate-x-3.5" />
      </span>
    </AriaSwitch>
  )
}
