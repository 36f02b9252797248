import { editFile, type OpenFile, openFile } from "../format/file.ts"
import { own } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { eachStep } from "../model/places.ts"
import type { Problem } from "../model/problems.ts"
import { type TestCase, testFileSchema } from "../model/testCase.ts"
import type { Workflow } from "../model/workflow.ts"

/** A file that somebody wants to bring in, read and looked through. */
export interface ImportItem {
  /** What the file is called on disk. */
  readonly fileName: string
  readonly file: OpenFile
  /** The id that it gets: its own, or the next that is free. */
  readonly id: string
  readonly isRenamed: boolean
  /** Why it cannot come in. A workflow with mistakes can: it is drawn with them. */
  readonly refusals: readonly Problem[]
  /** Kinds of steps and types of triggers that it uses and that are not known here. It may come in all the same. */
  readonly strange: readonly string[]
}

/** Reads texts for import. Files that come together are read together, as one may not take the id of another. */
export function readImports(
  texts: readonly { readonly fileName: string; readonly text: string }[],
  takenIds: Iterable<string>,
  catalogue?: Catalogue,
): ImportItem[] {
  const taken = new Set(takenIds)
  return texts.map(({ fileName, text }) => {
    const file = openFile(text)
    const id = freeId(file.workflow.id, taken)
    taken.add(id)
    const isRenamed = id !== file.workflow.id
    return {
      fileName,
      file: isRenamed && file.readable ? editFile(file, { ...file.workflow, id }) : file,
      id,
      isRenamed,
      refusals: file.readable ? [] : file.problems,
      strange: catalogue && file.readable ? strangersIn(file.workflow, catalogue) : [],
    }
  })
}

/** What the workflow names that the catalogue does not have; a kind that is still to be said is no stranger. */
function strangersIn(workflow: Workflow, { kinds, triggers }: Catalogue): readonly string[] {
  const steps = [...eachStep(workflow)].flatMap(({ step: { kind } }) => (own(kinds, kind) ? [] : [kind]))
  const types = (workflow.triggers ?? []).flatMap(({ type }) => (own(triggers, type) ? [] : [type]))
  return [...new Set([...steps, ...types])].filter(name => name !== "")
}

/** Whether the file holds the tests of a workflow that stands beside it. */
export function isTestFile(fileName: string): boolean {
  return fileName.endsWith(".test.json")
}

/** The tests in the texts, by the id that the workflow beside each was given; files of tests alone have nowhere to go. */
export function readTestFiles(
  texts: readonly { readonly fileName: string; readonly text: string }[],
  items: readonly ImportItem[],
): ReadonlyMap<string, readonly TestCase[]> {
  const found = new Map<string, readonly TestCase[]>()
  for (const { fileName, text } of texts) {
    const beside = items.find(item => stemOf(item.fileName) === fileName.slice(0, -".test.json".length))
    const read = testFileSchema.safeParse(parsed(text))
    if (beside !== undefined && read.success) found.set(beside.id, read.data.tests)
  }
  return found
}

/** `report` of `report.rivulet.yaml`. */
function stemOf(fileName: string): string {
  return fileName.replace(/(\.rivulet)?\.ya?ml$/, "")
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The id itself if nobody has it, else with the smallest number behind it that is free. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number++) {
    const id = `${wanted.slice(0, 58)}-${number}`
    if (!taken.has(id)) return id
  }
}
