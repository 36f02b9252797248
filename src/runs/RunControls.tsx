import { FlaskConical, History, Play } from "lucide-react"
import { useState } from "react"
import { useStore } from "zustand"
import type { JsonMap } from "../lib/json.ts"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { FieldForm } from "./FieldForm.tsx"
import { firstTyped, readTyped } from "./inputFields.ts"
import { useRunDesk } from "./runDesk.ts"

/** The button that runs the workflow, and asks for its inputs first where it has any; and one for its runs. */
export function RunControls({ workflow }: { readonly workflow: Workflow }) {
  const desk = useRunDesk()
  const isOpen = useStore(desk.store, state => state.isOpen)
  const [asking, setAsking] = useState<Mode | null>(null)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [isStarting, setStarting] = useState(false)
  const inputs = workflow.inputs ?? {}
  const isEmpty = workflow.steps.length === 0

  async function start(mode: Mode, values: JsonMap) {
    setStarting(true)
    const refused = await desk.start(workflow, values, mode)
    setStarting(false)
    setProblem(refused)
    setAsking(null)
  }

  function begin(mode: Mode) {
    if (Object.keys(inputs).length > 0) setAsking(mode)
    else void start(mode, {})
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
      <Button
        icon={FlaskConical}
        aria-label="Test in sandbox"
        isDisabled={isEmpty || isStarting}
        onPress={() => begin("sandbox")}
      >
        <span className="max-[1200px]:hidden">Test in sandbox</span>
      </Button>
      <Button look="primary" icon={Play} isDisabled={isEmpty || isStarting} onPress={() => begin("live")}>
        Run
      </Button>
      {asking !== null && (
        <InputsDialog
          workflow={workflow}
          mode={asking}
          onStart={values => void start(asking, values)}
          onClose={() => setAsking(null)}
        />
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

type Mode = "live" | "sandbox"

interface InputsDialogProps {
  readonly workflow: Workflow
  readonly mode: Mode
  readonly onStart: (values: JsonMap) => void
  readonly onClose: () => void
}

function InputsDialog({ workflow, mode, onStart, onClose }: InputsDialogProps) {
  const fields = workflow.inputs ?? {}
  const [typed, setTyped] = useState(() => firstTyped(fields))
  const [problems, setProblems] = useState<{ readonly [field: string]: Problem }>({})
  return (
    <Dialog title={`${mode === "live" ? "Run" : "Test"} ${workflow.name ?? workflow.id}`} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault()
          const read = readTyped(fields, typed)
          if (read.ok) onStart(read.value)
          else setProblems(read.error)
        }}
      >
        <FieldForm fields={fields} typed={typed} problems={problems} onChange={setTyped} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" icon={mode === "live" ? Play : FlaskConical} type="submit">
            {mode === "live" ? "Run" : "Test in sandbox"}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
