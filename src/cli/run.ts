import { randomBytes, randomInt } from "node:crypto"
import { stat } from "node:fs/promises"
import { dirname, relative, resolve } from "node:path"
import { openFile } from "../format/file.ts"
import { isMap, type Json, type JsonMap } from "../lib/json.ts"
import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { eachStep } from "../model/places.ts"
import type { Problem } from "../model/problems.ts"
import { type Answers, parseAnswers } from "./answers.ts"
import type { Arguments } from "./arguments.ts"
import { readBudget } from "./budget.ts"
import { catalogueIn } from "./catalogue.ts"
import { problem } from "./cliProblems.ts"
import { type Command, exit } from "./command.ts"
import { conduct, sayProblem } from "./conduct.ts"
import { fitsPattern } from "./fitsPattern.ts"
import { gather } from "./gather.ts"
import { grantOptions, readGrants } from "./grants.ts"
import type { Io } from "./io.ts"
import type { Texts } from "./pins.ts"
import { openData } from "./place.ts"
import { parseData, parseJson } from "./readData.ts"
import { readInputs } from "./readInputs.ts"
import { readText } from "./readText.ts"
import { readToward, towardOptions } from "./readToward.ts"
import { type Report, reportAsJson, reportAsText } from "./report.ts"
import { keepRunPlace } from "./runPlace.ts"
import { readStandIns, standInOptions } from "./standIns.ts"

/** The option that every command over runs has. */
export const dataOption = {
  value: "DIR",
  say: "Where runs and plugins are kept; .rivulet in this folder if left out",
} as const

/** Where runs are kept if nothing is said. */
const usualData = ".rivulet"

/** Runs a workflow. */
export const run: Command = {
  name: "run",
  summary: "Run a workflow, and show what it does",
  takes: "FILE",
  options: {
    input: { value: "NAME=VALUE", say: "The value of an input; may be repeated" },
    "input-file": { value: "FILE", say: "The values of inputs, as JSON or YAML; - for standard input" },
    trigger: { value: "JSON", say: "What a trigger would pass on: the run sees it as `trigger`" },
    answer: { value: "STEP=OUTLET[:JSON]", say: "Answer a step that will ask a person; may be repeated" },
    workspace: { value: "DIR", say: "The files that the workflow sees; the folder of FILE if left out" },
    data: dataOption,
    sandbox: { say: "Do nothing for real, and say what would be done" },
    "live-models": { say: "With --sandbox: let real models answer, in place of the simulated one" },
    budget: { value: "usd=0.5,…", say: "What it may use at most: usd, tokens, requests, time" },
    ...standInOptions,
    ...towardOptions,
    "fast-forward": { say: "Let waits and back-offs pass at once, in order, on a simulated clock" },
    ...grantOptions,
    json: { say: "One JSON object a line: each event, and the result last" },
  },
  notes: [
    "Workflows that this one starts are looked up by their ids in the files beside FILE.",
    "With --sandbox files stay as they are, nothing is sent, and what would be done is listed: some or all of it",
    "is then done with `rivulet runs apply RUN`.",
    "Of the workspace, files may be read and written; all else has to be granted.",
    "Ctrl+C cancels the run; pressed again it ends everything by force.",
    "",
    "Exits with 0 if the run completed, 1 if it failed, 2 if the file or an option cannot be used,",
    "3 if it waits for a person or a grant, 130 if it was cancelled.",
  ],
  async run(given, io) {
    const [file, ...more] = given.files
    if (file === undefined || more.length > 0) {
      io.complain("Name one workflow's file.\nSee rivulet run --help.\n")
      return exit.unusable
    }
    const json = given.flags.has("json")
    const catalogue = await catalogueIn(dataFolder(given).folder)
    const gathered = await gather(file, catalogue, io)
    if (!gathered.ok) return sayReports(io, gathered.error, json)
    const { workflow, texts, warnings } = gathered.value
    const options = await readRunOptions(given, texts)
    if (!options.ok) return sayProblem(io, options.error)
    const budget = readBudget(given)
    if (!budget.ok) return sayProblem(io, budget.error)
    const standIns = readStandIns(given, workflow, catalogue)
    if (!standIns.ok) return sayProblem(io, standIns.error)
    const toward = readToward(given, workflow, catalogue)
    if (!toward.ok) return sayProblem(io, toward.error)
    const content = await readInputFile(given, io)
    if (!content.ok) return sayProblem(io, content.error)
    const inputs = await readInputs(
      workflow,
      { words: given.values.get("input") ?? [], file: content.value },
      fitsPattern,
    )
    if (!inputs.ok) return sayReports(io, [{ file, isReadable: true, problems: inputs.error }], json)
    const trigger = readTrigger(given, inputs.value)
    if (!trigger.ok) return sayProblem(io, trigger.error)
    const folder = given.values.get("workspace")?.at(-1) ?? (file === "-" ? "." : dirname(file))
    const workspace = resolve(folder)
    if (!(await isFolder(workspace))) return sayProblem(io, problem("workspace_missing", { folder }))

    const { folder: data, found } = dataFolder(given)
    const opened = openData(data)
    const id = newRunId()
    const place = { workspace, grants: options.value.grants }
    if (!json) {
      for (const report of warnings) io.complain(reportAsText(report, io.colours))
      io.out(`${workflow.name ?? workflow.id} (run ${id})\n`)
    }
    const seed = randomInt(2 ** 31)
    const mode = given.flags.has("sandbox") ? "sandbox" : "live"
    try {
      return await conduct(io, opened, {
        run: id,
        ...{ texts, place, json, found, answers: options.value.answers, mode },
        standIns: standIns.value,
        ...(given.flags.has("fast-forward") ? { fastForwardFrom: Date.now() } : {}),
        async start({ runs }) {
          await keepRunPlace(data, id, place)
          const hash = await opened.pins.keep(workflow.id, texts)
          const started = await runs.start({
            ...{ run: id, seed, workflow, hash, inputs: inputs.value, mode },
            ...(budget.value === undefined ? {} : { budget: budget.value }),
            ...(standIns.value === undefined ? {} : { standIns: standIns.value }),
            ...toward.value,
            ...(given.flags.has("live-models") ? { models: "live" } : {}),
            ...(trigger.value === undefined ? {} : { trigger: trigger.value }),
          })
          return started.ok ? started.value : started.error
        },
      })
    } catch (cause) {
      return sayProblem(io, dataTrouble(data, cause))
    }
  },
}

