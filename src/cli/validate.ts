import { catalogueIn } from "./catalogue.ts"
import { type Command, exit } from "./command.ts"
import { examine } from "./examine.ts"
import { isError, type Report, reportAsJson, reportAsText, summaryOf } from "./report.ts"
import { dataFolder, dataOption } from "./run.ts"

/** Says what is wrong with workflows, without running them. */
export const validate: Command = {
  name: "validate",
  summary: "Say what is wrong with workflows, without running them",
  takes: "FILE...",
  options: { data: dataOption, json: { say: "One JSON object a line for each file" } },
  notes: [
    "FILE may be - for standard input.",
    "Exits with 0 if nothing is wrong or there are only warnings, 1 if there are errors,",
    "2 if a file could not be read.",
  ],
  async run(given, io) {
    const { files, flags } = given
    if (files.length === 0) {
      io.complain("Name the files to validate.\nSee rivulet validate --help.\n")
      return exit.unusable
    }
    const catalogue = await catalogueIn(dataFolder(given).folder)
    const reports: Report[] = []
    for (const file of files) {
      const examined = await examine(file, catalogue, io)
      const report = {
        file,
        isReadable: examined.ok,
        problems: examined.ok ? examined.value : [examined.error],
      }
      reports.push(report)
      io.out(flags.has("json") ? reportAsJson(report) : reportAsText(report, io.colours))
    }
    if (!flags.has("json")) io.out(summaryOf(reports))
    if (reports.some(({ isReadable }) => !isReadable)) return exit.unusable
    return reports.some(({ problems }) => problems.some(isError)) ? exit.problems : exit.fine
  },
}
