import { must } from "../../lib/assert.ts"
import type { GuestTime, Piece, Source } from "./protocol.ts"
import { seedOf } from "./seed.ts"
import type { Slot } from "./shares.ts"

/** One expression with the values that it sees. */
export interface Job {
  readonly source: string
  readonly slots: readonly Slot[]
  readonly traced?: true
}

const mostJobs = 128
const longestText = 2 ** 18

/** Puts jobs together into pieces; what several of one piece name alike stands there once. */
export function piecesOf(jobs: readonly Job[], time: GuestTime): Piece[] {
  const pieces: Piece[] = []
  let piece = openPiece(time)
  for (const job of jobs) {
    if (piece.isFull()) {
      pieces.push(piece.close())
      piece = openPiece(time)
    }
    piece.add(job)
  }
  if (jobs.length > 0) pieces.push(piece.close())
  return pieces
}

function openPiece(time: GuestTime) {
  const sources: Source[] = []
  const sourceNumbers = new Map<string, number>()
  const valueNumbers = new Map<string, number>()
  const shared = new Set<number>()
  let values = ""
  let jobs = ""
  let count = 0

  function sourceNumber({ source, slots, traced }: Job): number {
    let name = traced ? "traced " : ""
    for (const [path] of slots) name += `${nameOfPath(path)} `
    name += source
    let number = sourceNumbers.get(name)
    if (number === undefined) {
      number = sources.length
      sourceNumbers.set(name, number)
      sources.push({ source, paths: slots.map(([path]) => path), ...(traced ? { traced } : {}) })
    }
    return number
  }

  function valueNumber(json: string): number {
    let number = valueNumbers.get(json)
    if (number === undefined) {
      number = valueNumbers.size
      valueNumbers.set(json, number)
      values += number === 0 ? json : `,${json}`
    }
    return number
  }

  return {
    isFull: () => count >= mostJobs || values.length >= longestText,
    add(job: Job) {
      jobs += `${count === 0 ? "" : ","}[${sourceNumber(job)}`
      for (const [, value] of job.slots) {
        if (typeof value === "number") shared.add(value)
        jobs += `,${typeof value === "string" ? valueNumber(value) : value === null ? "null" : -value}`
      }
      jobs += "]"
      count++
    },
    close: (): Piece => ({
      sources,
      count,
      text: `{"seeds":[${sources.map(({ source }) => seedOf(source, time))}],"values":[${values}],"jobs":[${jobs}]}`,
      shared: [...shared],
    }),
  }
}

const pathNames = new WeakMap<readonly string[], string>()

function nameOfPath(path: readonly string[]): string {
  // A root alone is a name, which no list as text is.
  if (path.length === 1) return must(path[0], "a root")
  let name = pathNames.get(path)
  if (name === undefined) {
    name = JSON.stringify(path)
    pathNames.set(path, name)
  }
  return name
}
