import { FileQuestion } from "lucide-react"
import { useEffect, useState } from "react"
import { Link } from "wouter"
import { t } from "../../language/t.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { later } from "../../ui/later.tsx"
import { oncePainted } from "../../ui/oncePainted.ts"
import { OpenWorkflow } from "../OpenWorkflow.tsx"
import { findWorkflow, type Opened } from "../openSession.ts"
import { useServices } from "../services.ts"

const RunPage = later(() => import("./RunPage.tsx"))

/** The builder with the workflow that the address names, and one of its runs where it names one. */
export default function BuilderPage({ id, run }: { readonly id: string; readonly run?: string }) {
  const { workflows, drawn } = useServices()
  const [opened, setOpened] = useState<Opened | null | undefined>(undefined)
  useEffect(() => {
    let isHere = true
    void findWorkflow(workflows, id).then(found => isHere && setOpened(found))
    return () => {
      isHere = false
    }
  }, [workflows, id])
  useEffect(() => {
    if (opened !== undefined) return oncePainted(() => drawn.setState(true, true))
  }, [opened, drawn])

  if (opened === undefined) return null
  // A run outlives its workflow: what it did can still be read.
  if (opened === null && run !== undefined) return <RunPage run={run} isGone />
  if (opened === null) {
    return (
      <EmptyState
        icon={FileQuestion}
        title={t`This workflow is not here`}
        actions={<Link href="/" className="font-medium text-accent">{t`See all workflows`}</Link>}
      >{t`It may have been deleted, or it was made in another browser.`}</EmptyState>
    )
  }
  return <OpenWorkflow opened={opened} {...(run === undefined ? {} : { run })} />
}
