import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  type LucideIcon,
} from "lucide-react"
import { t } from "../language/t.ts"
import { alignBoxes, distributeBoxes, type Edge } from "./arranging.ts"
import { type Command, type CommandContext, hasCanvas } from "./command.ts"
import { shownFacts } from "./facts.ts"

const edges: readonly { edge: Edge; name: string; icon: LucideIcon; keys: string }[] = [
  { edge: "left", name: t`Align left edges`, icon: AlignStartVertical, keys: "Alt+ArrowLeft" },
  { edge: "centre", name: t`Align centres in a column`, icon: AlignCenterVertical, keys: "Alt+C" },
  { edge: "right", name: t`Align right edges`, icon: AlignEndVertical, keys: "Alt+ArrowRight" },
  { edge: "top", name: t`Align top edges`, icon: AlignStartHorizontal, keys: "Alt+ArrowUp" },
  { edge: "middle", name: t`Align middles in a row`, icon: AlignCenterHorizontal, keys: "Alt+M" },
  { edge: "bottom", name: t`Align bottom edges`, icon: AlignEndHorizontal, keys: "Alt+ArrowDown" },
]
const axes = [
  { axis: "x", name: t`Space evenly across`, icon: AlignHorizontalSpaceBetween, keys: "Alt+H" },
  { axis: "y", name: t`Space evenly down`, icon: AlignVerticalSpaceBetween, keys: "Alt+V" },
] as const

const has = (count: number) => (context: CommandContext) =>
  hasCanvas(context) && context.editor.store.getState().selection.size >= count

/** What lines boxes up. */
export const arrangeCommands: readonly Command[] = [
  ...edges.map(({ edge, name, icon, keys }) => ({
    ...{ id: `align_${edge}`, name, icon, keys: [keys], when: has(2) },
    run: ({ editor }: CommandContext) => {
      const { selection } = editor.store.getState()
      const { scene } = shownFacts(editor)
      editor.edit(workflow => alignBoxes(workflow, scene, selection, edge))
    },
  })),
  ...axes.map(({ axis, name, icon, keys }) => ({
    ...{ id: `distribute_${axis}`, name, icon, keys: [keys], when: has(3) },
    run: ({ editor }: CommandContext) => {
      const { selection } = editor.store.getState()
      const { scene } = shownFacts(editor)
      editor.edit(workflow => distributeBoxes(workflow, scene, selection, axis))
    },
  })),
]
