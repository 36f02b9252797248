import { z } from "zod"
import { isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { AiTool } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { AnyStep, Effect } from "../../model/step.ts"
import { anyMap } from "../anyJson.ts"
import { runWorkflow } from "../flow/runWorkflow.ts"
import { aiProblem } from "./aiProblems.ts"

/*
 * The tools of an agent are steps: each is a kind, of which some parameters may be set beforehand, and then the model
 * neither sees nor changes them. What a tool may do is what its step may do: the ports refuse the rest.
 */

/** A tool as a file lists it: a kind, a kind with parameters that are set, or a workflow. */
export const toolEntry = z.union([
  z.string().min(1),
  z.strictObject({
    kind: z.string().min(1).meta({ description: "The step that it is" }),
    name: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .optional()
      .meta({ description: "What the model calls it" }),
    description: z.string().optional().meta({ description: "What it is for" }),
    with: anyMap.default({}).meta({ description: "Parameters that the model cannot change" }),
  }),
  z.strictObject({
    workflow: z.string().min(1).meta({ description: "The id of a workflow" }),
    description: z.string().optional().meta({ description: "What it is for, and which inputs it wants" }),
  }),
])

/** A tool as a file lists it. */
export type ToolEntry = z.output<typeof toolEntry>

/** A tool that can be offered, and what it does. */
export interface Tool {
  readonly offer: AiTool
  readonly kind: string
  /** What it is called with, besides what is set. */
  readonly set: JsonMap
  /** Whether a call with this input only reads, or does not even that. */
  readonly isHarmless: (input: JsonMap) => boolean
}

/** The tools by the names under which a model asks for them, or which one is none. */
export function toolsOf(
  entries: readonly ToolEntry[],
  kindNamed: (kind: string) => AnyStep | undefined,
): Result<ReadonlyMap<string, Tool>, Problem> {
  const tools = new Map<string, Tool>()
  for (const entry of entries) {
    const { kind, set, name, description } = plainEntry(entry)
    const definition = kindNamed(kind)
    if (definition === undefined || definition.control !== undefined || definition.run === undefined)
      return err(aiProblem("ai_bad_tool", { tool: kind, why: "no step of this kind can be called" }))
    if (tools.has(name)) return err(aiProblem("ai_bad_tool", { tool: name, why: "two tools have this name" }))
    const offer = {
      name,
      description: description ?? `${definition.title}. ${definition.summary}.`,
      input: openInput(definition, set),
    }
    tools.set(name, { offer, kind, set, isHarmless: input => isHarmless(definition, { ...input, ...set }) })
  }
  return ok(tools)
}

function plainEntry(entry: ToolEntry): {
  kind: string
  set: JsonMap
  name: string
  description?: string | undefined
} {
  if (typeof entry === "string") return { kind: entry, set: {}, name: nameOf(entry) }
  if ("workflow" in entry) {
    const { workflow, description = `Runs the workflow ${workflow} and gives its output` } = entry
    return {
      kind: runWorkflow.kind,
      set: { workflow, wait: true },
      name: nameOf(`run_${workflow}`),
      description,
    }
  }
  const { kind, name, description } = entry
  return { kind, set: entry.with as JsonMap, name: name ?? nameOf(kind), description }
}

function nameOf(kind: string): string {
  return kind.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64)
}

/** The schema of what is left to the model. */
function openInput({ input }: AnyStep, set: JsonMap): JsonMap {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as {
    [key: string]: Json
  }
  const properties = isMap(schema.properties) ? schema.properties : {}
  const required = Array.isArray(schema.required) ? (schema.required as Json[]) : []
  const isOpen = (name: Json) => typeof name === "string" && own(set, name) === undefined
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isOpen(name))),
    required: required.filter(isOpen),
  }
}

function isHarmless({ effect }: AnyStep, input: JsonMap): boolean {
  const harmless = (one: Effect) => one === "pure" || one === "read"
  if (typeof effect === "string") return harmless(effect)
  const value = own(input, effect.by)
  // What the kind takes where nothing is said is not known here, so it is asked about.
  return value !== undefined && harmless(own(effect.table, String(value)) ?? effect.otherwise)
}
