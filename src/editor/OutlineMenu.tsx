import { Ellipsis } from "lucide-react"
import { t } from "../language/t.ts"
import { IconButton } from "../ui/Button.tsx"
import { Menu, MenuItem } from "../ui/Menu.tsx"
import { type Command, canRun } from "./command.ts"
import { stepOffers } from "./offers.ts"
import type { SceneNode } from "./scene.ts"
import { useCommandContext } from "./useBuilder.ts"
import { useEditor } from "./useEditor.ts"

/** What can be done with one step, for those who do not point: the commands, and drawing a wire by name. */
export function OutlineMenu({ node }: { readonly node: SceneNode }) {
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
      {stepOffers.filter(isOffered).map(command => (
        <MenuItem
          key={command.id}
          label={command.name}
          icon={command.icon}
          isDangerous={command.id === "delete"}
          onAction={() => run(command)}
        />
      ))}
    </Menu>
  )
}
