import { ChevronDown, FlaskConical, History, Play } from "lucide-react"
import { useEffect, useEffectEvent, useState } from "react"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import type { Problem } from "../model/problems.ts"
import type { Miss } from "../model/recording.ts"
import type { Workflow } from "../model/workflow.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { later } from "../ui/later.tsx"
import type { Mode } from "./dialog/RunDialog.tsx"
import { useRunDesk, useRunDeskState, type Wanted } from "./runDesk.ts"
import type { StartRequest, Toward } from "./runService.ts"
import { pinsOf } from "./trials/trialEdits.ts"

const RunDialog = later(() => import("./dialog/RunDialog.tsx"))

/** The button that runs the workflow, and asks for its inputs first where it has any; and one for its runs. */
export function RunControls({ workflow }: { readonly workflow: Workflow }) {
  const desk = useRunDesk()
  const isOpen = useStore(desk.store, state => state.isOpen)
  const { trials, usesPins } = useRunDeskState(state => state)
  const [asking, setAsking] = useState<{ readonly mode: Mode; readonly toward?: Toward } | null>(null)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [isStarting, setStarting] = useState(false)
  const inputs = workflow.inputs ?? {}
  const isEmpty = workflow.steps.length === 0

  async function start(request: StartRequest) {
    setStarting(true)
    const refused = await desk.start(request)
    setStarting(false)
    setProblem(refused)
    setAsking(null)
  }

  async function replay(run: string, miss: Miss) {
    setStarting(true)
    const refused = await desk.replay(run, miss)
    setStarting(false)
    setProblem(refused)
    setAsking(null)
  }

  function begin({ mode, toward }: Wanted) {
    const pins = usesPins ? pinsOf(trials, workflow, toward?.step) : {}
    // What is real is not done in part without a word.
    const isAsked = mode === "live" && pins.standIns !== undefined
    if (Object.keys(inputs).length > 0 || isAsked) setAsking({ mode, ...(toward && { toward }) })
    else void start({ workflow, mode, ...pins, ...(toward && { toward }) })
  }

  const onWanted = useEffectEvent((wanted: Wanted) => {
    if (!isEmpty && !isStarting) begin(wanted)
  })
  useEffect(
    () =>
      desk.store.subscribe(({ wanted }, before) => {
        if (wanted !== null && wanted !== before.wanted) onWanted(wanted)
      }),
    [desk],
  )

  return (
    <>
      <IconButton
        icon={History}
        label={t`Runs`}
        side="bottom"
        isOn={isOpen}
        onPress={() => desk.show(!isOpen)}
      />
      <Button
        icon={FlaskConical}
        aria-label={t`Test in sandbox`}
        className="min-[700px]:ml-1.5"
        isDisabled={isEmpty || isStarting}
        onPress={() => begin({ mode: "sandbox" })}
      >
        {/* Words are longer in German: these give way to the workflow's name. */}
        <span className="max-[1200px]:hidden max-[1600px]:[&:lang(de)]:hidden">{t`Test in sandbox`}</span>
      </Button>
      <span className="flex min-[700px]:ml-1.5">
        <Button
          look="primary"
          icon={Play}
          className="rounded-r-none pr-2.5 max-[420px]:[&>svg]:hidden"
          isDisabled={isEmpty || isStarting}
          onPress={() => begin({ mode: "live" })}
        >{t`Run`}</Button>
        <Button
          look="primary"
          aria-label={t`Choose how to run`}
          className="rounded-l-none border-l-panel/30! px-1.5"
          isDisabled={isEmpty || isStarting}
          onPress={() => setAsking({ mode: "live" })}
        >
          <ChevronDown size={15} aria-hidden />
        </Button>
      </span>
      {asking !== null && (
        <RunDialog
          key={`${asking.mode} ${asking.toward?.step}`}
          workflow={workflow}
          usualMode={asking.mode}
          toward={asking.toward}
          isBusy={isStarting}
          onStart={start}
          onReplay={replay}
          onClose={() => setAsking(null)}
        />
      )}
      {problem !== undefined && (
        <Dialog
          title={t`The run did not start`}
          onClose={() => setProblem(undefined)}
          actions={<Button onPress={() => setProblem(undefined)}>{t`Close`}</Button>}
        >
          <p role="alert">{translated(problem.message)}</p>
        </Dialog>
      )}
    </>
  )
}
