import { ChevronRight } from "lucide-react"
import type { ReactNode } from "react"
import { Button as AriaButton, Disclosure as AriaDisclosure, DisclosurePanel } from "react-aria-components"

interface DisclosureProps {
  readonly label: string
  /** Whether it is open from the beginning. */
  readonly isOpen?: boolean
  readonly children: ReactNode
}

/** Something that is folded away until it is asked for. */
export function Disclosure({ label, isOpen = false, children }: DisclosureProps) {
  return (
    <AriaDisclosure defaultExpanded={isOpen} className="group/fold min-w-0">
      <AriaButton
        slot="trigger"
        className="flex max-w-full cursor-default items-center gap-1 rounded text-xs font-medium text-muted data-hovered:text-ink"
      >
        <ChevronRight
          size={14}
          className="shrink-0 transition-transform group-data-expanded/fold:rotate-90"
          aria-hidden
        />
        <span className="truncate">{label}</span>
      </AriaButton>
      <DisclosurePanel>{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
