import type { ReactNode } from "react"
import { Dialog as AriaDialog, DialogTrigger, Popover } from "react-aria-components"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { floating } from "../../ui/Menu.tsx"
import { RunBudget } from "../RunBudget.tsx"
import { RunDoubt } from "../RunDoubt.tsx"
import { RunQuestion } from "../RunQuestion.tsx"
import { RetryNow } from "../RunRetrying.tsx"
import { GoOn } from "../RunStopped.tsx"
import { useWatchedRun, useWatchedView } from "../runDesk.ts"

/** What a person can do at a step where it stands: answer it, say what became of it, raise its budget, let it go on, or not wait. */
export default function ActHere({ step }: { readonly step: string }) {
  const run = useWatchedRun()
  const view = useWatchedView()
  if (run === null || view === null) return null
  const questions = view.questions.filter(({ place }) => place.step === step)
  const [first] = questions
  if (first !== undefined) {
    return (
      <Opens
        say={questions.length === 1 ? t`Answer` : t`Answer ${questions.length}`}
        label={t`Question of ${first.name}`}
      >
        <RunQuestion key={first.key} run={run} question={first} />
      </Opens>
    )
  }
  const doubt = view.doubts.find(({ place }) => place.step === step)
  if (doubt !== undefined) {
    return (
      <Opens say={t`Decide`} label={t`In doubt: ${doubt.name}`}>
        <RunDoubt run={run} doubt={doubt} />
      </Opens>
    )
  }
  if (view.spent?.step === step) {
    return (
      <Opens say={t`Raise the budget`} label={t`Budget used up`}>
        <RunBudget run={run} spent={view.spent} />
      </Opens>
    )
  }
  if (view.stops.some(stop => stop.step === step)) return <GoOn run={run} />
  const retrying = view.retrying.find(({ place }) => place.step === step)
  return retrying === undefined ? null : <RetryNow run={run} retrying={retrying} />
}

function Opens({
  say,
  label,
  children,
}: {
  readonly say: string
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <DialogTrigger>
      <Button look="primary" className="h-6 px-2.5 text-xs">
        {say}
      </Button>
      <Popover offset={6} className={cx(floating, "w-84 max-w-[calc(100vw-2rem)] overflow-auto p-2")}>
        <AriaDialog aria-label={label} className="outline-none">
          {children}
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  )
}
