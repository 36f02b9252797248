import type { WorkflowStore } from "./stores.ts"

/**
 * A store that reads the workflow which the page's address names while the page still begins. Who opens that first gets
 * what was read; should it have been changed since, that is heard of as any change by another tab is.
 */
export function openingAhead(workflows: WorkflowStore, address: string): WorkflowStore {
  const id = /^#\/w\/([\w-]+)(?:\/|$)/.exec(address)?.[1]
  if (id === undefined) return workflows
  let ahead: ReturnType<WorkflowStore["open"]> | null = workflows.open(id)
  // Who opens it hears of what went wrong.
  ahead.catch(() => {})
  return {
    ...workflows,
    open(wanted) {
      const found = wanted === id ? ahead : null
      ahead = null
      return found ?? workflows.open(wanted)
    },
  }
}
