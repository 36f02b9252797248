import type { LucideIcon } from "lucide-react"
import { type ReactNode, useId } from "react"
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Separator,
} from "react-aria-components"
import { cx } from "./cx.ts"
import { Keys } from "./Keys.tsx"

/** The look of what floats above the page. */
export const floating = "appear rounded-xl border border-line bg-raised shadow-float outline-none"

/** A button (its first child) that opens a list of things to do. */
export function Menu({
  label,
  trigger,
  note,
  children,
}: {
  readonly label: string
  readonly trigger: ReactNode
  /** What is to be known before one of them is done: why some cannot be. */
  readonly note?: string
  readonly children: ReactNode
}) {
  const noteId = useId()
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement="bottom end" offset={6} className={cx(floating, "flex flex-col")}>
        {note && (
          <p id={noteId} className="max-w-64 px-3.5 pt-2.5 text-xs text-muted">
            {note}
          </p>
        )}
        <AriaMenu
          aria-label={label}
          {...(note ? { "aria-describedby": noteId } : {})}
          className="min-h-0 min-w-48 overflow-auto p-1 outline-none"
        >
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

interface MenuItemProps {
  readonly label: string
  readonly onAction: () => void
  readonly icon?: LucideIcon
  readonly keys?: string
  readonly isDangerous?: boolean
  readonly isDisabled?: boolean
  readonly className?: string
}

/** One thing to do. */
export function MenuItem(props: MenuItemProps) {
  const { label, onAction, icon: Icon, keys, isDangerous, isDisabled, className } = props
  return (
    <AriaMenuItem
      textValue={label}
      onAction={onAction}
      isDisabled={isDisabled ?? false}
      className={cx(
        "flex cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none select-none",
        "data-focused:bg-wash data-disabled:opacity-40",
        isDangerous && "text-bad-text",
        className,
      )}
    >
      {Icon && <Icon size={15} strokeWidth={1.75} className={isDangerous ? "" : "text-muted"} aria-hidden />}
      <span className="flex-1">{label}</span>
      {keys && (
        <span className="text-ink max-[700px]:hidden">
          <Keys keys={keys} />
        </span>
      )}
    </AriaMenuItem>
  )
}

/** A line between groups of a menu. */
export function MenuLine() {
  return <Separator className="mx-1 my-1 h-px border-0 bg-line" />
}
