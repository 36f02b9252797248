import { useEffect, useState } from "react"
import { useServices } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"

/** All workflows, the last changed first; null until they are read. */
export function useWorkflows(): readonly KeptWorkflow[] | null {
  const { workflows } = useServices()
  const [rows, setRows] = useState<readonly KeptWorkflow[] | null>(null)
  useEffect(() => workflows.watch(setRows), [workflows])
  return rows
}
