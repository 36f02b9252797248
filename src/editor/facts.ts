import type { OpenFile } from "../format/file.ts"
import { finished } from "../lib/finished.ts"
import { at, isMap, type Path } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { changedSteps, eachStep } from "../model/places.ts"
import type { Problem } from "../model/problems.ts"
import type { Step, Trigger, Workflow } from "../model/workflow.ts"
import type { Editor } from "./editor.ts"
import { type Scene, type SceneNode, sceneOf, triggerNodeId } from "./scene.ts"
import { sceneAfter } from "./sceneAfter.ts"

/** Finds what is wrong with a workflow that can be read, with a rest between its parts. */
export type CheckInParts = (
  workflow: Workflow,
  catalogue: Catalogue,
) => Generator<undefined, readonly Problem[]>

/** What follows from a workflow and the catalogue. Derived when asked for, once for each, and never stored. */
export interface Facts {
  readonly scene: Scene
  /** The boxes of the scene by their ids. */
  readonly boxes: ReadonlyMap<string, SceneNode>
  readonly steps: ReadonlyMap<string, { readonly step: Step; readonly path: Path }>
}

/** What is wrong with a file. */
export interface Findings {
  /** Errors first, in the order of the text. */
  readonly problems: readonly Problem[]
  /** The problems of each box. */
  readonly problemsByNode: ReadonlyMap<string, readonly Problem[]>
  /** Whether the check has looked; until then there may be more. */
  readonly isChecked: boolean
}

/** What was found out with a catalogue: another one knows other kinds. */
interface Known<T> {
  readonly catalogue: Catalogue
  readonly made: T
}

/** By the container whose inside alone is drawn. */
type Drawn = Map<string | null, Facts>

/** What was drawn last as a whole: the next scene is most often made from it. */
const lastDrawn = new WeakMap<Catalogue, { readonly workflow: Workflow; readonly scene: Scene }>()
const facts = new WeakMap<Workflow, Known<Drawn>>()
const findings = new WeakMap<OpenFile, Known<Findings> & { readonly check: CheckInParts | null }>()

/** What follows from the file; with `within`, what is drawn is the inside of that container alone. */
export function factsOf(file: OpenFile, catalogue: Catalogue, within: string | null = null): Facts {
  const { workflow } = file
  const known = facts.get(workflow)
  const drawn: Drawn = known?.catalogue === catalogue ? known.made : new Map()
  if (drawn !== known?.made) facts.set(workflow, { catalogue, made: drawn })
  const before = drawn.get(within)
  if (before) return before
  const last = within === null ? lastDrawn.get(catalogue) : undefined
  const scene = (last && sceneAfter(last, workflow, catalogue)) ?? sceneOf(workflow, catalogue, { within })
  if (within === null) lastDrawn.set(catalogue, { workflow, scene })
  const boxes = new Map(scene.nodes.map(node => [node.id, node]))
  const made = { scene, boxes, steps: stepsOf(workflow) }
  drawn.set(within, made)
  return made
}

/** What follows from an open workflow as the canvas shows it: all of it, or the inside of one container. */
export function shownFacts({ store, catalogue }: Pick<Editor, "store" | "catalogue">): Facts {
  const { file, within } = store.getState()
  return factsOf(file, catalogue, within)
}

/** The parts of finding out what is wrong with a file, between which whoever asks may do something else. */
export function* findInParts(
  file: OpenFile,
  catalogue: Catalogue,
  check: CheckInParts | null,
): Generator<undefined, Findings> {
  const known = foundAlready(file, catalogue, check)
  if (known) return known
  const checked = check === null ? [] : yield* check(file.workflow, catalogue)
  yield
  return keep(file, catalogue, check, problemsOf(file, checked))
}

/** What is wrong with the file, where that is known; else null. */
export function foundAlready(
  file: OpenFile,
  catalogue: Catalogue,
  check: CheckInParts | null,
): Findings | null {
  const known = findings.get(file)
  return known?.check === check && known.catalogue === catalogue ? known.made : null
}

