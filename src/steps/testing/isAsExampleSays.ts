import { expect } from "vitest"
import { outputsOf } from "../../model/catalogueOf.ts"
import type { AnyStep, Example, Outcome } from "../../model/step.ts"

/** What the step came to is what its example says, through outlets of the kind and with values of their types. */
export function isAsExampleSays(step: AnyStep, example: Example, outcome: Outcome): void {
  if (example.problem !== undefined) {
    expect(outcome).toMatchObject({ type: "failed", problem: { code: example.problem } })
    return
  }
  if (example.waits !== undefined) {
    expect(outcome).toMatchObject({ type: "waiting", wait: { for: example.waits } })
    return
  }
  expect(outcome).toMatchObject({ type: "done", outlets: example.outlets })
  if (outcome.type !== "done") return
  expect(Object.keys(outcome.outlets).sort()).toEqual(Object.keys(example.outlets ?? {}).sort())
  const outputs = outputsOf(step)
  for (const [outlet, value] of Object.entries(outcome.outlets)) {
    expect([...step.outlets, ...namedOutlets(step, example.with)]).toContain(outlet)
    const schema = outputs[outlet] ?? outputs[step.outlets[0] ?? ""]
    expect(schema?.safeParse(value).error?.message).toBeUndefined()
    const origins = outcome.origins?.[outlet]
    if (origins) expect(origins).toHaveLength((value as readonly unknown[]).length)
  }
  expect(JSON.parse(JSON.stringify(outcome.outlets))).toEqual(outcome.outlets)
}

/** The outlets that an example's parameters bring in, read along `cases[].id`. */
function namedOutlets(step: AnyStep, parameters: object): string[] {
  const [list, key] = (step.outletsFrom ?? "").split("[].")
  const entries: unknown = list === undefined ? undefined : Reflect.get(parameters, list)
  return Array.isArray(entries) ? entries.map(entry => String(Reflect.get(entry, key ?? ""))) : []
}
