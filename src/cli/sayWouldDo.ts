import type { RunState } from "../engine/core/state.ts"
import {
  type FileEntry,
  linesOf,
  textOfState,
  type WouldDo,
  wholeOutbox,
  wouldDo,
} from "../engine/core/wouldDo.ts"
import type { Json } from "../lib/json.ts"
import { lineDiff } from "../lib/lineDiff.ts"
import type { Io } from "./io.ts"
import { readPastRun } from "./pastRun.ts"
import type { Data } from "./place.ts"
import { oneLine, painter } from "./say.ts"

/** The most lines of one file that are shown. */
const mostLines = 40

/** One thing that a run would do, under the number by which `--only` names it. */
export interface NumberedEntry {
  readonly number: number
  readonly id: string
  readonly say: string
}

/** What the run would do, and what the runs would that it started. */
export async function outboxOf(data: Data, state: RunState): Promise<WouldDo> {
  const found = new Map<string, WouldDo>()
  const look = async (would: WouldDo): Promise<void> => {
    for (const run of would.started.keys()) {
      const read = found.has(run) ? undefined : await readPastRun(data, run)
      if (!read?.ok) continue
      const theirs = wouldDo(read.value.state)
      found.set(run, theirs)
      await look(theirs)
    }
  }
  const would = wouldDo(state)
  await look(would)
  return wholeOutbox(would, run => found.get(run))
}

/** What a run would do, numbered from 1: files first, then the rest in the order of its steps. */
export function numberedEntries({ files, held }: WouldDo): readonly NumberedEntry[] {
  const by = (within: string | undefined) => (within === undefined ? "" : ` (by ${within})`)
  const says = [
    ...files.map(file => ({
      id: file.id,
      say: `${words[file.how]} ${file.path}${sayLines(file)}${by(file.within)}`,
    })),
    ...held.map(({ id, say, within }) => ({ id, say: `${say}${by(within)}` })),
  ]
  return says.map((entry, at) => ({ number: at + 1, ...entry }))
}

const words = { new: "Make", changed: "Change", deleted: "Delete" } as const

function sayLines({ change }: FileEntry): string {
  const lines = linesOf(change)
  return lines === undefined ? "" : ` (+${lines.added} -${lines.removed})`
}

/** Says what the run would do, with what would change in each file. */
export function sayWouldDo(io: Io, run: string, would: WouldDo): void {
  const paint = painter(io.colours)
  const { files, models } = would
  const entries = numberedEntries(would)
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
export function wouldDoAsJson(would: WouldDo): Json {
  const { files, held, models } = would
  const numbers = new Map(numberedEntries(would).map(({ id, number }) => [id, number]))
  return {
    files: files.map(({ id, path, how, change, within }) => ({
      ...{ number: numbers.get(id) ?? 0, id, path, how },
      ...(within === undefined ? {} : { within }),
      ...(linesOf(change) ?? {}),
      before: textOfState(change.before) ?? null,
      after: textOfState(change.after) ?? null,
    })),
    held: held.map(({ id, step, port, what, say, with: asked, within }) => ({
      ...{ number: numbers.get(id) ?? 0, id, step, port, what, say, with: asked },
      ...(within === undefined ? {} : { within }),
    })),
    models: models.map(each => ({ ...each })),
  }
}
