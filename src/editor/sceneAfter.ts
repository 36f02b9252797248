import { own, sameJson } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { rootScopeKeys, type Step, scopeKeys, type Workflow } from "../model/workflow.ts"
import { outletsOf } from "./outlets.ts"
import { type Scene, type SceneNode, wordsOf } from "./scene.ts"

/** A workflow, and how it is drawn. */
interface Drawn {
  readonly workflow: Workflow
  readonly scene: Scene
}

/**
 * The scene of a workflow in which, since it was drawn last, nothing has changed but what some boxes say: a letter that
 * is typed lets thousands of boxes and wires be the very ones that they were. Null where anything else has changed.
 */
export function sceneAfter(before: Drawn, workflow: Workflow, catalogue: Catalogue): Scene | null {
  if (before.workflow.layout !== workflow.layout || before.workflow.triggers !== workflow.triggers)
    return null
  const changed = new Map<string, Step>()
  for (const key of rootScopeKeys) {
    if (!isDrawnAlike(before.workflow[key], workflow[key], catalogue, changed)) return null
  }
  const { scene } = before
  if (changed.size === 0) return scene
  const isHidden = ({ id, hides }: SceneNode) =>
    hides !== null && (changed.has(id) || hides.some(each => changed.has(each)))
  if (scene.nodes.some(isHidden)) return null
  let left = changed.size
  const nodes = scene.nodes.map((node): SceneNode => {
    // A second step of the same id is drawn under another one.
    const step = changed.get(node.id.replace(/~+$/, ""))
    if (step === undefined) return node
    left--
    return { ...node, ...wordsOf(step, own(catalogue.kinds, step.kind)) }
  })
  return left === 0 ? { ...scene, nodes } : null
}

/** Whether two scopes differ in nothing but what their boxes say; those that do are added. */
function isDrawnAlike(
  was: readonly Step[] | undefined,
  is: readonly Step[] | undefined,
  catalogue: Catalogue,
  changed: Map<string, Step>,
): boolean {
  if (was === is) return true
  if (was?.length !== is?.length || was === undefined || is === undefined) return false
  return is.every((step, index) => {
    const before = was[index]
    if (before === step) return true
    if (before === undefined || changed.has(step.id) || !isSameBox(before, step, catalogue)) return false
    changed.set(step.id, step)
    return scopeKeys.every(key => isDrawnAlike(before[key], step[key], catalogue, changed))
  })
}

function isSameBox(was: Step, is: Step, catalogue: Catalogue): boolean {
  const entry = own(catalogue.kinds, is.kind)
  return (
    was.id === is.id &&
    was.kind === is.kind &&
    was.next === is.next &&
    was.disabled === is.disabled &&
    sameJson(outletsOf(was, entry), outletsOf(is, entry))
  )
}
