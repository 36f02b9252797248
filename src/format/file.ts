import { must } from "../lib/assert.ts"
import { finished } from "../lib/finished.ts"
import { type Json, type JsonMap, type Path, sameJson } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import { emptyWorkflow, type Workflow } from "../model/workflow.ts"
import { idOfNone } from "../model/workflowName.ts"
import { movesOf } from "./carry.ts"
import { commentsOfText } from "./comments.ts"
import { commentsAfter } from "./commentsAfter.ts"
import { type Breadth, type Edit, editValue } from "./edit.ts"
import { fileProblem } from "./fileProblems.ts"
import type { Trouble } from "./guard.ts"
import { withLeftOut } from "./leftOut.ts"
import { readTree } from "./readTree.ts"
import { rememberFormer } from "./replace.ts"
import { reread } from "./reread.ts"
import { inOrder, type Splice, spliced } from "./splice.ts"
import { styleOf } from "./styleOf.ts"
import { type CollectionNode, nearestNode, pathAround } from "./tree.ts"
import { treeInParts } from "./treeInParts.ts"
import { viewInParts } from "./view.ts"
import { writeFile } from "./write.ts"

/*
 * The text of a file is the workflow's home, and this is the door to it. A file is opened once; an edit on the
 * document becomes the smallest change of the text, and a change of the text by hand becomes a document that
 * shares with the one before all that did not change.
 *
 *     const file = openFile("id: a # mine\nsteps: []\n")
 *     editFile(file, { ...file.workflow, id: "b" }).text   // "id: b # mine\nsteps: []\n"
 */

/** Where a node stands: line and column count from 1, start and end are offsets in the text. */
export interface TextPlace {
  readonly line: number
  readonly column: number
  readonly start: number
  readonly end: number
}

/** A workflow and the text that says it. Never changed: an edit gives a new one. */
export interface OpenFile {
  readonly text: string
  /** What the text says, as far as it can be understood; empty where it is not readable. */
  readonly workflow: Workflow
  /** Everything wrong with the YAML and with the shape of the file, each with path, line and column. */
  readonly problems: readonly Problem[]
  /** False for what is not YAML, or was refused. Such a file can only be changed as text. */
  readonly readable: boolean
  /** True for a file of a newer version: it is shown as far as it is understood, and edits leave it as it is. */
  readonly readOnly: boolean
  /** The place of the node at the path, or of the nearest one around it that exists. */
  placeOf(path: Path): TextPlace
  /** The path of the smallest node around the offset. */
  pathAt(offset: number): Path
}

/** What an open file keeps to itself. */
interface Inside {
  readonly root: CollectionNode
  /** Where the root begins in the text. */
  readonly start: number
  readonly migrated: boolean
}

const insides = new WeakMap<OpenFile, Inside>()

/** The tree of the file's text and where it begins; undefined for a file that is not readable. */
export function treeOfFile(
  file: OpenFile,
): { readonly root: CollectionNode; readonly start: number } | undefined {
  return insides.get(file)
}

/**
 * Opens a text as a file. Whatever the text is, this gives a file: what is wrong is among its problems. With a
 * workflow that it may say, every step that it does say alike is the very same.
 */
export function openFile(text: string, like?: Workflow): OpenFile {
  return readFile(text, like)
}

/** The same, with a rest between its parts, in which whoever looks at a large workflow is let do something else. */
export function* openInParts(given: string, like?: Workflow): Generator<undefined, OpenFile> {
  const text = withoutMark(given)
  return yield* fileOfTree(text, yield* treeInParts(text), like)
}

/** The file after its text was edited by hand. Every step that says what it said before stays identical. */
export function retype(file: OpenFile, text: string): OpenFile {
  return text === file.text ? file : readFile(text, file.workflow)
}

/**
 * The file after an edit on its document: the difference between `file.workflow` and `after` is written into the
 * text, and nothing else of it changes. A file that is not readable or is read-only comes back as it is, and so
 * does one in which the edit cannot be written; `tryEdit` says why.
 */
export function editFile(file: OpenFile, after: Workflow): OpenFile {
  const edited = tryEdit(file, after)
  return edited.ok ? edited.value : file
}

/**
 * The file after an edit on its document, or why no text can say that document, as for a key that may not be one.
 * Should the changed text not say what was meant, more and more around the change is written anew, with the
 * comments that still have a place: an edit is never lost without a word.
 */
export function tryEdit(file: OpenFile, after: Workflow): Result<OpenFile, Problem> {
  if (!insides.has(file) || file.readOnly || after === file.workflow) return ok(file)
  const edited = writtenInto(file, after, "difference")
  if (edited.workflow === after) return ok(edited)
  // What holds for the file as a whole written anew is all that a text can say of the document.
  const whole = writtenAnew(file, after)
  const [problem] = whole.problems
  if (!whole.readable && problem) return err({ ...problem, at: {} })
  const isSaid = (one: OpenFile) => one.readable && sameJson(asJson(one.workflow), asJson(whole.workflow))
  if (isSaid(edited)) return ok(edited)
  return ok(
    (["step", "value"] as const).map(breadth => writtenInto(file, after, breadth)).find(isSaid) ?? whole,
  )
}

