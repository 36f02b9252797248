import { Upload } from "lucide-react"
import { Button as AriaButton } from "react-aria-components"
import { t } from "../language/t.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { commandById } from "./commands.ts"
import { useCommandContext } from "./useBuilder.ts"
import { nextNumber, useComparison, useVersionList, type Version } from "./versions.ts"

/** How the draft stands to the version that runs. */
export interface Standing {
  readonly live: Version | undefined
  readonly count: number
  /** The number that the draft is published under. */
  readonly next: number
}

/** How the draft stands; null until that is known. */
export function useStanding(): Standing | null {
  const list = useVersionList()
  const live = list?.find(({ isLive }) => isLive)
  const comparison = useComparison(live)
  return list === null ? null : { live, count: comparison?.count ?? 0, next: nextNumber(list) }
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
  return (
    <AriaButton
      aria-label={t`${say}. Show versions`}
      onPress={() => commandById("versions").run(context)}
      className="inline-flex h-5.5 min-w-14 cursor-default items-center rounded-full border border-line px-2.5 text-xs text-muted data-hovered:border-line-strong max-[1250px]:hidden"
    >
      <span className="truncate">{say}</span>
    </AriaButton>
  )
}

/** Publishes the draft, under a number that it says. */
export function PublishButton({ standing: { live, count, next } }: { readonly standing: Standing }) {
  const context = useCommandContext()
  const how = {
    icon: Upload,
    isDisabled: live !== undefined && count === 0,
    onPress: () => commandById("publish").run(context),
  }
  return (
    <>
      <Button {...how} className="max-[1100px]:hidden">{t`Publish v${next}`}</Button>
      <IconButton
        {...how}
        label={t`Publish v${next}`}
        side="bottom"
        className="min-[1100px]:hidden max-[700px]:hidden"
      />
    </>
  )
}
