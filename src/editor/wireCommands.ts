import { ArrowLeftRight, Plus, Spline } from "lucide-react"
import { t } from "../language/t.ts"
import { type Command, type CommandContext, selectedSteps } from "./command.ts"
import { shownFacts } from "./facts.ts"
import { nextWire, onlyWire } from "./wireWalk.ts"

/** The step from which wires are walked: the selected one, or the one from which the selected wire was come to. */
function walkedFrom({ editor, desk }: CommandContext): string | null {
  const wire = onlyWire(editor)
  const { wiresOf } = desk.getState()
  if (wire === null) return selectedSteps(editor).at(-1) ?? null
  return wiresOf === wire.from || wiresOf === wire.to ? wiresOf : wire.from
}

function following(context: CommandContext, by: 1 | -1) {
  const step = walkedFrom(context)
  const { scene } = shownFacts(context.editor)
  return step === null ? null : nextWire(scene, step, onlyWire(context.editor)?.id ?? null, by)
}

function walk(context: CommandContext, by: 1 | -1) {
  const step = walkedFrom(context)
  const wire = following(context, by)
  if (wire === null) return
  context.desk.setState({ wiresOf: step })
  context.editor.select([wire.id])
}

const canWalk = (context: CommandContext) => following(context, 1) !== null

/** What selects wires without a hand that points, and adds steps there. */
export const wireCommands: readonly Command[] = [
  {
    id: "next_wire",
    name: t`Select its next wire`,
    icon: Spline,
    keys: ["W"],
    when: canWalk,
    run: context => walk(context, 1),
  },
  {
    id: "previous_wire",
    name: t`Select its wire before`,
    icon: ArrowLeftRight,
    keys: ["Shift+W"],
    when: canWalk,
    run: context => walk(context, -1),
  },
  {
    // Elsewhere Tab does this. Here it goes on through the page: who has only keys must be able to leave the canvas.
    id: "add_here",
    name: t`Add a step behind it, or into the wire`,
    icon: Plus,
    keys: ["A", "Insert"],
    run: ({ editor, desk }) => {
      const wire = onlyWire(editor)
      const id = selectedSteps(editor).at(-1) ?? null
      const screen = { x: window.innerWidth / 2 - 140, y: window.innerHeight / 4 }
      desk.setState({ adding: { screen, target: wire ? { to: "wire", wire } : { to: "behind", id } } })
    },
  },
]
