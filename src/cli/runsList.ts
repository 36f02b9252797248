import type { RunStatus, RunSummary } from "../model/journal.ts"
import { sayMeant } from "../model/meant.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import { exit } from "./command.ts"
import { sayProblem } from "./conduct.ts"
import type { Io } from "./io.ts"
import type { Data } from "./place.ts"
import { oneLine, painter, sayMoment, sayTime } from "./say.ts"

const statuses: readonly RunStatus[] = [
  "queued",
  "running",
  "waiting",
  "paused",
  "in_doubt",
  "parked",
  "completed",
  "failed",
  "cancelled",
]

/** So many runs are listed if nothing is said. */
const usualMost = 20

/** Lists runs, newest first. */
export async function listRuns({ values, flags }: Arguments, data: Data, io: Io): Promise<number> {
  const workflow = values.get("workflow")?.at(-1)
  const status = values.get("status")?.at(-1)
  const text = values.get("text")?.at(-1)
  const most = Number(values.get("most")?.at(-1) ?? usualMost)
  if (status !== undefined && !statuses.some(known => known === status)) {
    const why = `It has to be one of ${statuses.join(", ")}.`
    return sayProblem(io, problem("option_unreadable", { option: "status", text: status, why }))
  }
  if (!Number.isInteger(most) || most < 1) {
    const why = "It has to be a whole number from 1."
    return sayProblem(io, problem("option_unreadable", { option: "most", text: String(most), why }))
  }
  const { runs, next } = await data.journal.history({
    most,
    ...(workflow === undefined ? {} : { workflow }),
    ...(status === undefined ? {} : { status: status as RunStatus }),
    ...(text === undefined ? {} : { text }),
  })
  if (flags.has("json")) for (const summary of runs) io.out(`${JSON.stringify(summary)}\n`)
  else if (runs.length === 0) io.out("There are no such runs.\n")
  else {
    io.out(await tableOf(runs, data, io))
    if (next !== null) io.out(`There are more: --most ${most * 2} shows them.\n`)
  }
  return exit.fine
}

async function tableOf(runs: readonly RunSummary[], data: Data, io: Io): Promise<string> {
  const paint = painter(io.colours)
  const rows = await Promise.all(
    runs.map(async one => {
      const { run, workflow, startedAt, endedAt, meant } = one
      const took = endedAt === null ? "" : sayTime(endedAt - startedAt)
      const status = await statusOf(one, data)
      return [
        run,
        status,
        oneLine(workflow, 40),
        sayMoment(startedAt),
        took,
        meant === undefined ? "" : oneLine(sayMeant(meant), 60),
      ]
    }),
  )
  const isAnyNarrow = runs.some(({ meant }) => meant !== undefined)
  const table = [["RUN", "STATUS", "WORKFLOW", "STARTED", "TOOK", isAnyNarrow ? "FOR" : ""], ...rows]
  const widths = [0, 1, 2, 3, 4, 5].map(column => Math.max(...table.map(row => (row[column] ?? "").length)))
  return table
    .map((row, at) => {
      const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")
      return `${at === 0 ? paint("dim", line.trimEnd()) : line.trimEnd()}\n`
    })
    .join("")
}

/** How the run stands; one that says it runs and that nobody has was interrupted. */
export async function statusOf({ run, status, parent }: RunSummary, { owners }: Data): Promise<string> {
  if (status !== "running" && status !== "queued") return status.replace("_", " ")
  const owner = await owners.ownerOf(parent ?? run)
  return owner === undefined ? "interrupted" : status
}
