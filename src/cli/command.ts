import type { Arguments, Options } from "./arguments.ts"
import type { Io } from "./io.ts"

/**
 * How a command ends: nothing wrong, problems found (or a run that failed), it could not do its work at all, a run
 * that waits for a person or a grant, and one that was cancelled.
 */
export const exit = { fine: 0, problems: 1, unusable: 2, waiting: 3, cancelled: 130 } as const

/** One command of the terminal: its help is made from this. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** What follows the name: `FILE...`. */
  readonly takes: string
  readonly options: Options
  /** Further lines of help. */
  readonly notes?: readonly string[]
  run(given: Arguments, io: Io): Promise<number>
}
