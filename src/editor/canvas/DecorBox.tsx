import { type Node, type NodeProps, NodeResizer } from "@xyflow/react"
import { memo } from "react"
import { t } from "../../language/t.ts"
import { updateFrame, updateNote } from "../../model/edits/lists.ts"
import type { Frame, Note } from "../../model/workflow.ts"
import { cx } from "../../ui/cx.ts"
import { later } from "../../ui/later.tsx"
import { resizeDecor } from "../decor.ts"
import { useDeskState } from "../useBuilder.ts"
import { useEditor } from "../useEditor.ts"
import { useCanvasActions } from "./canvasActions.ts"

// Reading Markdown takes a library, which only workflows with notes want.
const Markdown = later(
  () => import("../../ui/Markdown.tsx"),
  ({ text }) => <p className="note-text">{text}</p>,
)

/** A note on the canvas. */
export type NoteNode = Node<{ readonly note: Note; readonly index: number }, "note">
/** A frame on the canvas. */
export type FrameNode = Node<{ readonly frame: Frame; readonly index: number }, "frame">

/** Words beside the boxes, which become a field while they are changed. */
export const NoteBox = memo(function NoteBox({ id, data, selected }: NodeProps<NoteNode>) {
  const editor = useEditor()
  const { rename } = useCanvasActions()
  const isWriting = useDeskState(desk => desk.renaming === id)
  const { note, index } = data
  return (
    <>
      <Resizer type="note" index={index} isShown={selected} />
      <div className={cx("note", isWriting && "nodrag")} data-colour={note.colour ?? "amber"}>
        {isWriting ? (
          <textarea
            // biome-ignore lint/a11y/noAutofocus: the field appears because somebody asked to type in it.
            autoFocus
            aria-label={t`Text of the note`}
            className="nodrag nopan nowheel"
            defaultValue={note.text}
            onBlur={event => {
              const text = event.target.value
              rename(null)
              editor.edit(workflow => updateNote(workflow, index, { text }))
            }}
            onKeyDown={event => {
              event.stopPropagation()
              if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey)))
                event.currentTarget.blur()
            }}
          />
        ) : note.text === "" ? (
          <p className="note-empty">{t`Double-click to write`}</p>
        ) : (
          <Markdown text={note.text} />
        )}
      </div>
    </>
  )
})

/** A field behind the boxes that belong together, with a title. */
export const FrameBox = memo(function FrameBox({ id, data, selected }: NodeProps<FrameNode>) {
  const editor = useEditor()
  const { rename } = useCanvasActions()
  const isWriting = useDeskState(desk => desk.renaming === id)
  const { frame, index } = data
  return (
    <>
      <Resizer type="frame" index={index} isShown={selected} />
      <div className="frame" data-colour={frame.colour ?? "grey"}>
        {isWriting ? (
          <input
            // biome-ignore lint/a11y/noAutofocus: the field appears because somebody asked to type in it.
            autoFocus
            aria-label={t`Title of the frame`}
            className="frame-rename nodrag nopan"
            defaultValue={frame.title ?? ""}
            onBlur={event => {
              const title = event.target.value.trim().slice(0, 200)
              rename(null)
              editor.edit(workflow => updateFrame(workflow, index, { title }))
            }}
            onKeyDown={event => {
              event.stopPropagation()
              if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur()
            }}
          />
        ) : (
          <span className="frame-title">{frame.title || t`Frame`}</span>
        )}
      </div>
    </>
  )
})

function Resizer({
  type,
  index,
  isShown,
}: {
  readonly type: "note" | "frame"
  readonly index: number
  readonly isShown: boolean | undefined
}) {
  const editor = useEditor()
  return (
    <NodeResizer
      isVisible={isShown === true}
      minWidth={120}
      minHeight={60}
      lineClassName="decor-edge"
      handleClassName="decor-corner"
      onResizeEnd={(_, area) => editor.edit(workflow => resizeDecor(workflow, { type, index }, area))}
    />
  )
}
