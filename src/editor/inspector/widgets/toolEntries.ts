import { isMap, type Json } from "../../../lib/json.ts"

/* The tools of an agent as its form ticks them: kinds by their name, workflows by their id. */

/** What is ticked: a kind or a workflow. */
export interface ToolName {
  readonly of: "kind" | "workflow"
  readonly id: string
}

/** What a tool in the file is a tick at; null for what names nothing. */
export function toolNameOf(entry: Json): ToolName | null {
  if (typeof entry === "string") return { of: "kind", id: entry }
  if (!isMap(entry)) return null
  if (typeof entry.kind === "string") return { of: "kind", id: entry.kind }
  return typeof entry.workflow === "string" ? { of: "workflow", id: entry.workflow } : null
}

/** The tools with the tick taken away, or with one more. */
export function toolToggled(tools: readonly Json[], name: ToolName): readonly Json[] {
  const left = tools.filter(entry => {
    const known = toolNameOf(entry)
    return known?.of !== name.of || known.id !== name.id
  })
  if (left.length < tools.length) return left
  return [...tools, name.of === "kind" ? name.id : { workflow: name.id }]
}

/** The tool of a kind with these parameters set beforehand; its name alone where nothing else is said. */
export function toolWithSet(entry: Json, set: Json | undefined): Json {
  const { with: _, ...own } = isMap(entry) ? entry : { kind: entry }
  if (set !== undefined && !(isMap(set) && Object.keys(set).length === 0)) return { ...own, with: set }
  return Object.keys(own).length === 1 && own.kind !== undefined ? own.kind : own
}

/** What is set beforehand of a tool. */
export function setOf(entry: Json): Json | undefined {
  return isMap(entry) ? entry.with : undefined
}
