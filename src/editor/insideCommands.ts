import { SquareArrowDown, SquareArrowUp } from "lucide-react"
import { t } from "../language/t.ts"
import { holdersOf } from "../model/places.ts"
import { type Command, type CommandContext, selectedSteps } from "./command.ts"
import type { Editor } from "./editor.ts"
import { factsOf } from "./facts.ts"

/** The selected step that holds others, where one alone is selected. */
function container({ editor }: CommandContext): string | undefined {
  const [id, ...others] = selectedSteps(editor)
  return id !== undefined && others.length === 0 && holdsSteps(editor, id) ? id : undefined
}

/** Whether the step has an inside, shown or hidden. */
export function holdsSteps({ store, catalogue }: Editor, id: string): boolean {
  const box = factsOf(store.getState().file, catalogue, id).scene.within
  return box !== null && box.lanes.length > 0
}

/** Shows the inside of a container alone, with its first step at hand. */
export function goInside(editor: Editor, id: string) {
  const { file } = editor.store.getState()
  const first = factsOf(file, editor.catalogue, id).scene.nodes[0]
  editor.enter(id)
  editor.select(first ? [first.id] : [])
}

/** Goes out of the container that is shown alone, to what is around it, with the container at hand. */
export function goOutside(editor: Editor) {
  const { file, within } = editor.store.getState()
  if (within === null) return
  editor.enter(holdersOf(file.workflow, within).at(-1)?.id ?? null)
  editor.select([within])
}

/** What opens a container alone, and goes back out of it. */
export const insideCommands: readonly Command[] = [
  {
    id: "go_inside",
    name: t`Open what is inside alone`,
    icon: SquareArrowDown,
    keys: ["I"],
    when: context => container(context) !== undefined,
    run: context => {
      const id = container(context)
      if (id === undefined) return
      if (context.look === null) context.editor.show("canvas")
      goInside(context.editor, id)
    },
  },
  {
    id: "go_outside",
    name: t`Back out of the container`,
    icon: SquareArrowUp,
    keys: ["Shift+I"],
    when: ({ editor }) => editor.store.getState().within !== null,
    run: ({ editor }) => goOutside(editor),
  },
]
