import { t } from "../../../language/t.ts"
import { Keys } from "../../../ui/Keys.tsx"
import { canRun } from "../../command.ts"
import { commandById } from "../../commands.ts"
import { keysFor, useChosenKeys } from "../../keymap.ts"
import { useCommandContext, useDeskState } from "../../useBuilder.ts"
import { useEditor, useEditorState, useShownFacts } from "../../useEditor.ts"
import { onlyWire } from "../../wireWalk.ts"

const offered = [
  { command: commandById("inspect"), say: t`conditions` },
  { command: commandById("add_here"), say: t`add a step` },
  { command: commandById("breakpoint"), say: t`stop here` },
  { command: commandById("delete"), say: t`cut` },
]

const look =
  "walked pointer-events-none absolute top-3 left-1/2 z-10 flex w-max max-w-[calc(100%-24px)] -translate-x-1/2 flex-wrap items-center gap-x-4 gap-y-1 rounded-lg border border-accent bg-panel px-3 py-1.5 text-xs shadow-card " +
  // Where the inspector lies over the canvas it stands beside that.
  "min-[700px]:max-[1100px]:left-3 min-[700px]:max-[1100px]:max-w-[calc(100%-360px)] min-[700px]:max-[1100px]:translate-x-0"

/** Says which wire keys have come to, and what they do there. */
export default function WalkedWire() {
  const editor = useEditor()
  const context = useCommandContext()
  const chosen = useChosenKeys()
  const { boxes } = useShownFacts()
  useEditorState(state => state.selection)
  const wiresOf = useDeskState(desk => desk.wiresOf)
  const wire = onlyWire(editor)
  const isWalked = wire !== null && (wire.from === wiresOf || wire.to === wiresOf)
  const nameOf = (id: string) => boxes.get(id)?.name ?? id
  // What is said aloud stands in a place that is there before.
  return (
    <div className={isWalked ? look : "sr-only"}>
      <p role="status">
        {isWalked ? t`Wire from “${nameOf(wire.from)}” (${wire.outlet}) to “${nameOf(wire.to)}”` : ""}
      </p>
      <p className="flex flex-wrap gap-x-3 gap-y-1 text-muted max-[700px]:hidden">
        {(isWalked ? offered : []).map(({ command, say }) => {
          const [keys] = keysFor(command, chosen)
          if (!keys || !canRun(command, context)) return null
          return (
            <span key={command.id} className="flex items-center gap-1.5">
              <span className="text-ink">
                <Keys keys={keys} />
              </span>
              {say}
            </span>
          )
        })}
      </p>
    </div>
  )
}
