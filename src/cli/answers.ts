import { isMap, type Json, type JsonMap } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import type { InputSpec } from "../model/workflow.ts"
import { problem } from "./cliProblems.ts"
import { parseJson } from "./readData.ts"
import { readForm } from "./readInputs.ts"

/*
 * Answers that were given beforehand, to what a run will ask: `--answer ask=approved`, `--answer form='success:{"n":1}'`.
 * For a step in doubt `retry` and `fail` say what to do, and any outlet says that it is done. Several answers for
 * one step are for one question each, in their order; the last is for all that follow.
 */

/** One answer: the outlet by which the step leaves, and the value. */
export interface Answer {
  readonly outlet: string
  readonly value?: Json
}

/** The answers of a command. */
export interface Answers {
  /** The answer for the step, by its id or by its path with that of what holds it (`each[2].ask`); each call takes one. */
  take(step: string, path: string): Answer | undefined
  /** The names of steps that answers were given for. */
  readonly steps: readonly string[]
}

/** Reads the answers, as they were written. */
export function parseAnswers(words: readonly string[]): Result<Answers, Problem> {
  const waiting = new Map<string, Answer[]>()
  for (const text of words) {
    const [, step, outlet, json] = /^([^=]+)=([A-Za-z][^:]*)(?::([\s\S]*))?$/.exec(text) ?? []
    if (step === undefined || outlet === undefined) return err(problem("answer_malformed", { text }))
    const value = json === undefined ? undefined : parseJson(json)
    if (value?.ok === false)
      return err(problem("option_unreadable", { option: "answer", text, why: value.error.message }))
    const answer = value === undefined ? { outlet } : { outlet, value: value.value }
    waiting.set(step, [...(waiting.get(step) ?? []), answer])
  }
  return ok({
    steps: [...waiting.keys()],
    take(step, path) {
      const list = waiting.get(path) ?? waiting.get(step)
      return list !== undefined && list.length > 1 ? list.shift() : list?.[0]
    },
  })
}

/**
 * The value with which a person's answer leaves: a decision says what was decided, and who said so; what a form was
 * filled in with is held against its fields.
 */
export function valueOfAnswer(
  ask: JsonMap,
  { outlet, value }: Answer,
): Result<Json | undefined, readonly Problem[]> {
  if (ask.type === "decision")
    return ok({ decision: outlet, by: "terminal", note: "", ...(isMap(value) ? value : {}) })
  if (ask.type !== "form" || outlet !== "success" || !isMap(ask.fields)) return ok(value)
  return readForm(ask.fields as { readonly [name: string]: InputSpec }, value ?? {})
}
