import type { ReactElement } from "react"
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components"
import { Keys } from "./Keys.tsx"

interface TooltipProps {
  readonly label: string
  readonly keys?: string
  readonly side?: "top" | "bottom" | "left" | "right"
  readonly children: ReactElement
}

/** Says what its child does, on hover and on focus. */
export function Tooltip({ label, keys, side = "top", children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip
        placement={side}
        offset={6}
        className="fade z-50 flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-background shadow-float"
      >
        {label}
        {keys && <Keys keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
