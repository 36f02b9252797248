import { useRunDeskState } from "../runDesk.ts"
import { PowersDialog } from "./PowersDialog.tsx"

/** Asks for what the workflow needs before a run of it starts. */
export function GrantGate() {
  const asking = useRunDeskState(({ asking }) => asking)
  if (asking === null) return null
  const { workflow, powers, answer } = asking
  return <PowersDialog name={workflow.name ?? workflow.id} powers={powers} onAnswer={answer} />
}