/** What is wrong with the file; while the check is still being loaded, what reading alone has found. */
export function findingsOf(file: OpenFile, catalogue: Catalogue, check: CheckInParts | null): Findings {
  return finished(findInParts(file, catalogue, check))
}

function keep(
  file: OpenFile,
  catalogue: Catalogue,
  check: CheckInParts | null,
  problems: readonly Problem[],
): Findings {
  const made = { problems, problemsByNode: groupByNode(problems, file.workflow), isChecked: check !== null }
  findings.set(file, { catalogue, check, made })
  return made
}

function problemsOf(file: OpenFile, checked: readonly Problem[]): Problem[] {
  const found = [...file.problems, ...checked].map(problem => {
    if (problem.at?.line !== undefined || problem.at?.path === undefined) return problem
    const place = file.placeOf(problem.at.path)
    return place ? { ...problem, at: { ...problem.at, line: place.line, column: place.column } } : problem
  })
  return found.sort((a, b) => rank(a) - rank(b) || (a.at?.line ?? 0) - (b.at?.line ?? 0))
}

function rank({ severity }: Problem): number {
  return severity === "error" ? 0 : 1
}

const stepsKnown = new WeakMap<Workflow, Facts["steps"]>()
/** The workflow that was asked for last: the next one is most often that with one step changed. */
let lastAsked: Workflow | null = null

/** The steps of a workflow by their ids, each with where it stands. */
export function stepsOf(workflow: Workflow): Facts["steps"] {
  const known = stepsKnown.get(workflow)
  if (known) return known
  const steps = (lastAsked && stepsAfter(lastAsked, workflow)) ?? stepsById(workflow)
  stepsKnown.set(workflow, steps)
  lastAsked = workflow
  return steps
}

/** The same as those of the workflow before, but for what has changed; null where that is more than what steps say. */
function stepsAfter(before: Workflow, workflow: Workflow): Facts["steps"] | null {
  const changed = changedSteps(before, workflow)
  const known = stepsKnown.get(before)
  if (!known || !changed?.every(({ was, is }) => was.id === is.id)) return null
  const steps = new Map(known)
  for (const { was, is, path } of changed)
    if (steps.get(is.id)?.step === was) steps.set(is.id, { step: is, path })
  return steps
}

function stepsById(workflow: Workflow): Facts["steps"] {
  const steps = new Map<string, { step: Step; path: Path }>()
  for (const { step, path } of eachStep(workflow)) {
    if (!steps.has(step.id)) steps.set(step.id, { step, path })
  }
  return steps
}

function groupByNode(problems: readonly Problem[], workflow: Workflow) {
  const byNode = new Map<string, Problem[]>()
  for (const problem of problems) {
    const id = nodeAt(workflow, problem.at?.path ?? [])
    if (id === null) continue
    const list = byNode.get(id)
    if (list) list.push(problem)
    else byNode.set(id, [problem])
  }
  return byNode
}

/** The box that a place in the file belongs to: the innermost step or trigger around it. */
export function nodeAt(workflow: Workflow, path: Path): string | null {
  for (let length = path.length; length >= 2; length--) {
    if (typeof path[length - 1] !== "number") continue
    const list = path[length - 2]
    if (length === 2 && list === "triggers") {
      const trigger = at(workflow, path.slice(0, 2)) as Trigger | undefined
      return isMap(trigger) ? triggerNodeId(String(trigger.id)) : null
    }
    if (!isScopeOf(path.slice(0, length - 1))) continue
    const step = at(workflow, path.slice(0, length)) as Step | undefined
    if (isMap(step)) return String(step.id)
  }
  return null
}

const scopeNames = new Set(["steps", "enter", "exit", "always", "failure"])

/** Whether the path leads to a scope: names of scopes and positions, by turns. */
function isScopeOf(path: Path): boolean {
  return path.every((key, index) => (index % 2 === 0 ? scopeNames.has(String(key)) : typeof key === "number"))
}
