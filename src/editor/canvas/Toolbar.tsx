import { memo } from "react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { canRun } from "../command.ts"
import { commandById } from "../commands.ts"
import { keysFor, useChosenKeys } from "../keymap.ts"
import { useCommandContext, useDeskState } from "../useBuilder.ts"
import { useEditorState } from "../useEditor.ts"

const shown = ["undo", "redo", "zoom_out", "zoom_in", "fit", "tidy", "select_box", "find_kind"].map(
  commandById,
)

/** The few commands that are always at hand below the canvas. */
export const Toolbar = memo(function Toolbar() {
  const context = useCommandContext()
  const chosen = useChosenKeys()
  // Drawn again when there is something else to undo.
  useEditorState(state => state.past)
  useEditorState(state => state.future)
  const isBoxing = useDeskState(state => state.isBoxing)
  return (
    <div
      role="toolbar"
      aria-label={t`Canvas`}
      className="absolute bottom-4 left-4 z-10 flex items-center gap-0.5 rounded-xl border border-line bg-panel p-1 shadow-card"
    >
      {shown.map(command => {
        const [keys] = keysFor(command, chosen)
        return (
          <IconButton
            key={command.id}
            icon={command.icon}
            label={command.name}
            {...(keys ? { keys } : {})}
            {...(command.id === "select_box" ? { isOn: isBoxing } : {})}
            isDisabled={!canRun(command, context)}
            onPress={() => command.run(context)}
          />
        )
      })}
    </div>
  )
})
