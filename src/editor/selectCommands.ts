import {
  ArrowLeftToLine,
  ArrowRightToLine,
  BoxSelect,
  Braces,
  Spline,
  SquareMousePointer,
  Waypoints,
} from "lucide-react"
import { t } from "../language/t.ts"
import { along, type Way } from "./along.ts"
import {
  type Command,
  type CommandContext,
  hasCanvas,
  hasSelection,
  hasSteps,
  selectedSteps,
} from "./command.ts"
import { factsOf, shownFacts } from "./facts.ts"
import { goOutside } from "./insideCommands.ts"
import { onlyWire } from "./wireWalk.ts"

const ways: readonly { way: Way; name: string; icon: typeof Waypoints; keys: string }[] = [
  { way: "upstream", name: t`Select all that leads here`, icon: ArrowLeftToLine, keys: "Shift+ArrowLeft" },
  {
    way: "downstream",
    name: t`Select all that follows`,
    icon: ArrowRightToLine,
    keys: "Shift+ArrowRight",
  },
  { way: "connected", name: t`Select all that is connected`, icon: Waypoints, keys: "Shift+ArrowUp" },
]

/** What chooses boxes by how they are wired. */
export const selectCommands: readonly Command[] = [
  {
    id: "select_all",
    name: t`Select all`,
    icon: SquareMousePointer,
    keys: ["Mod+A"],
    run: ({ editor }) => {
      const { scene } = shownFacts(editor)
      editor.select(scene.nodes.filter(node => node.type !== "handler").map(node => node.id))
    },
  },
  ...ways.map(({ way, name, icon, keys }) => ({
    ...{ id: `select_${way}`, name, icon, keys: [keys], when: hasSelection },
    run: ({ editor }: CommandContext) => {
      const { file, selection } = editor.store.getState()
      editor.select(along(factsOf(file, editor.catalogue).scene, selection, way))
    },
  })),
  {
    id: "select_readers",
    name: t`Select what it reads from, and what reads it`,
    icon: Braces,
    keys: ["U"],
    when: hasSteps,
    // Reading expressions takes a parser, which nobody waits for before this is asked.
    run: ({ editor }) =>
      void import("./readNeighbours.ts").then(({ readNeighbours }) => {
        const { file } = editor.store.getState()
        editor.select(readNeighbours(file.workflow, new Set(selectedSteps(editor))))
      }),
  },
  {
    id: "show_reads",
    name: t`Show what it reads from, and what reads it; or hold Shift`,
    icon: Spline,
    keys: ["Shift+U"],
    when: context => hasCanvas(context) && hasSteps(context),
    run: ({ desk }) => desk.setState(({ showsReads }) => ({ showsReads: !showsReads })),
  },
  {
    id: "select_box",
    name: t`Select by drawing a box, or move the canvas again`,
    icon: BoxSelect,
    keys: ["S"],
    when: hasCanvas,
    run: ({ desk }) => desk.setState(({ isBoxing }) => ({ isBoxing: !isBoxing })),
  },
  {
    id: "select_none",
    name: t`Select nothing; then back out of the container`,
    icon: SquareMousePointer,
    keys: ["Escape"],
    when: context => hasSelection(context) || context.editor.store.getState().within !== null,
    run: context => {
      const { editor, desk } = context
      const { wiresOf } = desk.getState()
      const wire = onlyWire(editor)
      if (wire && wiresOf !== null && (wire.from === wiresOf || wire.to === wiresOf)) editor.select([wiresOf])
      else if (hasSelection(context)) editor.select([])
      else goOutside(editor)
    },
  },
]
