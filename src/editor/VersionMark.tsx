import { Upload } from "lucide-react"
import { Button as AriaButton } from "react-aria-components"
import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import { commandById } from "./commands.ts"
import { useCommandContext } from "./useBuilder.ts"
import type { Version } from "./versions.ts"

/** How the draft stands to the version that runs. */
export interface Standing {
  readonly live: Version | undefined
  readonly count: number
  /** The number that the draft is published under. */
  readonly next: number
}

/** How the draft stands to what is published; opens the versions. */
export function VersionMark({ standing: { live, count } }: { readonly standing: Standing }) {
  const context = useCommandContext()
  const published = live?.published ?? 0
  const say =
    live === undefined
      ? t`Draft`
      : count === 0
        ? t`Published v${published}`
        : count === 1
          ? t`Draft, 1 change since v${published}`
          : t`Draft, ${count} changes since v${published}`
  const short = live === undefined ? "" : count === 0 ? `v${published}` : `v${published} +${count}`
  return (
    <AriaButton
      aria-label={t`${say}. Show versions`}
      onPress={() => commandById("versions").run(context)}
      className={cx(
        "inline-flex h-5.5 min-w-12 shrink-[0.08] cursor-default items-center rounded-full border border-line px-2.5 text-xs text-muted data-hovered:border-line-strong max-[1250px]:min-w-0 max-[1250px]:shrink-0 max-[1250px]:px-2 max-[700px]:hidden",
        short === "" && "max-[1250px]:hidden",
      )}
    >
      <span className="truncate max-[1250px]:hidden">{say}</span>
      <span className="min-[1250px]:hidden">{short}</span>
    </AriaButton>
  )
}

/**
 * Publishes the draft, under a number that it says. Where the page is narrow that stands in the menu. Until it is known
 * its room is kept: whoever presses what stands beside it would press something else when it comes.
 */
export function PublishButton({ standing }: { readonly standing: Standing | null }) {
  const context = useCommandContext()
  return (
    <Button
      icon={Upload}
      isDisabled={standing !== null && isPublished(standing)}
      onPress={() => commandById("publish").run(context)}
      className={cx("ml-1.5 max-[1100px]:hidden", standing === null && "invisible")}
    >{t`Publish v${standing?.next ?? 1}`}</Button>
  )
}

/** Whether there is nothing in the draft that is not published. */
export function isPublished({ live, count }: Standing): boolean {
  return live !== undefined && count === 0
}
