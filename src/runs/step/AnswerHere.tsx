import { Dialog as AriaDialog, DialogTrigger, Popover } from "react-aria-components"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { floating } from "../../ui/Menu.tsx"
import { RunQuestion } from "../RunQuestion.tsx"
import { useWatchedRun, useWatchedView } from "../runDesk.ts"

/** A button at a step that asks a person, and what it asks where it is pressed. */
export function AnswerHere({ step }: { readonly step: string }) {
  const run = useWatchedRun()
  const view = useWatchedView()
  const questions = view?.questions.filter(({ place }) => place.step === step) ?? []
  const [first] = questions
  if (run === null || first === undefined) return null
  return (
    <DialogTrigger>
      <Button look="primary" className="h-6 px-2.5 text-xs">
        {questions.length === 1 ? "Answer" : `Answer ${questions.length}`}
      </Button>
      <Popover offset={6} className={cx(floating, "w-84 max-w-[calc(100vw-2rem)] p-2")}>
        <AriaDialog aria-label={`Question of ${first.name}`} className="outline-none">
          <RunQuestion run={run} question={first} />
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  )
}
