import { isMap, type Json, own, type Path } from "../../lib/json.ts"
import { mapSteps } from "../mapScopes.ts"
import type { Workflow } from "../workflow.ts"
import { setAt, updateStep, without } from "./change.ts"

/** Sets a field of a step, such as `["budget", "usd"]`; undefined takes it away, and what held nothing else. */
export function setField(workflow: Workflow, id: string, path: Path, value: Json | undefined): Workflow {
  return updateStep(workflow, id, step => put(step, path, value))
}

/** Sets a parameter of a step, or a part of one; undefined takes it away. */
export function setParameter(workflow: Workflow, id: string, path: Path, value: Json | undefined): Workflow {
  return updateStep(workflow, id, step => {
    const changed = setAt(step, ["with", ...path], value)
    return changed.with !== undefined && Object.keys(changed.with).length === 0
      ? without(changed, "with")
      : changed
  })
}

/** Sets a field of the workflow itself, such as `["settings", "timeout"]`, in the same way. */
export function setWorkflowField(workflow: Workflow, path: Path, value: Json | undefined): Workflow {
  return put(workflow, path, value)
}

function put<Whole extends object>(whole: Whole, path: Path, value: Json | undefined): Whole {
  const changed = setAt(whole, path, value)
  const around = path.slice(0, -1)
  if (value !== undefined || around.length === 0) return changed
  const left = around.reduce<unknown>((part, key) => (isMap(part) ? own(part, String(key)) : part), changed)
  return isMap(left) && Object.keys(left).length === 0 ? put(changed, around, undefined) : changed
}

/** Sets the name of a step, on which nothing depends; an empty one takes it away. */
export function setName(workflow: Workflow, id: string, name: string): Workflow {
  return setField(workflow, id, ["name"], name === "" ? undefined : name)
}

/** Switches steps off, or on again. */
export function setDisabled(workflow: Workflow, ids: Iterable<string>, disabled: boolean): Workflow {
  const meant = new Set(ids)
  return mapSteps(workflow, step => {
    if (!meant.has(step.id) || (step.disabled ?? false) === disabled) return step
    return disabled ? { ...step, disabled } : without(step, "disabled")
  })
}
