import type { ReactNode } from "react"
import { cx } from "./cx.ts"

const looks = {
  plain: "border-line text-muted",
  good: "border-transparent bg-good-wash text-good-text",
  warn: "border-transparent bg-warn-wash text-warn-text",
  bad: "border-transparent bg-bad-wash text-bad-text",
}

/** A small word about a thing, such as a tag or a count. */
export function Badge({
  look = "plain",
  children,
}: {
  readonly look?: keyof typeof looks
  readonly children: ReactNode
}) {
  return (
    <span
      className={cx(
        "inline-flex h-5.5 shrink-0 items-center gap-1.5 rounded-full border px-2 text-xs whitespace-nowrap",
        looks[look],
      )}
    >
      {children}
    </span>
  )
}