/** The file with the edit written into its text; not readable where that went wrong. Exported for its tests. */
export function writtenInto(file: OpenFile, after: Workflow, breadth: Breadth): OpenFile {
  const { root, start, before } = insideOf(file)
  const { text } = file
  const slot = {
    node: root,
    at: start,
    from: start,
    needsColon: false,
    indent: 0,
    inFlow: root.flow,
    path: [],
  }
  const moves = movesOf(() => edit, slot, before, asJson(after))
  const edit: Edit = { text, style: styleOf(text, root, start), splices: [], replaced: [], moves, breadth }
  editValue(edit, slot, before, asJson(after))
  const splices = withBreaksOf(text, inOrder(edit.splices))
  if (splices.length === 0) return file
  const next = spliced(text, splices)
  const read = reread(text, { root, start }, splices)
  const edited =
    read?.root.type === "map" ? fileOf(next, read.root, read.start, after) : readFile(next, after)
  if (edited.readable) rememberFormers(file, edited, edit.replaced, splices)
  return edited
}

/** The file written as a new one is, with the comments that still have a place. Exported for its tests. */
export function writtenAnew(file: OpenFile, after: Workflow): OpenFile {
  const { root, start, before } = insideOf(file)
  const map = withLeftOut(root.value, before, asJson(after)) as JsonMap
  const comments = commentsAfter(commentsOfText(file.text, root, start), root.value, map)
  return readFile(withBreaks(file.text, writeFile(map, comments)), after)
}

/** The tree of a readable file, and what an edit on it starts from. */
function insideOf(file: OpenFile): Inside & { readonly before: Json } {
  const inside = must(insides.get(file), "a readable file")
  return { ...inside, before: inside.migrated ? inside.root.value : asJson(file.workflow) }
}

function asJson(workflow: Workflow): Json {
  return workflow as unknown as Json
}

/** Line breaks as the file has them. */
function withBreaksOf(text: string, splices: readonly Splice[]): readonly Splice[] {
  return splices.map(splice => ({ ...splice, text: withBreaks(text, splice.text) }))
}

function withBreaks(like: string, text: string): string {
  return /^[^\n]*\r\n/.test(like) ? text.replace(/\r?\n/g, "\r\n") : text
}

function rememberFormers(
  before: OpenFile,
  after: OpenFile,
  replaced: Edit["replaced"],
  splices: readonly Splice[],
): void {
  const inside = insides.get(after)
  if (!inside) return
  for (const { slot, path } of replaced) {
    const splice = splices.find(({ start }) => start === (slot.inFlow ? slot.at : slot.from))
    const { node, depth } = nearestNode(inside.root, path)
    if (splice && depth === path.length) rememberFormer(node, before.text, slot, splice)
  }
}

function readFile(given: string, like: Workflow | undefined): OpenFile {
  const text = withoutMark(given)
  return finished(fileOfTree(text, readTree(text), like))
}

/** The text without the mark that some programs put before it. */
function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text
}

function* fileOfTree(
  text: string,
  read: ReturnType<typeof readTree>,
  like: Workflow | undefined,
): Generator<undefined, OpenFile> {
  if (!read.ok) return refusedFile(text, read.error)
  const { root, start } = read.value
  if (root.type !== "map") {
    const found = root.type === "list" ? "a list" : "a single value"
    return refusedFile(text, { offset: start, problem: fileProblem("not_a_map", { found }) })
  }
  return yield* fileInParts(text, root, start, like)
}

function refusedFile(text: string, { offset, problem }: Trouble): OpenFile {
  // Of a text that is far too long no more lines are counted than stand before what is wrong.
  const place = placesIn(text.slice(0, offset))
  const { line, column } = place(offset, offset)
  return {
    text,
    workflow: emptyWorkflow(idOfNone),
    problems: [withPlace(problem, { path: [], line, column })],
    readable: false,
    readOnly: true,
    placeOf: () => place(0, text.length),
    pathAt: () => [],
  }
}

function fileOf(text: string, root: CollectionNode, start: number, like: Workflow | undefined): OpenFile {
  return finished(fileInParts(text, root, start, like))
}

function* fileInParts(
  text: string,
  root: CollectionNode,
  start: number,
  like: Workflow | undefined,
): Generator<undefined, OpenFile> {
  const view = yield* viewInParts(root, like)
  const place = placesIn(text)
  const problems = view.problems.map(problem => {
    const { node, start: from, keyStart } = nearestNode(root, problem.at?.path ?? [])
    const offset = start + (node.type === "scalar" || node.flow ? from : keyStart)
    const { line, column } = place(offset, offset)
    return withPlace(problem, { line, column })
  })
  const file: OpenFile = {
    text,
    workflow: view.workflow,
    problems,
    readable: true,
    readOnly: view.readOnly,
    placeOf: path => {
      const { node, start: from } = nearestNode(root, path)
      return place(start + from, start + from + node.length)
    },
    pathAt: offset => pathAround(root, offset - start),
  }
  insides.set(file, { root, start, migrated: view.migrated })
  return file
}

/** Finds lines; they are counted when first asked for. */
function placesIn(text: string): (start: number, end: number) => TextPlace {
  let lineStarts: number[] | undefined
  return (start, end) => {
    lineStarts ??= lineStartsOf(text)
    let low = 0
    let high = lineStarts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (must(lineStarts[middle], "a line") <= start) low = middle + 1
      else high = middle
    }
    return { line: low, column: start - must(lineStarts[low - 1], "a line") + 1, start, end }
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1)
  return starts
}
