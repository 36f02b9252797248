import { useEffect, useState } from "react"
import { useServices } from "./services.ts"
import type { WorkflowMarks } from "./stores.ts"

const none: WorkflowMarks = { isFavourite: false, isArchived: false }

/** What workflows are marked with, as it changes. */
export function useMarks(): (workflow: string) => WorkflowMarks {
  const { marks } = useServices()
  const [all, setAll] = useState<ReadonlyMap<string, WorkflowMarks>>(new Map())
  useEffect(() => marks.watch(setAll), [marks])
  return workflow => all.get(workflow) ?? none
}
