import type { Editor } from "../editor/editor.ts"
import type { Saving } from "../editor/saving.ts"
import { t } from "../language/t.ts"
import type { Toasts } from "../ui/Toast.tsx"
import type { Services } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"

interface Unfulfilled {
  /** The workflow as it was made for the proposal, with nothing in it. */
  readonly row: KeptWorkflow
  readonly words: string
  readonly editor: Editor
  readonly saving: Saving
  readonly services: Services
  readonly toasts: Toasts
  readonly go: (path: string) => void
}

/**
 * Nothing was accepted of what was proposed for a new workflow: where nobody has put anything into it meanwhile it
 * goes, and the words stand again where they were said. It comes back by undo.
 */
export async function forgetWish(made: Unfulfilled): Promise<void> {
  const { row, words, editor, saving, services, toasts, go } = made
  const { workflows, wish } = services
  await saving.flush()
  const { file, past, future } = editor.store.getState()
  if (file.text !== row.text || past.length + future.length > 0) return
  const removed = await workflows.remove(row.id, row.revision)
  if (removed === null) return
  wish.giveBack(words)
  go("/")
  toasts.show({
    say: t`Nothing was accepted, so no workflow was kept.`,
    action: {
      label: t`Undo`,
      run: () => void workflows.restore(removed).then(() => go(`/w/${removed.id}`)),
    },
  })
}
