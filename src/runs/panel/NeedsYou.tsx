import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { Problem } from "../../model/problems.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { useAsksWhy } from "../asksWhy.ts"
import { GrantQuestion } from "../grants/GrantQuestion.tsx"
import { RunBudget } from "../RunBudget.tsx"
import { RunDoubt } from "../RunDoubt.tsx"
import { RunParked } from "../RunParked.tsx"
import { RunQuestion } from "../RunQuestion.tsx"
import { RunRetrying } from "../RunRetrying.tsx"
import { RunStopped } from "../RunStopped.tsx"
import { type ChosenVisit, useRunDesk, useRunDeskState } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import { type RunView, sayPlace } from "../runView.ts"
import type { Question } from "../runWaits.ts"
import { isOver } from "../statusLooks.ts"
import { ValueView } from "../values/ValueView.tsx"
import { keyIn } from "../visitKey.ts"
import { WhatIsWrong } from "../WhatIsWrong.tsx"
import { useRunView } from "./useRunView.ts"

interface NeedsYouProps {
  readonly run: RunStore
  readonly problem: Problem | undefined
}

/** So many steps that are tried again are shown; the others are on the timeline. */
const mostRetrying = 5
/** So many questions are asked at a time: once one is answered the next comes. */
const mostAsked = 20

/** What a person should see or answer now: questions, doubts, what went wrong, and in the end what came out. */
export function NeedsYou({ run, problem }: NeedsYouProps) {
  const isEmpty = useRunView(run, needsNobody) && problem === undefined
  return isEmpty ? null : <Needed run={run} problem={problem} />
}

/** The visit of the step that asks. */
function visitOf({ place: { in: path, step, visit = 1 } }: Question): ChosenVisit {
  return { step, key: keyIn({ in: path, step, visit }) }
}

function needsNobody(view: RunView): boolean {
  const { questions, doubts, requests, stops, retrying, status, spent, problem } = view
  const lists = [questions, doubts, requests, stops, retrying]
  const isQuiet = problem === undefined && spent === undefined && status !== "parked"
  return isQuiet && !hasGiven(view) && lists.every(list => list.length === 0)
}

function hasGiven({ status, output }: RunView): boolean {
  return isOver(status) && output !== undefined && output !== null
}

function Needed({ run, problem }: NeedsYouProps) {
  const view = useRunView(run, whole => whole)
  const why = useAsksWhy()
  const desk = useRunDesk()
  const chosen = useRunDeskState(state => state.chosen)
  const { questions, doubts, requests, retrying, status, cause } = view
  const later = Math.max(0, questions.length - mostAsked) + Math.max(0, doubts.length - mostAsked)
  return (
    <div className="flex w-84 shrink-0 flex-col gap-3 overflow-auto border-l border-line px-3.5 pt-3.5 after:h-0.5 after:shrink-0 max-[1100px]:grow max-[1100px]:overflow-visible max-[900px]:w-full max-[900px]:border-b max-[900px]:border-l-0">
      {problem !== undefined && (
        <div role="alert" className="flex items-start gap-2 rounded-lg bg-bad-wash p-3 text-sm text-bad-text">
          <WhatIsWrong problem={problem} />
          <button
            type="button"
            className="-my-0.5 min-h-6 rounded px-1 text-xs font-medium underline"
            onClick={() => run.forgive()}
          >{t`Dismiss`}</button>
        </div>
      )}
      {status === "parked" && <RunParked run={run} />}
      <RunStopped run={run} view={view} />
      {requests.map(request => (
        <GrantQuestion key={request.pattern} run={run} request={request} />
      ))}
      {view.spent !== undefined && <RunBudget run={run} spent={view.spent} />}
      {questions.slice(0, mostAsked).map(question => (
        <RunQuestion
          key={question.key}
          run={run}
          question={question}
          onStep={() => desk.choose(visitOf(question))}
        />
      ))}
      {doubts.slice(0, mostAsked).map(doubt => (
        <RunDoubt key={doubt.key} run={run} doubt={doubt} />
      ))}
      {later > 0 && (
        <p className="text-sm text-muted">
          {later === 1
            ? t`1 more question comes once one of these is answered.`
            : t`${later} more questions come as these are answered.`}
        </p>
      )}
      {retrying.slice(0, mostRetrying).map(each => (
        <RunRetrying key={each.key} run={run} retrying={each} />
      ))}
      {view.problem !== undefined && (
        <section
          aria-label={t`Why it failed`}
          className={cx(
            "flex flex-col gap-2 rounded-lg bg-bad-wash p-3",
            // The visit above says it already.
            cause !== null && cause.key === chosen?.key && "max-[1100px]:hidden",
          )}
        >
          <h3 className="text-sm font-semibold text-bad-text">
            {cause === null ? t`The run failed` : t`“${sayPlace(cause)}” failed`}
          </h3>
          <p className="text-sm break-words text-bad-text">
            {translated((cause?.problem ?? view.problem).message)}
          </p>
          <NextSteps isRecord={run.isRecord} cause={cause} problem={cause?.problem ?? view.problem} />
        </section>
      )}
      {hasGiven(view) && (
        <section aria-label={t`Output`} className="flex min-h-0 flex-col gap-1">
          <h3 className="text-xs font-semibold text-muted">{t`Output`}</h3>
          <ValueView
            label={t`Output`}
            value={view.output ?? null}
            onWhy={why === null ? undefined : path => why({ run: run.run, place: "output", path })}
          />
        </section>
      )}
    </div>
  )
}

interface NextStepsProps {
  /** Nothing can be told to the run. */
  readonly isRecord: boolean
  readonly cause: RunView["cause"]
  readonly problem: Problem
}

/** What can be done about a failure: the fix that the problem knows, and the way to the step. */
function NextSteps({ isRecord, cause, problem }: NextStepsProps) {
  const desk = useRunDesk()
  return (
    <>
      {problem.fix !== undefined && <p className="text-sm text-ink">{translated(problem.fix.say)}</p>}
      {problem.retryable && (
        <p className="text-xs text-muted">
          {isRecord
            ? t`This may pass by itself. Give the step a retry under Errors & retry.`
            : t`This may pass by itself. Retry from where it stopped, or give the step a retry under Errors & retry.`}
        </p>
      )}
      {cause !== null && (
        <span>
          <Button
            className="h-7"
            onPress={() => desk.choose({ step: cause.step, key: cause.key })}
          >{t`Show the step`}</Button>
        </span>
      )}
    </>
  )
}
