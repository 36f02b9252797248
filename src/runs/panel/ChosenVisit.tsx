import { X } from "lucide-react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Tabs } from "../../ui/Tabs.tsx"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import { stepSheets } from "../step/stepSheets.ts"

/** What the chosen visit was given and gave, where there is no room for the inspector beside the workflow. */
export function ChosenVisit() {
  const desk = useRunDesk()
  const { chosen, isAlone } = useRunDeskState(state => state)
  if (chosen === null) return null
  return (
    <section
      aria-label={t`Visit ${chosen.key}`}
      className={cx(
        "relative flex max-h-full w-84 shrink-0 flex-col border-b border-l border-line max-[900px]:max-h-96 max-[900px]:w-full max-[900px]:border-l-0",
        !isAlone && "min-[1101px]:hidden",
      )}
    >
      <IconButton
        icon={X}
        label={t`Close this visit`}
        className="absolute top-0.5 right-2 z-10 size-7"
        onPress={() => desk.choose(null)}
      />
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
