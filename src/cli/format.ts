import { formatText } from "../format/formatText.ts"
import { problem } from "./cliProblems.ts"
import { type Command, exit } from "./command.ts"
import type { Io } from "./io.ts"
import { printable } from "./printable.ts"
import { readText } from "./readText.ts"
import { type Report, reportAsText } from "./report.ts"

/** Writes workflows the one way that new files are written. */
export const format: Command = {
  name: "format",
  summary: "Write workflows the one way that new files are written",
  takes: "FILE...",
  options: { check: { say: "Only say which files would change" } },
  notes: [
    "Comments stay at what they stand at. FILE may be - for standard input, which is written to standard output.",
    "Exits with 0 if all went well, 1 if --check found files to change, 2 if a file could not be read or written;",
    "such a file stays as it is.",
  ],
  async run({ files, flags }, io) {
    if (files.length === 0) {
      io.complain("Name the files to format.\nSee rivulet format --help.\n")
      return exit.unusable
    }
    const outcomes: Outcome[] = []
    for (const file of files) outcomes.push(await formatFile(file, flags.has("check"), io))
    if (outcomes.includes("failed")) return exit.unusable
    return flags.has("check") && outcomes.includes("changed") ? exit.problems : exit.fine
  },
}

type Outcome = "same" | "changed" | "failed"

async function formatFile(file: string, isCheck: boolean, io: Io): Promise<Outcome> {
  const fail = (problems: Report["problems"]): Outcome => {
    io.complain(reportAsText({ file, isReadable: false, problems }, false))
    return "failed"
  }
  const text = await readText(file, io)
  if (!text.ok) return fail([text.error])
  const formatted = formatText(text.value)
  if (!formatted.ok) return fail(formatted.error)
  const isSame = formatted.value === text.value
  if (file === "-" && !isCheck) {
    io.out(formatted.value)
    return isSame ? "same" : "changed"
  }
  if (isSame) return "same"
  if (!isCheck) {
    const written = await io.replace(file, formatted.value)
    if (!written.ok) return fail([problem("file_not_written")])
  }
  io.out(`${printable(file)} ${isCheck ? "would change" : "changed"}\n`)
  return "changed"
}
