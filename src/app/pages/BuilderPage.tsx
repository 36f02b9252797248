import { FileQuestion } from "lucide-react"
import { lazy, useEffect, useState } from "react"
import { Link } from "wouter"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { OpenWorkflow } from "../OpenWorkflow.tsx"
import { useServices } from "../services.ts"
import type { KeptWorkflow } from "../stores.ts"

const RunPage = lazy(() => import("./RunPage.tsx"))

/** The builder with the workflow that the address names, and one of its runs where it names one. */
export default function BuilderPage({ id, run }: { readonly id: string; readonly run?: string }) {
  const { workflows, drawn } = useServices()
  const [row, setRow] = useState<KeptWorkflow | null | undefined>(undefined)
  useEffect(() => {
    let isHere = true
    void workflows.read(id).then(found => isHere && setRow(found))
    return () => {
      isHere = false
    }
  }, [workflows, id])
  useEffect(() => {
    if (row !== undefined) drawn.setState(true, true)
  }, [row, drawn])

  if (row === undefined) return null
  // A run outlives its workflow: what it did can still be read.
  if (row === null && run !== undefined) return <RunPage run={run} />
  if (row === null) {
    return (
      <EmptyState
        icon={FileQuestion}
        title="This workflow is not here"
        actions={
          <Link href="/" className="font-medium text-accent">
            See all workflows
          </Link>
        }
      >
        It may have been deleted, or it was made in another browser.
      </EmptyState>
    )
  }
  return <OpenWorkflow row={row} {...(run === undefined ? {} : { run })} />
}
