import { workflowName } from "../../model/workflowName.ts"
import { later } from "../../ui/later.tsx"
import { useRunDeskState } from "../runDesk.ts"

const PowersDialog = later(() => import("./PowersDialog.tsx"))

/** Asks for what the workflow needs before a run of it starts. */
export function GrantGate() {
  const asking = useRunDeskState(({ asking }) => asking)
  if (asking === null) return null
  const { workflow, powers, answer } = asking
  return <PowersDialog name={workflowName(workflow)} powers={powers} onAnswer={answer} />
}
