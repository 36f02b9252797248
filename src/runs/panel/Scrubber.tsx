import { ChevronLeft, ChevronRight } from "lucide-react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import type { RunStore } from "../runStore.ts"
import { useRunView } from "./useRunView.ts"

/** Goes through the events of the run, one by one or at a stroke: everything shows that moment. */
export function Scrubber({ run }: { readonly run: RunStore }) {
  const isFirst = useRunView(run, view => view.moment <= 1)
  const isLast = useRunView(run, view => view.moment >= view.events)
  const go = (by: number) => run.see({ moment: (run.store.getState().view?.moment ?? 1) + by })
  return (
    <div className="flex min-w-36 flex-[9] items-center gap-1 max-[700px]:order-last max-[700px]:basis-full min-[700px]:max-w-90">
      <IconButton
        icon={ChevronLeft}
        label={t`One event back`}
        className="size-6"
        isDisabled={isFirst}
        onPress={() => go(-1)}
      />
      <Slider run={run} />
      <IconButton
        icon={ChevronRight}
        label={t`One event forward`}
        className="size-6"
        isDisabled={isLast}
        onPress={() => go(1)}
      />
      {!isLast && <Place run={run} />}
    </div>
  )
}

/** The browser's own: it moves ten times a second while a run goes on. */
function Slider({ run }: { readonly run: RunStore }) {
  const moment = useRunView(run, view => view.moment)
  const events = useRunView(run, view => view.events)
  const part = events <= 1 ? 1 : (moment - 1) / (events - 1)
  return (
    <input
      type="range"
      aria-label={t`Moment of the run`}
      aria-valuetext={t`Event ${moment} of ${events}`}
      min={1}
      max={Math.max(2, events)}
      value={moment}
      onChange={event => run.see({ moment: event.currentTarget.valueAsNumber })}
      className={cx(
        "mx-1 h-6 min-w-0 flex-1 rounded-md cursor-default appearance-none bg-transparent",
        "bg-size-[100%_3px] bg-center bg-no-repeat",
        "[&::-webkit-slider-thumb]:size-3.5 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full",
        "[&::-webkit-slider-thumb]:border-2 [&::-webkit-slider-thumb]:border-accent [&::-webkit-slider-thumb]:bg-panel",
        "[&::-moz-range-thumb]:size-2.5 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-2",
        "[&::-moz-range-thumb]:border-accent [&::-moz-range-thumb]:bg-panel",
      )}
      style={{ backgroundImage: filledTo(part) }}
    />
  )
}

function filledTo(part: number): string {
  const end = `${part * 100}%`
  return `linear-gradient(to right, var(--color-accent) ${end}, var(--color-line) ${end})`
}

function Place({ run }: { readonly run: RunStore }) {
  const moment = useRunView(run, view => view.moment)
  const events = useRunView(run, view => view.events)
  return <span className="shrink-0 text-xs text-muted tabular-nums">{t`${moment} of ${events}`}</span>
}
