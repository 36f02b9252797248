import { FileWarning } from "lucide-react"
import { useEffect, useMemo, useState } from "react"
import { t } from "../../language/t.ts"
import type { Problem } from "../../model/problems.ts"
import { RunsContext, useRuns } from "../../runs/runsContext.ts"
import { type SharedRun, serviceOfShared } from "../../runs/sharedRun.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import RunPage from "./RunPage.tsx"

/** A run that is wholly in the address. */
export default function SharedPage({ packed }: { readonly packed: string }) {
  const { readShared } = useRuns()
  const [read, setRead] = useState<SharedRun | Problem | null>(null)
  useEffect(() => {
    let isHere = true
    void readShared(packed).then(found => isHere && setRead(found.ok ? found.value : found.error))
    return () => {
      isHere = false
    }
  }, [packed, readShared])
  if (read === null) return null
  if ("code" in read) {
    return (
      <EmptyState icon={FileWarning} title={t`This run cannot be opened`}>
        {read.message}
      </EmptyState>
    )
  }
  return <ShownRun shared={read} />
}

/** A run that was shared, to be gone through. */
export function ShownRun({ shared }: { readonly shared: SharedRun }) {
  const runs = useRuns()
  const around = useMemo(
    () => ({ ...runs, service: serviceOfShared(shared, runs.service.value) }),
    [runs, shared],
  )
  return (
    <RunsContext value={around}>
      <RunPage run="shared" title={shared.workflow.name ?? shared.workflow.id} />
    </RunsContext>
  )
}
