import { removeSteps } from "../../model/edits/removeSteps.ts"
import { mapScopes } from "../../model/mapScopes.ts"
import { eachStep } from "../../model/places.ts"
import type { Step, Workflow } from "../../model/workflow.ts"

/*
 * The changes of present steps that the simulated model understands, each by its words. Whatever is said otherwise is
 * for it something to add, or nothing: it never pretends to have understood.
 *
 *     "remove tell" · "retry read 3 times" · "limit read to 30 seconds" · "switch it off" · "rename tell to Say so"
 */

/** What the simulated model says where it understands nothing of a change. */
export const nothingUnderstood =
  "I am the simulated model, and I understood nothing of that. I can add steps (“then notify me”), and remove, rename, retry or switch off those that you name or select, or limit their time. Any other change needs a real model: set one up under Keys and models."

type Change = (workflow: Workflow, ids: ReadonlySet<string>, found: RegExpExecArray) => Workflow

const changes: readonly (readonly [RegExp, Change])[] = [
  [/\b(?:remove|delete|drop)\b/i, (workflow, ids) => removeSteps(workflow, ids, { heal: true })],
  [
    /\brename\b.+?\b(?:to|as)\s+["“']?([^"”']+)/i,
    (workflow, ids, [, name = ""]) => withEach(workflow, ids, { name: name.trim() }),
  ],
  [
    /\b(?:switch|turn) (?:\w+ )?off\b|\bdisable\b/i,
    (workflow, ids) => withEach(workflow, ids, { disabled: true }),
  ],
  [
    /\b(?:retry|tr(?:y|ies) again|try)\b(?:.*?\b(\d{1,2})\b)?/i,
    (workflow, ids, [, times]) =>
      withEach(workflow, ids, {
        retry: { attempts: times === undefined ? 4 : Number(times), delay: "2s", factor: 2 },
      }),
  ],
  [
    /\b(?:limit|time ?limit|time ?out|within|longer than)\b.*?\b(\d+) ?(s|m|h)/i,
    (workflow, ids, [, count, unit = "s"]) =>
      withEach(workflow, ids, { timeout: `${count}${unit.toLowerCase()}` }),
  ],
]

/** The parts of a request, each of which asks for one change; what “and” lists stays together, as in “remove a and b”. */
export function partsOfRequest(request: string): string[] {
  return request.split(
    /[,;\n]|\.\s|\bthen\b|\band (?=(?:remove|delete|drop|rename|retry|try|limit|switch|turn|disable)\b)/i,
  )
}

/** The workflow with what the clause asks of the steps that it names, or else of those selected; null if it asks for no such change. */
export function changedBy(clause: string, workflow: Workflow, selected: readonly string[]): Workflow | null {
  const steps = [...eachStep(workflow)].map(({ step }) => step)
  for (const [words, change] of changes) {
    const found = words.exec(clause)
    if (found === null) continue
    // What a step is to be called is no name of one.
    const said = clause.slice(0, found[1] === undefined ? undefined : clause.lastIndexOf(found[1]))
    const named = steps.filter(step => isNamed(step, said)).map(({ id }) => id)
    const ids = new Set(named.length > 0 ? named : selected)
    return ids.size === 0 ? workflow : change(workflow, ids, found)
  }
  return null
}

function isNamed({ id, name }: Step, clause: string): boolean {
  const words = ` ${clause.toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, " ")} `
  return [id, name ?? ""].some(each => each !== "" && words.includes(` ${each.toLowerCase()} `))
}

function withEach(workflow: Workflow, ids: ReadonlySet<string>, more: Partial<Step>): Workflow {
  return mapScopes(workflow, steps => steps.map(step => (ids.has(step.id) ? { ...step, ...more } : step)))
}
