import { stateWithin } from "../language/formats.ts"
import { t } from "../language/t.ts"
import { type Json, sameJson } from "../lib/json.ts"
import type { RunView, StepRow } from "./runView.ts"
import { sayTime, stepLooks } from "./statusLooks.ts"

/** One thing of a run. */
export interface Side {
  readonly say: string
  readonly value: Json | undefined
}

/** The same thing of two runs, side by side. */
export interface Pair {
  readonly id: string
  readonly name: string
  readonly before: Side
  readonly after: Side
  readonly isSame: boolean
}

/** What the steps of two runs came to and gave; those first that the later one has. */
export function comparedSteps(before: RunView, after: RunView): Pair[] {
  return [...new Set([...after.steps.keys(), ...before.steps.keys()])].map(id => {
    const [a, b] = [before.steps.get(id), after.steps.get(id)]
    const isSame = a?.look === b?.look && sameJson(a?.outlets ?? null, b?.outlets ?? null)
    return { id, name: b?.name ?? a?.name ?? id, before: sideOf(a), after: sideOf(b), isSame }
  })
}

/** What two runs began with, kept and gave; nothing of what neither has. */
export function comparedValues(before: RunView, after: RunView): Pair[] {
  const whole: [string, string, Json | undefined, Json | undefined][] = [
    ["inputs", t`Inputs`, before.inputs, after.inputs],
    ["variables", t`Variables`, before.variables, after.variables],
    ["output", t`Output`, before.output, after.output],
  ]
  return whole
    .filter(([, , a, b]) => !isNothing(a) || !isNothing(b))
    .map(([id, name, a, b]) => ({
      ...{ id, name, before: { say: "", value: a }, after: { say: "", value: b } },
      isSame: sameJson(a ?? null, b ?? null),
    }))
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || sameJson(value, {})
}

function sideOf(row: StepRow | undefined): Side {
  return { say: sayRow(row), value: row?.outlets }
}

function sayRow(row: StepRow | undefined): string {
  if (row === undefined) return t`not reached`
  if (row.endedAt === null || row.look !== "completed") return stateWithin(stepLooks[row.look].say())
  return row.reused ? t`taken over` : sayTime(row.endedAt - row.startedAt)
}
