import { useEffect, useState } from "react"
import { fold } from "../../engine/core/apply.ts"
import { factsOf } from "../../engine/core/facts.ts"
import { plan } from "../../engine/core/plan.ts"
import { t } from "../../language/t.ts"
import type { Json } from "../../lib/json.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import { ExpectationEditor } from "./ExpectationEditor.tsx"
import { type ExpectationRow, expectationIn, type Field, fieldsOf, rowFrom } from "./expectationRows.ts"
import type { ListedTest } from "./testBench.ts"
import { useTestDesk, useTestDeskState } from "./testDesk.ts"

/** Gives a test another name, and changes what it expects; what can be chosen is what it comes to now. */
export function EditTestDialog({
  test,
  onClose,
}: {
  readonly test: ListedTest
  readonly onClose: () => void
}) {
  const { tests, kinds } = useRuns()
  const desk = useTestDesk()
  const workflow = useTestDeskState(state => state.workflow)
  const [name, setName] = useState(test.name)
  const [rows, setRows] = useState<readonly ExpectationRow[]>(() => test.expect.map(rowFrom))
  const [fields, setFields] = useState<readonly Field[]>([])
  const [problem, setProblem] = useState("")
  useEffect(() => {
    let isHere = true
    void tests.playedEvents(workflow, { test: test.name }).then(events => {
      if (!isHere || !events.ok) return
      setFields(fieldsOf(factsOf(fold(plan(workflow, kinds), events.value)) as Json))
    })
    return () => {
      isHere = false
    }
  }, [tests, kinds, workflow, test.name])
  const expect = rows.map(expectationIn)
  const isReady = name.trim() !== "" && expect.length > 0 && expect.every(each => each !== undefined)

  async function change() {
    const to = name.trim()
    if (to !== test.name && !(await tests.rename(test.workflow, test.name, to))) {
      setProblem(runsProblem("test_name_taken").message)
      return
    }
    await tests.expect(
      test.workflow,
      to,
      expect.flatMap(each => each ?? []),
    )
    onClose()
    await desk.run([to])
  }

  return (
    <Dialog
      title={t`Change the test ${test.name}`}
      isWide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" isDisabled={!isReady} onPress={() => void change()}>{t`Change it`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField label={t`Name`} value={name} onChange={setName} problem={problem} />
        <ExpectationEditor rows={rows} fields={fields} onChange={setRows} />
      </div>
    </Dialog>
  )
}
