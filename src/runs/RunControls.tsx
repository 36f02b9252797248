import { ChevronDown, History, Play } from "lucide-react"
import { useState } from "react"
import { useStore } from "zustand"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { RunDialog } from "./dialog/RunDialog.tsx"
import { useRunDesk } from "./runDesk.ts"
import type { StartRequest } from "./runService.ts"

/** The button that runs the workflow, and asks for its inputs first where it has any; and one for its runs. */
export function RunControls({ workflow }: { readonly workflow: Workflow }) {
  const desk = useRunDesk()
  const isOpen = useStore(desk.store, state => state.isOpen)
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [isStarting, setStarting] = useState(false)
  const inputs = workflow.inputs ?? {}
  const isEmpty = workflow.steps.length === 0

  async function start(request: StartRequest) {
    setStarting(true)
    const refused = await desk.start(request)
    setStarting(false)
    setProblem(refused)
    setAsking(false)
  }

  return (
    <>
      <IconButton
        icon={History}
        label="Runs"
        side="bottom"
        isOn={isOpen}
        onPress={() => desk.show(!isOpen)}
      />
      <span className="flex">
        <Button
          look="primary"
          icon={Play}
          className="rounded-r-none pr-2.5"
          isDisabled={isEmpty || isStarting}
          onPress={() => (Object.keys(inputs).length > 0 ? setAsking(true) : void start({ workflow }))}
        >
          Run
        </Button>
        <Button
          look="primary"
          aria-label="Choose how to run"
          className="rounded-l-none border-l-panel/30! px-1.5"
          isDisabled={isEmpty || isStarting}
          onPress={() => setAsking(true)}
        >
          <ChevronDown size={15} aria-hidden />
        </Button>
      </span>
      {isAsking && (
        <RunDialog workflow={workflow} isBusy={isStarting} onStart={start} onClose={() => setAsking(false)} />
      )}
      {problem !== undefined && (
        <Dialog
          title="The run did not start"
          onClose={() => setProblem(undefined)}
          actions={<Button onPress={() => setProblem(undefined)}>Close</Button>}
        >
          <p role="alert">{problem.message}</p>
        </Dialog>
      )}
    </>
  )
}
