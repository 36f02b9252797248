import { FlaskConical } from "lucide-react"
import { useEffect, useState } from "react"
import { fold } from "../../engine/core/apply.ts"
import { factsOf } from "../../engine/core/facts.ts"
import { plan } from "../../engine/core/plan.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { Json } from "../../lib/json.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useRunDesk } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import { type Runs, useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import { ExpectationEditor } from "./ExpectationEditor.tsx"
import { type ExpectationRow, expectationIn, type Field, fieldsOf, rowOf } from "./expectationRows.ts"
import { useTestDesk, useTestDeskState } from "./testDesk.ts"

/** Longer outputs are not put into the first expectations: they can be chosen. */
const longestFirst = 400

/** Keeps the run as a test. */
export function KeepDialog({ run, onClose }: { readonly run: RunStore; readonly onClose: () => void }) {
  const runs = useRuns()
  const runDesk = useRunDesk()
  const desk = useTestDesk()
  const tests = useTestDeskState(state => state.tests)
  const [name, setName] = useState(t`Test number ${tests.length + 1}`)
  const [fields, setFields] = useState<readonly Field[] | null>(null)
  const [rows, setRows] = useState<readonly ExpectationRow[]>([])
  const [hidden, setHidden] = useState("")
  const [say, setSay] = useState("")
  useEffect(() => {
    let isHere = true
    void factsFrom(runs, run).then(facts => {
      if (!isHere) return
      if (facts === null) setSay(translated(runsProblem("events_unreadable").message))
      const found = fieldsOf(facts ?? {})
      setFields(found)
      setRows(firstRows(found))
    })
    return () => {
      isHere = false
    }
  }, [runs, run])
  const expect = rows.map(expectationIn)
  const isReady = name.trim() !== "" && expect.length > 0 && expect.every(each => each !== undefined)
  const isTaken = tests.some(test => test.name === name.trim())

  async function keep() {
    const kept = await runs.tests.keepTest(run.run, name.trim(), {
      expect: expect.flatMap(each => each ?? []),
      hide: hidden.split("\n"),
    })
    if (!kept.ok) {
      setSay(translated(kept.error.message))
      return
    }
    onClose()
    runDesk.store.setState({ sheet: "tests" })
    await desk.run([kept.value.name])
  }

  return (
    <Dialog
      title={t`Keep this run as a test`}
      isWide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" icon={FlaskConical} isDisabled={!isReady} onPress={() => void keep()}>
            {isTaken ? t`Replace the test` : t`Keep the test`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm text-muted">{t`All that the run got from outside is kept with it, without keys and passwords. The test plays it to the workflow as it is then, offline and free, and looks at these fields.`}</p>
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          help={isTaken && t`There is a test of this name. It is replaced.`}
        />
        {fields !== null && <ExpectationEditor rows={rows} fields={fields} onChange={setRows} />}
        <TextField
          label={t`Words to hide, one a line`}
          lines={2}
          value={hidden}
          onChange={setHidden}
          help={t`Names and addresses, say: they are taken out of everything that is kept.`}
        />
        <p role="status" className="text-sm">
          {say}
        </p>
      </div>
    </Dialog>
  )
}

/** How the run ended, and what it gave. */
function firstRows(fields: readonly Field[]): ExpectationRow[] {
  return ["status", "output"].flatMap(at => {
    const field = fields.find(each => each.at === at)
    const text = JSON.stringify(field?.value ?? null)
    if (field === undefined || field.value === null || text.length > longestFirst) return []
    return [rowOf({ at, check: "is", text })]
  })
}

/** What can be asked of the run; null where its journal cannot be read. */
async function factsFrom({ service, kinds }: Runs, run: RunStore): Promise<Json | null> {
  const events = await service.eventsOf(run.run)
  const { workflow } = run.store.getState()
  if (events === undefined || workflow === null) return null
  return factsOf(fold(plan(workflow, kinds), events)) as Json
}
