import { t } from "../../language/t.ts"
import { useWatchedRun } from "../runDesk.ts"

/** Says why nothing is shown of a step: nothing has run, or the run did not come here. */
export function NotReached({ children }: { readonly children: string }) {
  const run = useWatchedRun()
  return (
    <p className="text-sm text-muted">
      {run === null
        ? t`Run the workflow, or choose one of its runs, to see ${children}.`
        : t`The run has not come to this step.`}
    </p>
  )
}
