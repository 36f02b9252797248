import { Ellipsis, Spline } from "lucide-react"
import { t } from "../language/t.ts"
import { IconButton } from "../ui/Button.tsx"
import { Menu, MenuItem, MenuLine } from "../ui/Menu.tsx"
import { oncePainted } from "../ui/oncePainted.ts"
import { type Command, canRun } from "./command.ts"
import { commandById } from "./commands.ts"
import { OfferedCommands } from "./OfferedCommands.tsx"
import { stepOffers } from "./offers.ts"
import type { OutlineWay } from "./outlineOf.ts"
import type { SceneNode } from "./scene.ts"
import { useCommandContext } from "./useBuilder.ts"
import { useEditor } from "./useEditor.ts"

/** What can be done with one step, for those who do not point: the commands, and drawing a wire by name. */
export function OutlineMenu({
  node,
  ways,
}: {
  readonly node: SceneNode
  readonly ways: readonly OutlineWay[]
}) {
  const editor = useEditor()
  const context = useCommandContext()
  const run = (command: Command) => {
    editor.select([node.id])
    if (canRun(command, context)) command.run(context)
  }
  // A step that stands in no container cannot leave one, and what holds nothing has no inside.
  const isOffered = ({ id }: Command) =>
    (id !== "move_out" || node.parent !== null) && (id !== "go_inside" || node.lanes.length > 0)
  return (
    <Menu
      label={t`What to do with ${node.name}`}
      trigger={<IconButton icon={Ellipsis} label={t`More for ${node.name}`} className="size-7" />}
    >
      <OfferedCommands offers={stepOffers} isOffered={isOffered} onRun={run} />
      {ways.some(({ wire }) => wire !== null) && <MenuLine />}
      {ways.map(
        ({ by, to, wire }) =>
          wire !== null && (
            <MenuItem
              key={wire}
              label={by === "" ? t`Wire to ${to}` : t`Wire ${by} to ${to}`}
              icon={Spline}
              onAction={() => {
                editor.select([wire])
                // The menu gives the focus back first.
                oncePainted(() => commandById("inspect").run(context))
              }}
            />
          ),
      )}
    </Menu>
  )
}
