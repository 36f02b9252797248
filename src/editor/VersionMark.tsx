import { Upload } from "lucide-react"
import { Button as AriaButton } from "react-aria-components"
import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import { commandById } from "./commands.ts"
import { useCommandContext } from "./useBuilder.ts"
import { useComparison, useVersionList, type Version } from "./versions.ts"

/** How the draft stands to the version that was published last. */
export interface Standing {
  readonly latest: Version | undefined
  readonly count: number
}

/** How the draft stands; null until that is known. */
export function useStanding(): Standing | null {
  const list = useVersionList()
  const latest = list?.find(({ published }) => published !== null)
  const comparison = useComparison(latest)
  return list === null ? null : { latest, count: comparison?.count ?? 0 }
}

/** How the draft stands to what is published; opens the versions. */
export function VersionMark({ standing: { latest, count } }: { readonly standing: Standing }) {
  const context = useCommandContext()
  const published = latest?.published ?? 0
  const say =
    latest === undefined
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
      className="inline-flex h-5.5 shrink-0 cursor-default items-center rounded-full border border-line px-2.5 text-xs whitespace-nowrap text-muted data-hovered:border-line-strong max-[1250px]:hidden"
    >
      {say}
    </AriaButton>
  )
}

/** Publishes the draft, under a number that it says. */
export function PublishButton({ standing: { latest, count } }: { readonly standing: Standing }) {
  const context = useCommandContext()
  return (
    <Button
      icon={Upload}
      className="max-[1100px]:hidden"
      isDisabled={latest !== undefined && count === 0}
      onPress={() => commandById("publish").run(context)}
    >{t`Publish v${(latest?.published ?? 0) + 1}`}</Button>
  )
}
