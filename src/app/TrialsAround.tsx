import { type ReactNode, useContext, useMemo } from "react"
import type { StoreApi } from "zustand/vanilla"
import type { Editor } from "../editor/editor.ts"
import { PreviewContext } from "../editor/expression/previewService.ts"
import type { RunMarks, TryOut } from "../editor/runSlots.ts"
import { isSamePlace } from "../model/trial.ts"
import { type RunDesk, useRunDeskState } from "../runs/runDesk.ts"
import { useRuns } from "../runs/runsContext.ts"
import { canRunAlone, canRunUpTo, standingOf } from "../runs/standing.ts"
import type { outputToPin } from "../runs/trials/outputToPin.ts"
import { afterRenames, withBreakpoint, withoutBreakpoint, withPin } from "../runs/trials/trialEdits.ts"

/* What is tried out with runs, as the builder shows and changes it. */

/** Lets the builder's commands change what is tried out; what to pin is asked for where no run has given it. */
export function useTryOut(desk: RunDesk, ask: (step: string) => void): TryOut {
  const { service, catalogue } = useRuns()
  return useMemo(() => {
    const standing = (step: string) => {
      const { document, watched } = desk.store.getState()
      return standingOf(catalogue.kinds, document, watched, step)
    }
    return {
      run: mode => desk.store.setState({ wanted: { mode } }),
      canRunToward: (type, step) => (type === "step" ? canRunAlone : canRunUpTo)(standing(step)),
      runToward(type, step) {
        const { around } = standing(step)
        desk.runToward(type, { step, ...(around === undefined ? {} : { in: around }) })
      },
      goToRun() {
        desk.show(true)
        desk.store.setState({ isFolded: false, isSummoned: true })
      },
      pin(step) {
        if (Object.hasOwn(desk.store.getState().trials.pins, step)) {
          desk.tryOut(trials => withPin(trials, step, null))
          return
        }
        void valuesToPin(desk, service, step).then(outlets => {
          if (outlets === null) ask(step)
          else desk.tryOut(trials => withPin(trials, step, outlets))
        })
      },
      toggleBreakpoint(place) {
        desk.tryOut(trials =>
          trials.breakpoints.some(each => isSamePlace(each, place))
            ? withoutBreakpoint(trials, place)
            : withBreakpoint(trials, place),
        )
      },
    }
  }, [desk, service, catalogue, ask])
}

/** What reads the values of a run comes once there is one to pin. */
async function valuesToPin(...given: Parameters<typeof outputToPin>): ReturnType<typeof outputToPin> {
  const { outputToPin } = await import("../runs/trials/outputToPin.ts")
  return outputToPin(...given)
}

/** Shows on the canvas what is tried out, and keeps it with steps whose ids change; gives the way to stop. */
export function followTrials(desk: RunDesk, editor: Editor, marks: StoreApi<RunMarks>): () => void {
  const draw = () => {
    const { pins, breakpoints } = desk.store.getState().trials
    marks.setState({ pins, breakpoints })
  }
  draw()
  const endDesk = desk.store.subscribe(({ trials }, before) => trials !== before.trials && draw())
  const endEditor = editor.store.subscribe(({ file }, before) => {
    if (file.workflow !== before.file.workflow)
      desk.tryOut(trials => afterRenames(trials, before.file.workflow, file.workflow))
  })
  return () => {
    endDesk()
    endEditor()
  }
}

/** Expressions inside are shown and completed with what is pinned first, and then with the last run. */
export function PinsSeen({ children }: { readonly children: ReactNode }) {
  const around = useContext(PreviewContext)
  const pinned = useRunDeskState(({ trials }) => trials.pins)
  const service = useMemo(
    () =>
      around && {
        ...around,
        preview: (name: string, request: Parameters<typeof around.preview>[1]) =>
          around.preview(name, { ...request, pinned }),
        fieldsAt: (request: Parameters<typeof around.fieldsAt>[0]) => around.fieldsAt({ ...request, pinned }),
      },
    [around, pinned],
  )
  return <PreviewContext value={service}>{children}</PreviewContext>
}
