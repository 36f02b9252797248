import { lazy, Suspense } from "react"
import { workflowName } from "../../model/workflowName.ts"
import { useRunDeskState } from "../runDesk.ts"

const PowersDialog = lazy(() => import("./PowersDialog.tsx"))

/** Asks for what the workflow needs before a run of it starts. */
export function GrantGate() {
  const asking = useRunDeskState(({ asking }) => asking)
  if (asking === null) return null
  const { workflow, powers, answer } = asking
  return (
    <Suspense>
      <PowersDialog name={workflowName(workflow)} powers={powers} onAnswer={answer} />
    </Suspense>
  )
}
