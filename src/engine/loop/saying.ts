import type { Json } from "../../lib/json.ts"
import { lettersIn, type Said, type Word, type WrittenLine } from "../../model/note.ts"
import { showTokens } from "../../syntax/secretTokens.ts"
import type { AttemptPlace, LoopParts } from "./loopParts.ts"
import { toPlainJson } from "./plainJson.ts"

/*
 * What one attempt says. All of it is told at once to who watches; what it writes to the log is kept besides, from the
 * first line on and up to a limit, and goes with the attempt's outcome.
 */

/** So many lines of an attempt are kept: as many as code may write. */
export const mostLines = 1_000
/** So many letters of all of them. */
export const mostLetters = 65_536
/** A longer message is cut, and data that is larger is left out: an ellipsis says so. */
export const longestLine = 16_000

/** What saying needs to know of the run. */
export interface Around {
  now(): number
  readonly parts: Pick<LoopParts, "note" | "redact">
}

/** What an attempt says, from its beginning to its end. */
export class Saying {
  readonly #run: Around
  readonly #place: () => AttemptPlace
  readonly #lines: WrittenLine[] = []
  #written = 0
  #letters = 0
  #isFull = false
  #isOver = false

  constructor(run: Around, place: () => AttemptPlace) {
    this.#run = run
    this.#place = place
  }

  /** Hears what the code says now: after the end, nothing. */
  hear(word: Word): void {
    if (this.#isOver) return
    const { note } = this.#run.parts
    if (word.type !== "log") note?.(this.#place(), word)
    else {
      const line = this.#read(word)
      this.#keep(line)
      const number = this.#written++
      note?.(this.#place(), { type: "log", number, ...line })
    }
  }

  /** The attempt has ended: what it wrote to the log; undefined where that is nothing. */
  end(): Said | undefined {
    this.#isOver = true
    if (this.#written === 0) return undefined
    const left = this.#written - this.#lines.length
    return { lines: this.#lines, ...(left === 0 ? {} : { left }) }
  }

  #keep(line: WrittenLine): void {
    this.#letters += lettersIn(line)
    this.#isFull ||= this.#lines.length === mostLines || this.#letters > mostLetters
    if (!this.#isFull) this.#lines.push(line)
  }

  #read({ level, message, data }: Extract<Word, { type: "log" }>): WrittenLine {
    const { redact = (value: Json) => value } = this.#run.parts
    const shown = redact(showTokens(message)) as string
    return {
      ...{
        at: this.#run.now(),
        level,
        message: shown.length > longestLine ? `${shown.slice(0, longestLine)}…` : shown,
      },
      ...(data === undefined ? {} : { data: redact(plain(data)) }),
    }
  }
}

function plain(data: Json): Json {
  const copy = toPlainJson(data, { size: longestLine, depth: 50 })
  if (!copy.ok) return "…"
  const text = JSON.stringify(copy.value)
  const shown = showTokens(text)
  return shown === text ? copy.value : (JSON.parse(shown) as Json)
}
