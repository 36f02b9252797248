import { isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { Outcome, Wait } from "../../model/step.ts"
import { loopProblem } from "./loopProblems.ts"
import { toPlainJson } from "./plainJson.ts"

/*
 * Code of a kind, a plugin's above all, may end with anything at all. What it ends with is copied into plain data
 * and read as an outcome; whatever does not fit becomes a problem on the step.
 */

/** Reads what a step's code ended with. */
export function parseOutcome(given: unknown, kind: string): Result<Outcome, Problem> {
  const plain = toPlainJson(given)
  if (!plain.ok) return plain
  const outcome = plain.value
  if (!isMap(outcome)) return err(notAnOutcome(outcome === null ? "nothing" : `a ${typeof outcome}`, kind))
  switch (own(outcome, "type")) {
    case "done":
      return readDone(outcome, kind)
    case "failed": {
      const problem = own(outcome, "problem")
      if (!isMap(problem)) return err(notAnOutcome("a problem that is not a map", kind))
      return ok({ type: "failed", problem: completeProblem(problem) })
    }
    case "waiting": {
      const wait = own(outcome, "wait")
      const reason = isMap(wait) ? own(wait, "for") : undefined
      if (reason !== "time" && reason !== "event" && reason !== "person" && reason !== "run") {
        return err(notAnOutcome("a wait for nothing that is known", kind))
      }
      const memory = own(outcome, "memory")
      return ok({
        type: "waiting",
        wait: wait as unknown as Wait,
        ...(memory === undefined ? {} : { memory }),
      })
    }
    default:
      return err(notAnOutcome("a map of an unknown type", kind))
  }
}

/** Only what an outcome is known to hold: whatever else the step gave would be no event. */
function readDone(outcome: JsonMap, kind: string): Result<Outcome, Problem> {
  const outlets = own(outcome, "outlets")
  const variables = own(outcome, "variables")
  const memory = own(outcome, "memory")
  const origins = own(outcome, "origins")
  if (!isMap(outlets)) return err(notAnOutcome("outlets that are not a map", kind))
  if (variables !== undefined && !isMap(variables))
    return err(notAnOutcome("variables that are not a map", kind))
  if (origins !== undefined && !isOrigins(origins))
    return err(notAnOutcome("origins that are no places", kind))
  return ok({
    type: "done",
    outlets,
    ...(variables === undefined ? {} : { variables }),
    ...(memory === undefined ? {} : { memory }),
    ...(origins === undefined ? {} : { origins }),
  })
}

/** For each outlet a list, by item, of the places that it was made from. */
function isOrigins(value: Json): value is { readonly [outlet: string]: readonly (readonly number[])[] } {
  const isPlace = (place: Json) => typeof place === "number" && Number.isInteger(place) && place >= 0
  const isItem = (item: Json) => Array.isArray(item) && item.every(isPlace)
  return isMap(value) && Object.values(value).every(list => Array.isArray(list) && list.every(isItem))
}

function notAnOutcome(what: string, kind: string): Problem {
  return loopProblem("not_an_outcome", { what, kind })
}

/** A problem whose every field can be relied on, whatever the step left out. */
function completeProblem(given: JsonMap): Problem {
  const data = own(given, "data")
  return {
    code: textOf(own(given, "code")) ?? "failed",
    message: textOf(own(given, "message")) ?? "The step failed and gave no reason",
    severity: "error",
    retryable: own(given, "retryable") === true,
    ...(isMap(data) ? { data } : {}),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined
}
