import { own, sameJson } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { changedSteps } from "../model/places.ts"
import type { Step, Workflow } from "../model/workflow.ts"
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
  const differing = changedSteps(before.workflow, workflow)
  if (!differing?.every(({ was, is }) => isSameBox(was, is, catalogue))) return null
  const changed = new Map(differing.map(({ is }) => [is.id, is]))
  if (changed.size < differing.length) return null
  const { scene } = before
  if (changed.size === 0) return scene
  const isHidden = ({ id, hides }: SceneNode) =>
    hides !== null && (changed.has(id) || hides.some(each => changed.has(each)))
  if (scene.nodes.some(isHidden)) return null
  let left = changed.size
  const nodes = scene.nodes.map((node): SceneNode => {
    // A second step of the same id is drawn under another one.
    const step = changed.get(node.id.endsWith("~") ? node.id.replace(/~+$/, "") : node.id)
    if (step === undefined) return node
    left--
    return { ...node, ...wordsOf(step, own(catalogue.kinds, step.kind)) }
  })
  return left === 0 ? { ...scene, nodes } : null
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
