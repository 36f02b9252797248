import { ArrowDown, ArrowUp, LogIn, LogOut } from "lucide-react"
import { t } from "../language/t.ts"
import { moveOutOfContainer } from "../model/edits/moveSteps.ts"
import { shiftStep } from "../model/edits/shiftStep.ts"
import { findStep, holdersOf } from "../model/places.ts"
import { putBelow } from "./building.ts"
import { type Command, type CommandContext, hasSteps, selectedSteps } from "./command.ts"

const isInside = ({ editor }: CommandContext) => {
  const [id] = selectedSteps(editor)
  return id !== undefined && (findStep(editor.store.getState().file.workflow, id)?.scope.length ?? 1) > 1
}
const hasOne = ({ editor }: CommandContext) => selectedSteps(editor).length === 1

const shift =
  (by: -1 | 1) =>
  ({ editor }: CommandContext) => {
    const [id] = selectedSteps(editor)
    if (id !== undefined) editor.edit(workflow => shiftStep(workflow, id, by))
  }

/** What puts steps elsewhere in the file: up and down in their list, into containers and out of them. */
export const moveCommands: readonly Command[] = [
  {
    id: "move_up",
    name: t`Move up in the list`,
    icon: ArrowUp,
    keys: ["Mod+Shift+ArrowUp"],
    when: hasOne,
    run: shift(-1),
  },
  {
    id: "move_down",
    name: t`Move down in the list`,
    icon: ArrowDown,
    keys: ["Mod+Shift+ArrowDown"],
    when: hasOne,
    run: shift(1),
  },
  {
    id: "move_into",
    name: t`Move into…`,
    icon: LogIn,
    keys: ["Alt+I"],
    when: hasSteps,
    run: ({ editor, desk }) => desk.setState({ dialog: { type: "move", ids: selectedSteps(editor) } }),
  },
  {
    id: "move_out",
    name: t`Move out of its container`,
    icon: LogOut,
    keys: ["Alt+O"],
    when: isInside,
    run: ({ editor }) => {
      const ids = selectedSteps(editor)
      const { workflow } = editor.store.getState().file
      const container = holdersOf(workflow, ids[0] ?? "").at(-1)
      const moved = moveOutOfContainer(workflow, ids, { heal: true })
      if (!moved.ok || !container) return
      // What had a place inside gets one beside what it leaves.
      const put = putBelow(moved.value, editor.catalogue, ids, container.id)
      editor.edit(() => put, { select: ids })
    },
  },
]
