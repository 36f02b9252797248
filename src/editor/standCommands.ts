import { FoldVertical, Lock } from "lucide-react"
import { t } from "../language/t.ts"
import { own } from "../lib/json.ts"
import { restand, standingOf } from "../model/edits/layout.ts"
import { lockedSteps } from "../model/edits/locks.ts"
import { type Command, type CommandContext, selectedSteps } from "./command.ts"
import { factsOf } from "./facts.ts"

/** The selected steps that can hide what is inside them. */
function foldable({ editor }: CommandContext): string[] {
  const { boxes } = factsOf(editor.store.getState().file, editor.catalogue)
  return selectedSteps(editor).filter(id => {
    const box = boxes.get(id)
    return box !== undefined && (box.type === "container" || box.hides !== null)
  })
}

/** The steps meant: the selected, or all where none is. */
function meant({ editor }: CommandContext): string[] {
  const chosen = selectedSteps(editor)
  return chosen.length > 0 ? chosen : editor.store.getState().file.workflow.steps.map(({ id }) => id)
}

/** What is done with how steps stand on the canvas. */
export const standCommands: readonly Command[] = [
  {
    id: "fold",
    name: t`Hide or show what is inside`,
    icon: FoldVertical,
    keys: ["H"],
    when: context => foldable(context).length > 0,
    run: context => {
      const ids = foldable(context)
      context.editor.edit(workflow => {
        const isAllFolded = ids.every(id => standingOf(own(workflow.layout, id)).collapsed)
        return restand(workflow, Object.fromEntries(ids.map(id => [id, { collapsed: !isAllFolded }])))
      })
    },
  },
  {
    id: "lock",
    name: t`Lock or unlock what is selected, or everything`,
    icon: Lock,
    keys: ["L"],
    when: context => meant(context).length > 0,
    run: context => {
      const ids = meant(context)
      context.editor.edit(workflow => {
        const locked = lockedSteps(workflow)
        const isAllLocked = ids.every(id => locked.has(id))
        return restand(workflow, Object.fromEntries(ids.map(id => [id, { locked: !isAllLocked }])))
      })
    },
  },
]
