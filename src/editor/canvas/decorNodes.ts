import { t } from "../../language/t.ts"
import type { Workflow } from "../../model/workflow.ts"
import { areaOfFrame, areaOfNote } from "../decor.ts"
import type { FrameNode, NoteNode } from "./DecorBox.tsx"

/** React Flow's nodes for frames, which lie below all boxes, and for notes, which lie above. */
export function decorNodesOf(workflow: Pick<Workflow, "notes" | "frames">): (NoteNode | FrameNode)[] {
  const frames = (workflow.frames ?? []).map((frame, index): FrameNode => {
    const { x, y, width, height } = areaOfFrame(frame)
    return {
      ...{ id: `frame:${index}`, type: "frame", position: { x, y }, width, height },
      ...{ measured: { width, height }, zIndex: -1, focusable: false },
      data: { frame, index },
      ariaLabel: frame.title ? t`Frame, ${frame.title}` : t`Frame, without a title`,
    }
  })
  const notes = (workflow.notes ?? []).map((note, index): NoteNode => {
    const { x, y, width, height } = areaOfNote(note)
    return {
      ...{ id: `note:${index}`, type: "note", position: { x, y }, width, height },
      ...{ measured: { width, height }, focusable: false },
      data: { note, index },
      ariaLabel: note.text ? t`Note, ${note.text.slice(0, 80)}` : t`Note, empty`,
    }
  })
  return [...frames, ...notes]
}
