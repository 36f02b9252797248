import type { Said } from "../../model/note.ts"
import type { SingleEvent } from "./event.ts"
import { didIn } from "./laps.ts"

/** What one task wrote to the log, and where it did. */
export interface SaidThere {
  readonly in: string
  readonly step: string
  readonly visit: number
  readonly task?: number | undefined
  readonly call?: string | undefined
  readonly said: Said
}

/** What an event carries that was written to the log, in order. */
export function* saidIn(event: SingleEvent): Iterable<SaidThere> {
  if (event.type === "step.lapped") {
    for (const { in: path, step, visit, said } of didIn(event))
      if (said !== undefined) yield { in: path, step, visit, said }
  } else if ("said" in event && event.said !== undefined) {
    const { in: path, step, visit, task, call, said } = event
    yield { in: path, step, visit, task, call, said }
  }
}
