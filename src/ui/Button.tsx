import type { LucideIcon } from "lucide-react"
import type { ReactNode } from "react"
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components"
import { cx } from "./cx.ts"
import { Tooltip } from "./Tooltip.tsx"

const looks = {
  primary:
    "bg-accent text-on-accent border-transparent data-hovered:bg-accent-strong data-pressed:bg-accent-strong",
  plain: "bg-panel text-ink border-line data-hovered:border-line-strong data-pressed:bg-wash shadow-xs",
  quiet: "bg-transparent text-muted border-transparent data-hovered:bg-wash data-hovered:text-ink",
  danger: "bg-bad text-on-bad border-transparent data-hovered:brightness-110",
}

interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  readonly look?: keyof typeof looks
  readonly icon?: LucideIcon
  readonly className?: string
  readonly children: ReactNode
}

/** A button that says what happens. */
export function Button({ look = "plain", icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={cx(
        "part-button inline-flex shrink-0 items-center justify-center gap-2 rounded-lg border text-sm font-medium",
        "whitespace-nowrap transition-colors data-disabled:opacity-50 cursor-default select-none",
        looks[look],
        className,
      )}
    >
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      {children}
    </AriaButton>
  )
}

interface IconButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children" | "aria-label"> {
  readonly icon: LucideIcon
  /** What happens: the accessible name, and the tooltip. */
  readonly label: string
  readonly keys?: string
  /** Whether what it turns on and off is on. */
  readonly isOn?: boolean
  /** Looks as if it were on: there is something behind it. */
  readonly isLit?: boolean
  readonly className?: string
  readonly side?: "top" | "bottom" | "left" | "right"
}

/** A button that is only an icon; its name is also its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  isOn,
  isLit,
  className,
  side,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} {...(keys ? { keys } : {})} {...(side ? { side } : {})}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(isOn === undefined ? {} : { "aria-pressed": isOn })}
        className={cx(
          "part-icon-button inline-flex shrink-0 items-center justify-center rounded-lg transition-colors cursor-default",
          "data-disabled:opacity-35",
          isOn || isLit
            ? "bg-accent-wash text-accent"
            : "text-muted data-hovered:bg-wash data-hovered:text-ink data-pressed:bg-wash",
          className,
        )}
      >
        <Icon size={17} strokeWidth={1.75} aria-hidden />
      </AriaButton>
    </Tooltip>
  )
}
