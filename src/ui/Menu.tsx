import type { LucideIcon } from "lucide-react"
import type { ReactNode } from "react"
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
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement="bottom end" offset={6} className={cx(floating, "flex flex-col")}>
        {note && <p className="max-w-64 px-3.5 pt-2.5 text-xs text-muted">{note}</p>}
        <AriaMenu aria-label={label} className="min-h-0 min-w-48 overflow-auto p-1 outline-none">
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
export function MenuItem({ onAction, isDisabled = false, className, ...shown }: MenuItemProps) {
  return (
    <AriaMenuItem
      textValue={shown.label}
      onAction={onAction}
      isDisabled={isDisabled}
      className={cx(thingToDo(shown), "px-2.5 outline-none select-none data-focused:bg-wash", className)}
    >
      <ThingToDo {...shown} />
    </AriaMenuItem>
  )
}

type Shown = Pick<MenuItemProps, "label" | "icon" | "keys" | "isDangerous">

/** The look of one thing to do, in a menu or in a list that stands on the page. */
export function thingToDo({ isDangerous }: Pick<Shown, "isDangerous">): string {
  return cx(
    "flex cursor-default items-center gap-2.5 rounded-lg py-1.5 text-sm data-disabled:opacity-40",
    isDangerous && "text-bad-text",
  )
}

/** What it says: its name, its picture, and its keys. */
export function ThingToDo({ label, icon: Icon, keys, isDangerous }: Shown) {
  return (
    <>
      {Icon && (
        <Icon
          size={15}
          strokeWidth={1.75}
          className={cx("shrink-0", !isDangerous && "text-muted")}
          aria-hidden
        />
      )}
      <span className="min-w-0 flex-1">{label}</span>
      {keys && (
        <span className="text-ink max-[700px]:hidden">
          <Keys keys={keys} />
        </span>
      )}
    </>
  )
}

/** A line between groups of a menu. */
export function MenuLine() {
  return <Separator className="mx-1 my-1 h-px border-0 bg-line" />
}
