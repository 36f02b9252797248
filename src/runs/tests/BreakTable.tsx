import { ArrowLeft, Hammer } from "lucide-react"
import { Button as AriaButton } from "react-aria-components"
import { nameWithin, quoted } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { type Caught, gradeOf, sayCaught, type Trial } from "../../model/breaking.ts"
import { type Fault, faults, type OutsideCall } from "../../model/faults.ts"
import { eachStep } from "../../model/places.ts"
import type { Workflow } from "../../model/workflow.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { type Broken, useTestDesk, useTestDeskState } from "./testDesk.ts"

/** Each outcome in a word or two, for a cell. */
const words: { readonly [By in Caught["by"]]: string } = {
  retry: t`Tried again`,
  failure: t`Caught`,
  onError: t`Goes on without`,
  container: t`Caught around it`,
  person: t`Asks a person`,
  later: t`Fails later`,
  unnoticed: t`Unnoticed`,
  harmless: t`No matter`,
  nothing: t`Not caught`,
}

const grades = {
  good: "bg-good-wash text-good-text",
  warn: "bg-warn-wash text-warn-text",
  bad: "bg-bad-wash text-bad-text",
} as const

const columns = Object.entries(faults) as readonly (readonly [Fault, () => string])[]

/** The calls of a run against what can go wrong with them: what catches it, and the trial itself on the canvas. */
export function BreakTable({ broken }: { readonly broken: Broken }) {
  const desk = useTestDesk()
  const workflow = useTestDeskState(state => state.workflow)
  const problem = useTestDeskState(state => state.problem)
  const nameOf = namesIn(workflow)
  const { trials, isPastGone, shown, played } = broken
  const calls = new Map<string, { readonly call: OutsideCall; readonly trials: Trial[] }>()
  for (const trial of trials) {
    const key = `${trial.call.task} ${trial.call.port}.${trial.call.what} ${trial.call.hash}`
    const row = calls.get(key) ?? { call: trial.call, trials: [] }
    row.trials.push(trial)
    calls.set(key, row)
  }
  const choose = trials.length > 0 && t`Choose one to see it on the canvas.`
  return (
    <div className="flex flex-col gap-2 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-2.5">
        <Button icon={ArrowLeft} className="h-7.5" onPress={desk.leaveTrials}>{t`Tests`}</Button>
        <p className="text-xs text-muted">{trials.length > 0 && sayTrials(trials)}</p>
      </div>
      <p role="status" className={cx("min-h-5 text-sm", problem ? "text-bad-text" : !shown && "text-muted")}>
        {translated(problem?.message) ?? (shown ? sayTrial(shown, nameOf) : choose)}
      </p>
      {isPastGone && trials.length > 0 && (
        <p className="text-xs text-muted">{t`What the run took over cannot be broken: the run that it was taken from is gone, and its calls with it.`}</p>
      )}
      {trials.length === 0 ? (
        <EmptyState icon={Hammer} title={t`Nothing to break`}>
          {isPastGone
            ? t`This run asked nobody outside by itself. What it took over was asked by an earlier run that is gone, and its calls with it.`
            : t`This run asked nobody outside: no request, no model, no command.`}
        </EmptyState>
      ) : (
        <table
          aria-label={t`What catches what`}
          className={cx(
            "-mx-1 w-[calc(100%+8px)] table-fixed border-separate border-spacing-1 text-xs",
            // Where it is narrow each call is a block of its own: four columns would not fit beside its name.
            "@max-[600px]:block @max-[600px]:[&_tbody]:block @max-[600px]:[&_thead]:sr-only",
          )}
        >
          <thead>
            <tr className="text-left text-muted">
              <th scope="col" className="w-[30%] font-normal">{t`Call`}</th>
              {columns.map(([fault, say]) => (
                <th key={fault} scope="col" className="font-normal">
                  {say()}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...calls].map(([key, { call, trials: each }]) => (
              <tr
                key={key}
                className="@max-[600px]:grid @max-[600px]:grid-cols-2 @max-[600px]:gap-1 @max-[600px]:pb-3"
              >
                <th scope="row" className="truncate pr-2 text-left font-medium @max-[600px]:col-span-2">
                  {nameOf(stepIn(call.task))}{" "}
                  <span className="font-mono font-normal text-muted">
                    {call.port}.{call.what}
                  </span>
                </th>
                {columns.map(([fault, say]) => (
                  <td key={fault}>
                    <span aria-hidden className="text-muted @min-[600px]:hidden">
                      {say()}
                    </span>
                    <TrialCell
                      trial={each.find(one => one.fault === fault)}
                      {...{ shown }}
                      onShow={trial => void desk.show(played, trial)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

interface TrialCellProps {
  readonly trial: Trial | undefined
  readonly shown: Trial | null
  readonly onShow: (trial: Trial) => void
}

function TrialCell({ trial, shown, onShow }: TrialCellProps) {
  if (trial === undefined) return <span className="px-2 text-muted">—</span>
  return (
    <AriaButton
      aria-pressed={trial === shown}
      onPress={() => onShow(trial)}
      className={cx(
        "w-full cursor-default rounded-md px-2 py-1 text-left outline-offset-1 data-hovered:brightness-95",
        "aria-pressed:ring-2 aria-pressed:ring-accent",
        grades[gradeOf(trial.caught)],
      )}
    >
      {words[trial.caught.by]}
    </AriaButton>
  )
}

function sayTrials(trials: readonly Trial[]): string {
  const count = (grade: ReturnType<typeof gradeOf>) =>
    trials.filter(({ caught }) => gradeOf(caught) === grade).length
  const [good, warn, bad] = [count("good"), count("warn"), count("bad")]
  const parts = [t`${good} caught`, warn > 0 ? t`${warn} unnoticed` : "", bad > 0 ? t`${bad} not caught` : ""]
  return t`${trials.length} trials, offline: ${parts.filter(Boolean).join(", ")}`
}

function sayTrial({ call, fault, caught, problem }: Trial, nameOf: (step: string) => string): string {
  const why = problem !== undefined && gradeOf(caught) === "bad" ? ` ${translated(problem)}` : ""
  const named = (step: string) => quoted(nameOf(step))
  return `${named(stepIn(call.task))}, ${nameWithin(faults[fault]())}: ${sayCaught(caught, named)}.${why}`
}

/** The id of the step in the name of a task: `each[3]#2/inner#1.4`. */
function stepIn(task: string): string {
  return task.replace(/^.*\//, "").replace(/#.*$/, "")
}

function namesIn(workflow: Workflow): (step: string) => string {
  const names = new Map([...eachStep(workflow)].map(({ step }) => [step.id, step.name ?? step.id]))
  return id => names.get(id) ?? id
}
