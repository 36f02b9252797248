import { own } from "../lib/json.ts"
import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { eachStep } from "../model/places.ts"
import type { Problem } from "../model/problems.ts"
import { madeToFail } from "../model/trial.ts"
import type { StandIn, StandIns } from "../model/trialSchema.ts"
import type { Workflow } from "../model/workflow.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import { parseJson } from "./readData.ts"

/** The options that put something in the place of steps. */
export const standInOptions = {
  fail: { value: "STEP[=timeout]", say: "Make a step fail, or run out of time, without doing it" },
  give: { value: "STEP=[OUTLET:]JSON", say: "Let a step give this value without doing it" },
} as const

/** Reads `--fail send`, `--fail send=timeout`, `--give read='{"text":"hi"}'` and `--give ask=approved:null`. */
export function readStandIns(
  { values }: Arguments,
  workflow: Workflow,
  catalogue: Catalogue,
): Result<StandIns | undefined, Problem> {
  const steps = new Map([...eachStep(workflow)].map(({ step }) => [step.id, step]))
  const outletsOf = (kind: string) => own(catalogue.kinds, kind)?.outlets ?? ["success"]
  const found: { [step: string]: StandIn } = {}
  for (const option of ["fail", "give"] as const) {
    for (const text of values.get(option) ?? []) {
      const end = text.indexOf("=")
      const id = end < 0 ? text : text.slice(0, end)
      const step = steps.get(id)
      if (step === undefined) {
        const meant = nearest(id, new Set(steps.keys()))
        const hint = meant === undefined ? "" : ` Did you mean “${meant}”?`
        return err(problem("stand_in_for_no_step", { option, step: id, meant: hint }))
      }
      const how = end < 0 ? "" : text.slice(end + 1)
      const read =
        option === "fail"
          ? readFailure(step.id, outletsOf(step.kind), how)
          : readGiven(outletsOf(step.kind), how)
      if (!read.ok) return err(problem("option_unreadable", { option, text, why: read.error }))
      found[id] = read.value
    }
  }
  return ok(Object.keys(found).length === 0 ? undefined : found)
}

function readFailure(id: string, outlets: readonly string[], how: string): Result<StandIn, string> {
  if (how === "") return ok(madeToFail(id, "fails", outlets))
  if (how === "timeout") return ok(madeToFail(id, "times_out", outlets))
  return err("Write the step's id, or its id and =timeout.")
}

function readGiven([first = "success"]: readonly string[], how: string): Result<StandIn, string> {
  const [, named, rest] = /^([A-Za-z_]\w*):([\s\S]*)$/.exec(how) ?? []
  const value = parseJson(rest ?? how)
  return value.ok ? ok({ outlets: { [named ?? first]: value.value } }) : err(value.error.message)
}
