import { Download, FlaskConical, Play, Upload } from "lucide-react"
import { useRef, useState } from "react"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { testFileSchema, writeTestFile } from "../../model/testCase.ts"
import { Button } from "../../ui/Button.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { WentWrong } from "../../ui/WentWrong.tsx"
import { useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import { BreakTable } from "./BreakTable.tsx"
import { coverageOf } from "./coverage.ts"
import { TestItem } from "./TestItem.tsx"
import { useTestDesk, useTestDeskState } from "./testDesk.ts"
import { countTests, sayCounts } from "./testStanding.ts"

/** The tests of the open workflow: how each stands, and what came where something else was expected. */
export function TestsSheet() {
  const broken = useTestDeskState(state => state.broken)
  return <div className="@container">{broken === null ? <TestList /> : <BreakTable broken={broken} />}</div>
}

function TestList() {
  const desk = useTestDesk()
  const { tests, hash, isBusy, problem } = useTestDeskState(state => state)
  return (
    <div className="flex flex-col gap-2 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <Button
          icon={Play}
          isDisabled={isBusy || tests.length === 0}
          className="h-7.5"
          onPress={() => void desk.run()}
        >{t`Run all tests`}</Button>
        <span role="status" aria-label={t`Tests`} className="text-xs text-muted">
          {isBusy ? t`Running, offline` : sayCounts(countTests(tests, hash))}
        </span>
        <span className="flex-1" />
        <ExercisedSwitch />
        <TestFile />
      </div>
      {problem !== undefined && <WentWrong>{translated(problem.message)}</WentWrong>}
      {tests.length === 0 ? (
        <EmptyState
          icon={FlaskConical}
          title={t`No tests yet`}
        >{t`Run the workflow, open what more can be done with the run, and keep it as a test: it is played again, offline, whenever you want to know whether the workflow still does the same.`}</EmptyState>
      ) : (
        <ul aria-label={t`Tests of this workflow`} className="flex flex-col">
          {tests.map(test => (
            <TestItem key={test.name} test={test} hash={hash} />
          ))}
        </ul>
      )}
    </div>
  )
}

/** Lets the canvas show which outlets no test and no run has ever gone through. */
function ExercisedSwitch() {
  const desk = useTestDesk()
  const { kinds } = useRuns()
  const exercised = useTestDeskState(state => state.exercised)
  const workflow = useTestDeskState(state => state.workflow)
  const coverage = exercised && coverageOf(workflow, kinds, exercised)
  return (
    <span className="flex items-center gap-x-2 gap-y-1 @max-[600px]:basis-full @max-[600px]:flex-col-reverse @max-[600px]:items-stretch">
      {coverage && (
        <span className="text-xs text-muted tabular-nums">{t`${coverage.exercised} of ${coverage.all} outlets exercised`}</span>
      )}
      <Switch
        label={t`Show what was never exercised`}
        isOn={exercised !== null}
        onChange={isOn => void desk.showExercised(isOn)}
      />
    </span>
  )
}

/** Takes the tests away as the file that stands beside the workflow's, and brings one in. */
function TestFile() {
  const { tests, save } = useRuns()
  const desk = useTestDesk()
  const { workflow, tests: listed } = useTestDeskState(state => state)
  const picker = useRef<HTMLInputElement>(null)
  const [say, setSay] = useState("")

  async function bring(file: File) {
    const read = testFileSchema.safeParse(
      await file
        .text()
        .then(JSON.parse)
        .catch(() => null),
    )
    if (!read.success) {
      setSay(translated(runsProblem("tests_unreadable").message))
      return
    }
    setSay("")
    await tests.put(workflow.id, read.data.tests)
    await desk.run()
  }

  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {say !== "" && (
        <span role="alert" className="text-xs text-bad-text">
          {say}
        </span>
      )}
      <Button
        icon={Upload}
        className="h-7.5"
        onPress={() => picker.current?.click()}
      >{t`Bring tests in`}</Button>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label={t`File of tests`}
        className="hidden"
        onChange={event => {
          const [file] = event.target.files ?? []
          if (file) void bring(file)
          event.target.value = ""
        }}
      />
      <Button
        icon={Download}
        className="h-7.5"
        isDisabled={listed.length === 0}
        onPress={async () =>
          save(`${workflow.id}.test.json`, writeTestFile(await tests.read(workflow.id)), "application/json")
        }
      >{t`Export the tests`}</Button>
    </span>
  )
}
