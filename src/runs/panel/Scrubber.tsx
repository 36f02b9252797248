import { ChevronLeft, ChevronRight } from "lucide-react"
import { Slider, SliderThumb, SliderTrack } from "react-aria-components"
import { IconButton } from "../../ui/Button.tsx"
import type { RunStore } from "../runStore.ts"
import type { RunView } from "../runView.ts"

/** Goes through the events of the run, one by one or at a stroke: everything shows that moment. */
export function Scrubber({ run, view }: { readonly run: RunStore; readonly view: RunView }) {
  const { moment, events } = view
  const part = events <= 1 ? 1 : (moment - 1) / (events - 1)
  return (
    <div className="flex min-w-40 flex-1 items-center gap-1 max-[700px]:order-last max-[700px]:basis-full min-[700px]:max-w-90">
      <IconButton
        icon={ChevronLeft}
        label="One event back"
        className="size-6"
        isDisabled={moment <= 1}
        onPress={() => run.see({ moment: moment - 1 })}
      />
      <Slider
        aria-label="Moment of the run"
        minValue={1}
        maxValue={Math.max(2, events)}
        value={moment}
        onChange={value => run.see({ moment: Number(value) })}
        className="min-w-0 flex-1"
      >
        <SliderTrack className="relative mx-2 flex h-6 items-center">
          <span aria-hidden className="absolute inset-x-0 h-[3px] rounded-full bg-line" />
          <span
            aria-hidden
            className="absolute left-0 h-[3px] rounded-full bg-accent"
            style={{ width: `${part * 100}%` }}
          />
          <SliderThumb
            className="top-1/2 size-3.5 rounded-full border-2 border-accent bg-panel data-focus-visible:outline-2 data-focus-visible:outline-offset-2 data-focus-visible:outline-accent"
            aria-label={`Event ${moment} of ${events}`}
          />
        </SliderTrack>
      </Slider>
      <IconButton
        icon={ChevronRight}
        label="One event forward"
        className="size-6"
        isDisabled={moment >= events}
        onPress={() => run.see({ moment: moment + 1 })}
      />
      {moment < events && (
        <span className="shrink-0 text-xs text-muted tabular-nums">
          {moment} of {events}
        </span>
      )}
    </div>
  )
}
