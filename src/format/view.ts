import type { Json, Path } from "../lib/json.ts"
import { type ParsedWorkflow, parseWorkflow } from "../model/parse.ts"
import { changedSteps, eachStep } from "../model/places.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import { formatVersion, rootScopeKeys, type Step, type Workflow } from "../model/workflow.ts"
import { fileProblem } from "./fileProblems.ts"
import { share } from "./share.ts"
import { type CollectionNode, childOf, type TextNode } from "./tree.ts"

/*
 * The lenient view of a tree, read in pieces: the file without its steps, and each step of the root scopes by
 * itself. A piece is remembered with the nodes that it was read from, so that after an edit only the pieces whose
 * nodes are new are read again.
 */

/** What a file says as far as it can be understood. Paths of problems are paths into the file. */
export interface View {
  readonly workflow: Workflow
  readonly problems: readonly Problem[]
  /** Written by a newer version: it can be shown and not changed. */
  readonly readOnly: boolean
  /** Written by an older version: the text has another shape than the view. */
  readonly migrated: boolean
}

/** So many steps are read between two rests. */
const stepsAtOnce = 40

/**
 * Reads the view of a tree; rests now and then. What says the same in `like` is taken from there, so that it stays
 * identical.
 */
export function* viewInParts(root: CollectionNode, like: Workflow | undefined): Generator<undefined, View> {
  const rest = readRest(root, like)
  if (rest.readOnly || rest.migratedFrom !== undefined) return readWhole(root, like)
  const problems = [...rest.problems]
  const fresh: Record<string, unknown> = { ...rest.workflow }
  for (const key of rootScopeKeys) {
    const steps = childOf(root, key)?.node
    if (steps?.type !== "list") continue
    const before = stepsOf(like, key)
    let beforeById: ReadonlyMap<string, Step> | undefined
    const byId = (id: string) => {
      beforeById ??= new Map(before.map(step => [step.id, step]))
      return beforeById.get(id)
    }
    const read: Step[] = []
    for (const [index, { node }] of steps.children.entries()) {
      if (index % stepsAtOnce === stepsAtOnce - 1) yield
      const at = before[index]
      const piece = readStep(node, index, step => (at?.id === step.id ? at : byId(step.id)))
      for (const problem of piece.problems) problems.push(movedTo([key, index], problem))
      read.push(piece.step)
    }
    fresh[key] = read
  }
  const workflow = share(like, fresh as unknown as Workflow)
  problems.push(...flawsOf(root), ...repeatedIds(workflow, root))
  return { workflow, problems, readOnly: false, migrated: false }
}

function stepsOf(workflow: Workflow | undefined, key: (typeof rootScopeKeys)[number]): readonly Step[] {
  return workflow?.[key] ?? []
}

function readWhole(root: CollectionNode, like: Workflow | undefined): View {
  const { workflow, problems, readOnly, migratedFrom } = parseWorkflow(root.value)
  return {
    workflow: share(like, workflow),
    problems: [...problems, ...flawsOf(root)],
    readOnly,
    migrated: migratedFrom !== undefined,
  }
}

const rests = new WeakMap<TextNode, { nodes: readonly TextNode[]; parsed: ParsedWorkflow }>()

/** The file with every scope emptied. What it says alike in `like` is remembered as it is there, as a step is. */
function readRest(root: CollectionNode, like: Workflow | undefined): ParsedWorkflow {
  const value: Record<string, Json> = Object.create(null)
  const nodes: TextNode[] = []
  for (const { key, node } of root.children) {
    const isScope = node.type === "list" && rootScopeKeys.some(scope => scope === key)
    value[key] = isScope ? [] : node.value
    if (!isScope) nodes.push(node)
  }
  const [first] = nodes
  if (first === undefined) return parseWorkflow(value)
  const known = rests.get(first)
  const fresh = known && hasSameItems(known.nodes, nodes) ? known.parsed : parseWorkflow(value)
  const parsed = { ...fresh, workflow: withPartsOf(like, fresh.workflow) }
  rests.set(first, { nodes, parsed })
  return parsed
}

/** The workflow with each of its values that says the same in the other one taken from there. */
function withPartsOf(like: Workflow | undefined, workflow: Workflow): Workflow {
  if (like === undefined) return workflow
  const own = Object.entries(workflow).map(([key, value]) => [key, share(like[key as keyof Workflow], value)])
  return Object.fromEntries(own)
}

function hasSameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

interface Piece {
  readonly step: Step
  readonly problems: readonly Problem[]
}

const pieces = new WeakMap<TextNode, Piece>()

function readStep(node: TextNode, index: number, like: (step: Step) => Step | undefined): Piece {
  if (node.type !== "map") return parseStep(node.value, index)
  const known = pieces.get(node)
  if (known && like(known.step) === known.step) return known
  const fresh = known ?? parseStep(node.value, 0)
  const step = share(like(fresh.step), fresh.step)
  const piece = { step, problems: fresh.problems }
  pieces.set(node, piece)
  return piece
}

/** Reads one step. What is no map at all is called by its position, so it is read at that. */
function parseStep(value: Json, index: number): Piece {
  const before = Array.from({ length: index }, () => ({ id: "piece", kind: "piece" }))
  const { workflow, problems } = parseWorkflow({
    rivulet: formatVersion,
    id: "piece",
    steps: [...before, value],
  })
  return {
    step: workflow.steps[index] as Step,
    problems: problems.filter(problem => problem.code !== "duplicate_id").map(withoutStart),
  }
}

/** The problem with the path inside the step, which `parseStep` read at `steps.0`. */
function withoutStart(problem: Problem): Problem {
  return placedAt(problem, problem.at?.path?.slice(2) ?? [], path => path.slice(2))
}

function movedTo(start: Path, problem: Problem): Problem {
  return placedAt(problem, [...start, ...(problem.at?.path ?? [])], path => [...start, ...path])
}

function placedAt(problem: Problem, path: Path, move: (path: Path) => Path): Problem {
  const { fix } = problem
  if (!fix?.set) return withPlace(problem, { path })
  return withPlace(problem, { path }, { ...fix, set: { ...fix.set, path: move(fix.set.path) } })
}

/** The last workflow that was seen to repeat no id: the next one is most often that with one step changed. */
let unrepeated: Workflow | undefined

/** Repeated ids are seen in the file as a whole only. It is read as one where there are some, which is rare. */
function repeatedIds(workflow: Workflow, root: CollectionNode): readonly Problem[] {
  if (!isUnrepeated(workflow)) {
    return parseWorkflow(root.value).problems.filter(
      ({ code, at }) => code === "duplicate_id" && at?.path?.[0] !== "triggers",
    )
  }
  unrepeated = workflow
  return []
}

function isUnrepeated(workflow: Workflow): boolean {
  const changed = unrepeated && changedSteps(unrepeated, workflow)
  if (changed?.every(({ was, is }) => was.id === is.id)) return true
  const ids: string[] = []
  for (const { step } of eachStep(workflow)) if (step.id !== "") ids.push(step.id)
  return new Set(ids).size === ids.length
}

/** The flaws of scalars, by path. */
function flawsOf(root: CollectionNode): Problem[] {
  const found: Problem[] = []
  const look = (node: TextNode, path: Path) => {
    if (node.type === "scalar") {
      const text = String(node.value)
      if (node.flaw) found.push(withPlace(fileProblem(node.flaw, { text }), { path }))
    } else if (node.flawed) {
      for (const [index, child] of node.children.entries()) {
        look(child.node, [...path, node.type === "list" ? index : child.key])
      }
    }
  }
  look(root, [])
  return found
}
