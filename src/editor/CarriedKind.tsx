import { own } from "../lib/json.ts"
import { hueOf } from "./groups.ts"
import { IconTile } from "./StepIcon.tsx"
import { useDeskState } from "./useBuilder.ts"
import { useEditor } from "./useEditor.ts"

/** The kind that a finger carries, above the finger, so that it shows. */
export function CarriedKind() {
  const { catalogue } = useEditor()
  const carried = useDeskState(state => state.carried)
  const entry = carried === null ? undefined : own(catalogue.kinds, carried.kind)
  if (!carried || !entry) return null
  const { x, y } = carried.screen
  return (
    <div
      data-hue={hueOf(entry.group)}
      className="pointer-events-none fixed z-50 flex -translate-x-1/2 -translate-y-full items-center gap-2.5 rounded-xl border border-accent bg-panel py-2 pr-4 pl-2.5 text-sm font-semibold shadow-float"
      style={{ left: x, top: y - 12 }}
      aria-hidden
    >
      <IconTile name={entry.icon} size={30} />
      {entry.title}
    </div>
  )
}
