import type { Summary } from "../editor/summary.ts"
import { t } from "../language/t.ts"
import { workflowName } from "../model/workflowName.ts"
import type { ListedTest } from "../runs/tests/testBench.ts"
import { needsYou, type RunDigest } from "./runDigest.ts"
import type { KeptWorkflow, WorkflowMarks } from "./stores.ts"

/** A workflow with all that lists know of it. */
export interface ListedWorkflow {
  readonly row: KeptWorkflow
  readonly summary: Summary | null
  readonly digest: RunDigest | undefined
  readonly marks: WorkflowMarks
  readonly tests: readonly ListedTest[]
}

/** What a list may be ordered by. */
export const orders = [
  { id: "run", label: t`Last run first` },
  { id: "changed", label: t`Last changed first` },
  { id: "name", label: t`By name` },
  { id: "rate", label: t`Most failures first` },
  { id: "time", label: t`Slowest first` },
] as const
/** The name of an order. */
export type Order = (typeof orders)[number]["id"]

/** What a list may be narrowed to, besides tags and words. */
export type Filter = "all" | "needs_you" | "failing" | "archived" | { readonly tag: string }

/** The workflows that a filter and all words of a text leave. */
export function narrow(all: readonly ListedWorkflow[], filter: Filter, text: string): ListedWorkflow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(each => {
    const { row, summary } = each
    const hay = [row.id, summary?.name, summary?.description, ...(summary?.tags ?? [])]
      .join(" ")
      .toLowerCase()
    return fits(each, filter) && words.every(word => hay.includes(word))
  })
}

/** Whether the filter leaves the workflow. What is archived shows only where it is asked for. */
export function fits({ summary, digest, marks }: ListedWorkflow, filter: Filter): boolean {
  if (filter === "archived") return marks.isArchived
  if (marks.isArchived) return false
  if (filter === "all") return true
  if (filter === "needs_you") return digest !== undefined && needsYou(digest.latest)
  if (filter === "failing") return digest?.latest.status === "failed"
  return summary?.tags.includes(filter.tag) === true
}

/** The workflows in order, favourites before all others. */
export function ordered(all: readonly ListedWorkflow[], order: Order): ListedWorkflow[] {
  const last = ({ row, digest }: ListedWorkflow) => digest?.latest.startedAt ?? row.changed - 1e15
  const by: { readonly [id in Order]: (a: ListedWorkflow, b: ListedWorkflow) => number } = {
    run: (a, b) => last(b) - last(a),
    changed: (a, b) => b.row.changed - a.row.changed,
    name: (a, b) => nameOf(a).localeCompare(nameOf(b)),
    rate: (a, b) => (a.digest?.rate ?? 2) - (b.digest?.rate ?? 2),
    time: (a, b) => (b.digest?.average ?? -1) - (a.digest?.average ?? -1),
  }
  const favoured = (each: ListedWorkflow) => Number(each.marks.isFavourite)
  return all.toSorted((a, b) => favoured(b) - favoured(a) || by[order](a, b))
}

/** What a workflow is called. */
export function nameOf({ row, summary }: Pick<ListedWorkflow, "row" | "summary">): string {
  return workflowName({ name: summary?.name, id: row.id })
}
