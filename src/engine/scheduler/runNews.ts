import type { Json, JsonMap } from "../../lib/json.ts"
import type { RunEvent } from "../core/event.ts"
import { singlesOf } from "../core/singles.ts"

/** What became of a run, as triggers hear of it: by its name, and with what there is to say. */
export interface RunNews {
  readonly name: "completed" | "failed" | "cancelled" | "waiting"
  readonly value: JsonMap
}

/**
 * The news in an entry of a run's journal. It waits for somebody where it asks a person, wants a power, or cannot tell
 * whether an effect happened: for what stands in the inbox.
 */
export function runNews(event: RunEvent): RunNews[] {
  return singlesOf(event).flatMap((one): RunNews[] => {
    switch (one.type) {
      case "run.ended": {
        const { status, output = null, problem } = one
        return [{ name: status, value: { output, error: errorOf(problem) } }]
      }
      case "step.waiting":
        return one.wait.for === "person" || one.wait.for === "grant" ? [{ name: "waiting", value: {} }] : []
      case "step.doubted":
        return [{ name: "waiting", value: { error: errorOf(one.problem) } }]
      default:
        return []
    }
  })
}

/** The id of the news: of the n-th in the entry of the journal with the number. */
export function newsId(run: string, number: number, nth: number): string {
  return nth === 0 ? `${run}:${number}` : `${run}:${number}.${nth}`
}

function errorOf(problem: { readonly code: string; readonly message: string } | undefined): Json {
  return problem === undefined ? null : { code: problem.code, message: problem.message }
}
