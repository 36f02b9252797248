import { type ReactNode, useRef } from "react"
import { Menu as AriaMenu, Popover } from "react-aria-components"
import { floating } from "./Menu.tsx"

/** A list of things to do at a point of the screen, beside which it has the whole height of the page. */
export function MenuAt({
  at,
  label,
  onClose,
  children,
}: {
  readonly at: { readonly x: number; readonly y: number }
  readonly label: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const anchor = useRef<HTMLDivElement>(null)
  return (
    <>
      <div ref={anchor} className="fixed size-0" style={{ left: at.x, top: at.y }} aria-hidden />
      <Popover
        aria-label={label}
        triggerRef={anchor}
        isOpen
        onOpenChange={isOpen => isOpen || onClose()}
        placement="right top"
        offset={2}
        className={floating}
      >
        <AriaMenu
          aria-label={label}
          autoFocus="first"
          onClose={onClose}
          className="max-h-[inherit] min-w-48 overflow-auto p-1 outline-none"
        >
          {children}
        </AriaMenu>
      </Popover>
    </>
  )
}
