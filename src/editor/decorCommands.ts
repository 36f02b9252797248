import { Frame, StickyNote } from "lucide-react"
import { t } from "../language/t.ts"
import { type Command, type CommandContext, hasCanvas } from "./command.ts"
import { newFrame, newNote, noteSize } from "./decor.ts"
import { factsOf } from "./facts.ts"

/** Notes and frames lie on the ground of the whole workflow. */
const hasGround = (context: CommandContext) =>
  hasCanvas(context) && context.editor.store.getState().within === null

/** What puts words and frames beside the boxes. */
export const decorCommands: readonly Command[] = [
  {
    id: "add_note",
    name: t`Add a note`,
    icon: StickyNote,
    keys: ["Shift+S"],
    when: hasGround,
    run: ({ editor, desk, look }) => {
      const { x, y } = look?.middle() ?? { x: 0, y: 0 }
      const corner = { x: x - noteSize.width / 2, y: y - noteSize.height / 2 }
      const { file } = editor.store.getState()
      const { scene } = factsOf(file, editor.catalogue)
      const added = newNote(file.workflow, scene, corner)
      editor.edit(() => added.workflow, { select: [added.id] })
      desk.setState({ renaming: added.id })
    },
  },
  {
    id: "add_frame",
    name: t`Draw a frame around the selection`,
    icon: Frame,
    keys: ["Shift+F"],
    when: hasGround,
    run: ({ editor, desk, look }) => {
      const { file, selection } = editor.store.getState()
      const { scene } = factsOf(file, editor.catalogue)
      const { x, y } = look?.middle() ?? { x: 0, y: 0 }
      const added = newFrame(file.workflow, scene, selection, { x: x - 210, y: y - 130 })
      editor.edit(() => added.workflow, { select: [added.id] })
      desk.setState({ renaming: added.id })
    },
  },
]
