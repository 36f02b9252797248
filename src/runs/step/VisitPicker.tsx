import { ChevronLeft, ChevronRight } from "lucide-react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Switch } from "../../ui/Switch.tsx"
import { useRunDesk } from "../runDesk.ts"
import type { StepRow } from "../runView.ts"
import { stepLooks } from "../statusLooks.ts"
import type { Visits } from "./useVisits.ts"

/** So many numbers stand side by side. */
const mostNumbers = 7

/** Chooses among the visits of a step, and the iterations that they were made in; the canvas may go along. */
export function VisitPicker({ run, view, rows, index }: Visits) {
  const desk = useRunDesk()
  const isThen = view.moment < view.events
  if (rows.length < 2) return null
  const from = Math.max(0, Math.min(index - Math.floor(mostNumbers / 2), rows.length - mostNumbers))
  const numbers = Array.from({ length: mostNumbers }, (_, at) => rows.row(from + at) ?? []).flat()

  function choose(row: StepRow | undefined) {
    if (row === undefined) return
    desk.choose({ step: row.step, key: row.key })
    run.see({ focus: row.in, ...(isThen ? { moment: row.endedBy ?? null } : {}) })
  }

  return (
    <div className="flex flex-col gap-1.5">
      <fieldset aria-label={t`Visits of the step`} className="flex items-center gap-0.5">
        <IconButton
          icon={ChevronLeft}
          label={t`The visit before`}
          className="size-6"
          isDisabled={index === 0}
          onPress={() => choose(rows.row(index - 1))}
        />
        {numbers.map((row, at) => (
          <button
            key={row.key}
            type="button"
            aria-current={from + at === index}
            title={`${row.key}: ${stepLooks[row.look].say}`}
            onClick={() => choose(row)}
            className={cx(
              "h-6 min-w-6 rounded-md px-1 text-xs tabular-nums",
              from + at === index
                ? "bg-accent-wash font-semibold text-accent"
                : row.look === "failed"
                  ? "text-bad-text hover:bg-wash"
                  : "text-muted hover:bg-wash",
            )}
          >
            {from + at + 1}
          </button>
        ))}
        <IconButton
          icon={ChevronRight}
          label={t`The visit after`}
          className="size-6"
          isDisabled={index === rows.length - 1}
          onPress={() => choose(rows.row(index + 1))}
        />
        <span className="ml-1 text-xs text-muted tabular-nums">{t`of ${rows.length}`}</span>
      </fieldset>
      <Switch
        label={
          <span className="text-xs font-normal text-muted">{t`Show the whole workflow as it was then`}</span>
        }
        isOn={isThen}
        onChange={isOn => {
          const row = rows.row(index)
          run.see({ focus: row?.in ?? "", moment: isOn ? (row?.endedBy ?? null) : null })
        }}
      />
    </div>
  )
}
