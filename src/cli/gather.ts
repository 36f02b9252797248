import { basename, dirname, join } from "node:path"
import { openFile } from "../format/file.ts"
import { own } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { eachStep } from "../model/places.ts"
import type { Workflow } from "../model/workflow.ts"
import { problemsOfText } from "./examine.ts"
import type { Io } from "./io.ts"
import type { Texts } from "./pins.ts"
import { readText } from "./readText.ts"
import { isError, type Report } from "./report.ts"

/*
 * A workflow's file, with the files of all workflows that it may start: by steps that name them, and after a failure.
 * They are looked up by their ids in the files beside it.
 */

/** What a run is made of. */
export interface Gathered {
  readonly workflow: Workflow
  readonly texts: Texts
  /** What is wrong with the files, short of errors. */
  readonly warnings: readonly Report[]
}

/** Reads the file and what it may start; the error tells what is wrong in which file. */
export async function gather(
  file: string,
  catalogue: Catalogue,
  io: Io,
): Promise<Result<Gathered, readonly Report[]>> {
  const text = await readText(file, io)
  if (!text.ok) return err([{ file, isReadable: false, problems: [text.error] }])
  const { workflow } = openFile(text.value)
  const texts = new Map([[workflow.id, text.value]])
  const reports: Report[] = [{ file, isReadable: true, problems: problemsOfText(text.value, catalogue) }]
  const waiting = namesIn(workflow, catalogue)
  let beside: ReadonlyMap<string, { readonly file: string; readonly text: string }> | undefined
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    beside ??= await filesBeside(file, io)
    for (const [name, found] of id === anyWorkflow ? beside : [[id, beside.get(id)] as const]) {
      if (found === undefined || texts.has(name)) continue
      texts.set(name, found.text)
      reports.push({
        file: found.file,
        isReadable: true,
        problems: problemsOfText(found.text, catalogue),
      })
      waiting.push(...namesIn(openFile(found.text).workflow, catalogue))
    }
  }
  const broken = reports.filter(({ problems }) => problems.some(isError))
  if (broken.length > 0) return err(broken)
  return ok({ workflow, texts, warnings: reports.filter(({ problems }) => problems.length > 0) })
}

/** Stands for a workflow that a template names. */
const anyWorkflow = "*"
/** So many files are looked through for the id of a workflow. */
const mostFiles = 1_000

/** The ids of the workflows that this one may start. */
function namesIn(workflow: Workflow, catalogue: Catalogue): string[] {
  const names = new Set<string>()
  if (workflow.settings?.onFailure !== undefined) names.add(workflow.settings.onFailure)
  for (const { step } of eachStep(workflow)) {
    const hints = own(catalogue.kinds, step.kind)?.hints ?? {}
    for (const [field, hint] of Object.entries(hints)) {
      const value = own(step.with, field)
      if (hint?.widget !== "workflow" || typeof value !== "string") continue
      names.add(value.includes("{{") ? anyWorkflow : value)
    }
  }
  return [...names]
}

async function filesBeside(file: string, io: Io) {
  const folder = file === "-" ? "." : dirname(file)
  const names = ((await io.list?.(folder)) ?? []).filter(name => /\.ya?ml$/.test(name)).sort()
  const found = new Map<string, { file: string; text: string }>()
  for (const name of names.slice(0, mostFiles)) {
    if (name === basename(file)) continue
    const path = join(folder, name)
    const text = await readText(path, io)
    if (!text.ok) continue
    const { readable, workflow } = openFile(text.value)
    if (readable && !found.has(workflow.id)) found.set(workflow.id, { file: path, text: text.value })
  }
  return found
}
