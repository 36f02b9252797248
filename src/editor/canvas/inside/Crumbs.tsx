import { ChevronRight } from "lucide-react"
import { Breadcrumb, Breadcrumbs, Button } from "react-aria-components"
import { t } from "../../../language/t.ts"
import { holdersOf } from "../../../model/places.ts"
import { goOutside } from "../../insideCommands.ts"
import { stepName } from "../../scene.ts"
import { useEditor, useEditorState, useShownFacts } from "../../useEditor.ts"

/** The way from the workflow to the container that is shown alone, and back. */
export default function Crumbs() {
  const editor = useEditor()
  const workflow = useEditorState(state => state.file.workflow)
  const { within } = useShownFacts().scene
  if (within === null) return null
  const ways = [
    { id: null, name: t`Whole workflow` },
    ...[...holdersOf(workflow, within.id)].map(step => ({ id: step.id, name: stepName(step) })),
  ]
  /** Goes out as often as it takes, so that what one comes from is at hand. */
  function goTo(id: string | null) {
    while (editor.store.getState().within !== id) goOutside(editor)
  }
  return (
    <nav
      aria-label={t`What is shown`}
      className="absolute top-3 left-3 z-10 max-w-[calc(100%-24px)] overflow-x-auto rounded-lg border border-line bg-panel px-1 py-0.5 shadow-card"
    >
      <Breadcrumbs className="flex items-center text-xs">
        {ways.map(({ id, name }) => (
          <Breadcrumb key={id ?? ""} className="flex shrink-0 items-center">
            <Button
              onPress={() => goTo(id)}
              className="h-7 max-w-48 truncate rounded-md px-2 text-muted hover:bg-wash hover:text-ink"
            >
              {name}
            </Button>
            <ChevronRight size={13} className="text-faint" aria-hidden />
          </Breadcrumb>
        ))}
        <Breadcrumb className="flex h-7 max-w-56 items-center truncate px-2 font-semibold">
          {within.name}
        </Breadcrumb>
      </Breadcrumbs>
    </nav>
  )
}
