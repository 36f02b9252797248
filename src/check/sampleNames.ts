import { t } from "../language/t.ts"
import { isMap, type Json, type JsonMap, own } from "../lib/json.ts"
import { referencesOf } from "../syntax/references.ts"
import { parseTemplate } from "../syntax/template.ts"
import { outputSchema } from "./completion.ts"
import { sampleOf } from "./sampleOf.ts"
import type { Survey } from "./survey.ts"

/** What an expression may see where the workflow has never run: a sample of all that the value reads. */
export function sampleNames(survey: Survey, step: string | null, value: Json): JsonMap {
  const { workflow, catalogue } = survey
  const inputs = mapped(workflow.inputs ?? {}, schema => sampleOf(schema as unknown as Json))
  const [trigger] = workflow.triggers ?? []
  const output = trigger === undefined ? undefined : own(catalogue.triggers, trigger.type)?.output
  const steps: { [id: string]: JsonMap } = {}
  for (const id of stepsReadBy(value)) {
    const sampled = sampleOfStep(survey, id)
    if (sampled !== undefined) steps[id] = sampled
  }
  const wire = incomingOf(survey, step)
  const came =
    wire === undefined ? undefined : own(sampleOfStep(survey, wire.step)?.outlets as JsonMap, wire.outlet)
  return {
    ...{ inputs, steps, vars: workflow.variables ?? {}, item: {}, index: 0, visit: 1 },
    trigger: output === undefined ? { type: "manual", ...inputs } : sampleOf(output),
    run: { id: "run", startedAt: 0 },
    workflow: { id: workflow.id, name: workflow.name ?? workflow.id },
    error: { code: "code", name: "name", message: t`What went wrong.`, step: null, visit: null },
    ...(came === undefined ? {} : { incoming: came }),
  }
}

/** Where the value of the first wire into a step comes from. */
export function incomingOf(
  { stepById }: Survey,
  step: string | null,
): { readonly step: string; readonly outlet: string } | undefined {
  const surveyed = step === null ? undefined : stepById.get(step)
  const wire = surveyed?.scope.graph.into.get(surveyed.step.id)?.[0]
  if (wire === undefined) return undefined
  const outlet = wire.outlet ?? stepById.get(wire.from)?.entry?.outlets[0] ?? "success"
  return { step: wire.from, outlet }
}

function sampleOfStep({ stepById }: Survey, id: string): JsonMap | undefined {
  const surveyed = stepById.get(id)
  if (surveyed === undefined) return undefined
  const names = [...(surveyed.entry?.outlets ?? ["success"])]
  const outlets = Object.fromEntries(names.map(name => [name, sampleOf(outputSchema(surveyed, name))]))
  return { outlets, output: outlets[names[0] ?? ""] ?? null, status: "completed", visit: 1 }
}

function stepsReadBy(value: Json): string[] {
  if (typeof value === "string") {
    const template = parseTemplate(value)
    if (!template.ok) return []
    const references = template.value.flatMap(part =>
      part.type === "hole" ? referencesOf(part.expression) : [],
    )
    return references.flatMap(({ root, path: [id] }) =>
      root === "steps" && typeof id === "string" ? [id] : [],
    )
  }
  if (typeof value !== "object" || value === null) return []
  return Object.values(value).flatMap(inner => stepsReadBy(inner as Json))
}

function mapped<T>(map: { readonly [key: string]: T }, change: (value: T) => Json): JsonMap {
  return isMap(map) ? Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)])) : {}
}
