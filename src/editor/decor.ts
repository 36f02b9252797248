import { addFrame, addNote, removeFrame, removeNote, updateFrame, updateNote } from "../model/edits/lists.ts"
import type { Frame, Note, Workflow } from "../model/workflow.ts"
import { moveBoxes } from "./building.ts"
import type { Point } from "./layout.ts"
import { type Scene, sceneOf } from "./scene.ts"

/*
 * What is drawn beside the boxes and means nothing to a run: notes, and frames around boxes. In the file they are
 * lists, so on the canvas they go by their place in the list: `note:0`, `frame:2`.
 */

/** A note or a frame, by its place in the file. */
export interface DecorRef {
  readonly type: "note" | "frame"
  readonly index: number
}

/** Where something stands, and how large it is. */
export interface Area extends Point {
  readonly width: number
  readonly height: number
}

/** Whether two areas have something in common. */
export function touches(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Whether the second area lies within the first. */
export function contains({ x, y, width, height }: Area, inner: Area): boolean {
  return (
    inner.x >= x && inner.y >= y && inner.x + inner.width <= x + width && inner.y + inner.height <= y + height
  )
}

/** The size of a note that does not name one. */
export const noteSize = { width: 220, height: 120 } as const
/** How far a frame reaches beyond the boxes that it is drawn around. */
const frameMargin = { x: 28, top: 48, bottom: 28 } as const

/** The note or frame that an id of the canvas means; null for any other. */
export function decorOf(id: string): DecorRef | null {
  const [, type, index] = /^(note|frame):(\d+)$/.exec(id) ?? []
  return type === undefined ? null : { type: type as DecorRef["type"], index: Number(index) }
}

/** Where a note stands. */
export function areaOfNote({ at: [x, y], size }: Note): Area {
  const [width, height] = size ?? [noteSize.width, noteSize.height]
  return { x, y, width, height }
}

/** Where a frame stands. */
export function areaOfFrame({ at: [x, y], size: [width, height] }: Frame): Area {
  return { x, y, width, height }
}

/** Where a note or a frame stands; null where there is none. */
export function areaOf(workflow: Workflow, { type, index }: DecorRef): Area | null {
  if (type === "note") {
    const note = workflow.notes?.[index]
    return note ? areaOfNote(note) : null
  }
  const frame = workflow.frames?.[index]
  return frame ? areaOfFrame(frame) : null
}

/** The boxes of the root that stand in a frame, and the notes: they go where it goes. */
export function insideFrame(workflow: Workflow, scene: Scene, index: number): string[] {
  const frame = areaOf(workflow, { type: "frame", index })
  if (!frame) return []
  const holds = ({ x, y, width, height }: Area) => {
    const [middleX, middleY] = [x + width / 2, y + height / 2]
    return (
      middleX > frame.x &&
      middleX < frame.x + frame.width &&
      middleY > frame.y &&
      middleY < frame.y + frame.height
    )
  }
  const boxes = scene.nodes
    .filter(node => node.parent === null && holds({ ...node.at, width: node.width, height: node.height }))
    .map(({ id }) => id)
  const notes = (workflow.notes ?? []).flatMap((note, at) => (holds(areaOfNote(note)) ? [`note:${at}`] : []))
  return [...boxes, ...notes]
}

/** Puts boxes, notes and frames where they have been moved to, all in one edit. */
export function moveAll(
  workflow: Workflow,
  catalogue: Parameters<typeof sceneOf>[1],
  places: ReadonlyMap<string, Point>,
): Workflow {
  const boxes = new Map([...places].filter(([id]) => decorOf(id) === null))
  const moved = boxes.size === 0 ? workflow : moveBoxes(workflow, sceneOf(workflow, catalogue), boxes)
  return [...places].reduce((left, [id, { x, y }]) => {
    const decor = decorOf(id)
    return decor ? changeDecor(left, decor, { at: [Math.round(x), Math.round(y)] }) : left
  }, moved)
}

/** Gives a note or a frame another place and size. */
export function resizeDecor(workflow: Workflow, decor: DecorRef, { x, y, width, height }: Area): Workflow {
  return changeDecor(workflow, decor, {
    at: [Math.round(x), Math.round(y)],
    size: [Math.round(width), Math.round(height)],
  })
}

/** Changes what notes and frames have in common. */
export function changeDecor(
  workflow: Workflow,
  { type, index }: DecorRef,
  change: Partial<Pick<Frame, "at" | "size" | "colour">>,
): Workflow {
  return type === "note" ? updateNote(workflow, index, change) : updateFrame(workflow, index, change)
}

/** Takes notes and frames away. */
export function removeDecor(workflow: Workflow, decors: readonly DecorRef[]): Workflow {
  // From last to first, so that what is taken away does not move what is still to be taken.
  return decors
    .toSorted((a, b) => b.index - a.index)
    .reduce(
      (left, { type, index }) => (type === "note" ? removeNote(left, index) : removeFrame(left, index)),
      workflow,
    )
}

/** Adds an empty note at the point, or above it where that is taken; says what it is called on the canvas. */
export function newNote(
  workflow: Workflow,
  scene: Scene,
  { x, y }: Point,
): { workflow: Workflow; id: string } {
  const taken = [
    ...scene.nodes.filter(node => node.parent === null).map(node => ({ ...node, ...node.at })),
    ...(workflow.notes ?? []).map(areaOfNote),
  ]
  const isTaken = (top: number) =>
    taken.some(
      area =>
        x < area.x + area.width + 12 &&
        x + noteSize.width + 12 > area.x &&
        top < area.y + area.height + 12 &&
        top + noteSize.height + 12 > area.y,
    )
  let top = y
  for (let tries = 0; tries < 200 && isTaken(top); tries++) top -= 24
  const id = `note:${workflow.notes?.length ?? 0}`
  return { workflow: addNote(workflow, { text: "", at: [Math.round(x), Math.round(top)] }), id }
}

/** Draws a frame around boxes of the root; without any, an empty one at the point. */
export function newFrame(
  workflow: Workflow,
  scene: Scene,
  ids: ReadonlySet<string>,
  { x, y }: Point,
): { workflow: Workflow; id: string } {
  const boxes = scene.nodes.filter(node => node.parent === null && ids.has(node.id))
  const id = `frame:${workflow.frames?.length ?? 0}`
  const [left, top] = [Math.min(...boxes.map(({ at }) => at.x)), Math.min(...boxes.map(({ at }) => at.y))]
  const right = Math.max(...boxes.map(({ at, width }) => at.x + width))
  const bottom = Math.max(...boxes.map(({ at, height }) => at.y + height))
  const frame: Frame =
    boxes.length === 0
      ? { at: [Math.round(x), Math.round(y)], size: [420, 260] }
      : {
          at: [Math.round(left - frameMargin.x), Math.round(top - frameMargin.top)],
          size: [
            Math.round(right - left + 2 * frameMargin.x),
            Math.round(bottom - top + frameMargin.top + frameMargin.bottom),
          ],
        }
  return { workflow: addFrame(workflow, frame), id }
}