/** The options by which a run goes on: its answers and what it is granted. */
export async function readRunOptions(
  given: Arguments,
  texts: Texts,
): Promise<Result<{ readonly answers: Answers; readonly grants: readonly string[] }, Problem>> {
  const answers = parseAnswers(given.values.get("answer") ?? [])
  if (!answers.ok) return answers
  const known = new Set([...texts.values()].flatMap(text => stepsIn(text)))
  for (const step of answers.value.steps) {
    const id = step.split(".").at(-1) ?? step
    if (known.has(id)) continue
    const meant = nearest(id, known)
    return err(
      problem("answer_for_no_step", { step, meant: meant === undefined ? "" : ` Did you mean “${meant}”?` }),
    )
  }
  const grants = readGrants(given)
  return grants.ok ? ok({ answers: answers.value, grants: grants.value }) : grants
}

function stepsIn(text: string): string[] {
  return [...eachStep(openFile(text).workflow)].map(({ step }) => step.id)
}

async function readInputFile(given: Arguments, io: Io): Promise<Result<Json | undefined, Problem>> {
  const path = given.values.get("input-file")?.at(-1)
  if (path === undefined) return ok(undefined)
  const text = await readText(path, io)
  const isJson = path.endsWith(".json")
  const isYaml = /\.ya?ml$/.test(path)
  const read = !text.ok ? text : isJson || isYaml ? parseData(text.value, isYaml) : parseData(text.value)
  if (read.ok) return read
  return err(problem("option_unreadable", { option: "input-file", text: path, why: read.error.message }))
}

/** What the run sees as its trigger. The inputs are among it, as a trigger of any type passes them on. */
function readTrigger(given: Arguments, inputs: JsonMap): Result<Json | undefined, Problem> {
  const text = given.values.get("trigger")?.at(-1)
  if (text === undefined) return ok(undefined)
  const read = parseJson(text)
  if (!read.ok) return err(problem("option_unreadable", { option: "trigger", text, why: read.error.message }))
  return ok(isMap(read.value) ? { ...inputs, ...read.value } : read.value)
}

/** Where runs are kept, and the option that says so. */
export function dataFolder({ values }: Arguments): { readonly folder: string; readonly found: string } {
  const given = values.get("data")?.at(-1)
  const folder = resolve(given ?? usualData)
  return { folder, found: given === undefined ? "" : ` --data ${relative(".", folder) || "."}` }
}

/** Names the trouble with the data folder. */
export function dataTrouble(folder: string, cause: unknown): Problem {
  if (typeof cause === "object" && cause !== null && "problem" in cause) return cause.problem as Problem
  if (!(cause instanceof Error && "code" in cause)) throw cause
  return problem("data_trouble", { folder, why: cause.message })
}

/** An id that no other run has, and that sorts by time. */
export function newRunId(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")
  return `${time}-${randomBytes(3).toString("hex")}`
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true
}

function sayReports(io: Io, reports: readonly Report[], json: boolean): number {
  for (const report of reports) {
    if (json) io.out(reportAsJson(report))
    else io.complain(reportAsText(report, io.colours))
  }
  return exit.unusable
}
