import type { RunState } from "../engine/core/state.ts"
import { type FileEntry, linesOf, textOfState, wouldDo } from "../engine/core/wouldDo.ts"
import type { Json } from "../lib/json.ts"
import { lineDiff } from "../lib/lineDiff.ts"
import type { Io } from "./io.ts"
import { oneLine, painter } from "./say.ts"

/** The most lines of one file that are shown. */
const mostLines = 40

/** One thing that a run would do, under the number by which `--only` names it. */
export interface NumberedEntry {
  readonly number: number
  readonly id: string
  readonly say: string
}

/** What the run would do, numbered from 1: files first, then the rest in the order of its steps. */
export function numberedEntries(state: RunState): readonly NumberedEntry[] {
  const { files, held } = wouldDo(state)
  const says = [
    ...files.map(file => ({ id: file.id, say: `${words[file.how]} ${file.path}${sayLines(file)}` })),
    ...held.map(({ id, say }) => ({ id, say })),
  ]
  return says.map((entry, at) => ({ number: at + 1, ...entry }))
}

const words = { new: "Make", changed: "Change", deleted: "Delete" } as const

function sayLines({ change }: FileEntry): string {
  const lines = linesOf(change)
  return lines === undefined ? "" : ` (+${lines.added} -${lines.removed})`
}

/** Says what the run would do, with what would change in each file. */
export function sayWouldDo(io: Io, run: string, state: RunState): void {
  const paint = painter(io.colours)
  const { files, models } = wouldDo(state)
  const entries = numberedEntries(state)
  io.out(`${paint("bold", "What this run would do")}\n`)
  if (entries.length === 0) io.out("  Nothing.\n")
  for (const { number, id, say } of entries) {
    io.out(`  ${String(number).padStart(2)}  ${oneLine(say, 160)}\n`)
    const file = files.find(each => each.id === id)
    if (file !== undefined) sayDiff(io, file)
  }
  for (const { model, calls, tokens, usd, simulated } of models) {
    const cost = usd === null ? "" : `, $${usd.toFixed(4)}`
    const made = simulated ? ", simulated" : ""
    io.out(paint("dim", `      ${model}: ${calls} asked, ${tokens} tokens${cost}${made}\n`))
  }
  if (entries.length > 0) {
    io.out(`Do all of it with: rivulet runs apply ${run}\n`)
    io.out(`Or some of it with: rivulet runs apply ${run} --only 1,2\n`)
  }
}

function sayDiff(io: Io, { change }: FileEntry): void {
  const paint = painter(io.colours)
  const [before, after] = [textOfState(change.before), textOfState(change.after)]
  if (before === undefined || after === undefined) return
  const lines = lineDiff(before, after).filter(({ type }) => type !== "same")
  for (const { type, text } of lines.slice(0, mostLines)) {
    const style = type === "added" ? "good" : "bad"
    io.out(paint(style, `        ${type === "added" ? "+" : "-"} ${oneLine(text, 160)}\n`))
  }
  if (lines.length > mostLines) io.out(`        and ${lines.length - mostLines} lines more\n`)
}

/** What the run would do, for programs. */
export function wouldDoAsJson(state: RunState): Json {
  const { files, held, models } = wouldDo(state)
  const numbers = new Map(numberedEntries(state).map(({ id, number }) => [id, number]))
  return {
    files: files.map(({ id, path, how, change }) => ({
      ...{ number: numbers.get(id) ?? 0, id, path, how },
      ...(linesOf(change) ?? {}),
      before: textOfState(change.before) ?? null,
      after: textOfState(change.after) ?? null,
    })),
    held: held.map(({ id, step, port, what, say, with: asked }) => ({
      ...{ number: numbers.get(id) ?? 0, id, step, port, what, say, with: asked },
    })),
    models: models.map(each => ({ ...each })),
  }
}
