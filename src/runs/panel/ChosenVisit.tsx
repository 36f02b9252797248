import { X } from "lucide-react"
import { useEffect, useRef } from "react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Tabs } from "../../ui/Tabs.tsx"
import { useRunDesk, useRunDeskState, useWatched } from "../runDesk.ts"
import { stepSheets } from "../step/stepSheets.ts"

/** What the chosen visit was given and gave, where the inspector does not show it: there is no room for it beside the workflow. */
export function ChosenVisit() {
  const desk = useRunDesk()
  const { chosen, isAlone } = useRunDeskState(state => state)
  const name = useWatched(({ view }) => view?.steps.get(chosen?.step ?? "")?.name)
  const section = useRef<HTMLElement>(null)
  const key = chosen?.key
  // Whoever has scrolled on to what else stands here sees what is chosen next all the same.
  useEffect(() => {
    if (key !== undefined) section.current?.scrollIntoView({ block: "nearest" })
  }, [key])
  if (chosen === null) return null
  return (
    <section
      ref={section}
      aria-label={t`Visit ${chosen.key}`}
      className={cx(
        "flex max-h-full w-84 shrink-0 flex-col border-b border-l border-line max-[900px]:max-h-96 max-[900px]:w-full max-[900px]:border-l-0",
        !isAlone && "min-[701px]:in-data-inspected:hidden min-[1101px]:hidden",
      )}
    >
      <header className="flex items-center gap-2 pt-1 pr-2 pl-4">
        <h3 className="min-w-0 flex-1 truncate text-sm font-semibold">{name ?? chosen.step}</h3>
        <IconButton
          icon={X}
          label={t`Close this visit`}
          className="size-7"
          onPress={() => desk.choose(null)}
        />
      </header>
      <Tabs
        label={t`Parts of the visit`}
        isSmall
        sheets={stepSheets
          .toReversed()
          .map(({ id, title, Content }) => ({ id, title, content: <Content step={chosen.step} /> }))}
      />
    </section>
  )
}
