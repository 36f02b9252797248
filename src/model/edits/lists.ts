import type { Frame, Note, Trigger, Workflow } from "../workflow.ts"
import { inserted, replaced, without } from "./change.ts"

/** Adds a note to the canvas. */
export function addNote(workflow: Workflow, note: Note): Workflow {
  return { ...workflow, notes: inserted(workflow.notes ?? [], [note]) }
}

/** Changes a note. */
export function updateNote(workflow: Workflow, index: number, change: Partial<Note>): Workflow {
  return withList(
    workflow,
    "notes",
    replaced(workflow.notes ?? [], index, note => ({ ...note, ...change })),
  )
}

/** Removes a note. */
export function removeNote(workflow: Workflow, index: number): Workflow {
  return withList(workflow, "notes", removed(workflow.notes ?? [], index))
}

/** Draws a frame on the canvas. */
export function addFrame(workflow: Workflow, frame: Frame): Workflow {
  return { ...workflow, frames: inserted(workflow.frames ?? [], [frame]) }
}

/** Changes a frame. */
export function updateFrame(workflow: Workflow, index: number, change: Partial<Frame>): Workflow {
  return withList(
    workflow,
    "frames",
    replaced(workflow.frames ?? [], index, frame => ({ ...frame, ...change })),
  )
}

/** Removes a frame, and nothing in it. */
export function removeFrame(workflow: Workflow, index: number): Workflow {
  return withList(workflow, "frames", removed(workflow.frames ?? [], index))
}

/** Adds a trigger. */
export function addTrigger(workflow: Workflow, trigger: Trigger): Workflow {
  return { ...workflow, triggers: inserted(workflow.triggers ?? [], [trigger]) }
}

/** Changes a trigger; an undefined field goes away. */
export function updateTrigger(
  workflow: Workflow,
  index: number,
  change: { readonly [Field in keyof Trigger]?: Trigger[Field] | undefined },
): Workflow {
  const update = (trigger: Trigger) => {
    const fields = Object.entries({ ...trigger, ...change }).filter(([, value]) => value !== undefined)
    return Object.fromEntries(fields) as Trigger
  }
  return withList(workflow, "triggers", replaced(workflow.triggers ?? [], index, update))
}

/** Removes a trigger. */
export function removeTrigger(workflow: Workflow, index: number): Workflow {
  return withList(workflow, "triggers", removed(workflow.triggers ?? [], index))
}

function withList<Key extends "notes" | "frames" | "triggers">(
  workflow: Workflow,
  key: Key,
  list: NonNullable<Workflow[Key]>,
): Workflow {
  if (list === workflow[key]) return workflow
  return list.length === 0 ? without(workflow, key) : { ...workflow, [key]: list }
}

function removed<T>(list: readonly T[], index: number): readonly T[] {
  return list[index] === undefined ? list : list.filter((_, other) => other !== index)
}
