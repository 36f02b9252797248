import { Cable, PackageOpen, RefreshCw, Unplug } from "lucide-react"
import { t } from "../language/t.ts"
import { disconnectAll } from "../model/edits/wires.ts"
import { type Command, type CommandContext, hasSteps, selectedSteps } from "./command.ts"
import { factsOf } from "./facts.ts"

const hasOneStep = ({ editor }: CommandContext) => selectedSteps(editor).length === 1

/** What is done with steps as wholes: led elsewhere, made another kind, cut off, made a workflow of their own. */
export const stepCommands: readonly Command[] = [
  {
    id: "connect",
    name: t`Connect to…`,
    icon: Cable,
    keys: ["C"],
    when: hasOneStep,
    run: ({ editor, desk }) => {
      const [id] = selectedSteps(editor)
      if (id !== undefined) desk.setState({ dialog: { type: "connect", id } })
    },
  },
  {
    id: "replace_kind",
    name: t`Replace with another kind, wires kept`,
    icon: RefreshCw,
    keys: ["R"],
    when: hasOneStep,
    run: ({ editor, desk }) => {
      const [id] = selectedSteps(editor)
      if (id === undefined) return
      const screen = { x: window.innerWidth / 2 - 140, y: window.innerHeight / 4 }
      desk.setState({ adding: { screen, target: { to: "replace", id } } })
    },
  },
  {
    id: "detach",
    name: t`Cut all its wires`,
    icon: Unplug,
    keys: ["Alt+X"],
    when: hasSteps,
    run: ({ editor }) => {
      const ids = new Set(selectedSteps(editor))
      const { scene } = factsOf(editor.store.getState().file, editor.catalogue)
      const wires = scene.wires.filter(({ from, to }) => ids.has(from) || ids.has(to))
      editor.edit(workflow => disconnectAll(workflow, wires))
    },
  },
  {
    id: "extract",
    name: t`Make it a workflow of its own`,
    icon: PackageOpen,
    keys: ["Mod+Shift+E"],
    when: hasSteps,
    run: ({ editor, desk }) => desk.setState({ dialog: { type: "extract", ids: selectedSteps(editor) } }),
  },
]
