import { Ellipsis } from "lucide-react"
import { useState } from "react"
import { own } from "../lib/json.ts"
import { connect } from "../model/edits/wires.ts"
import { findStep, scopeAt } from "../model/places.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { Menu, MenuItem, MenuLine } from "../ui/Menu.tsx"
import { Select } from "../ui/Select.tsx"
import { type Command, canRun, commandById } from "./commands.ts"
import { firstOutlet, outletsOf } from "./outlets.ts"
import { type SceneNode, stepName } from "./scene.ts"
import { useCommandContext } from "./useBuilder.ts"
import { useEditor, useFacts } from "./useEditor.ts"

const offered = ["inspect", "duplicate", "disable", "delete_heal", "delete"].map(commandById)

/** What can be done with one step, for those who do not point: the commands, and drawing a wire by name. */
export function OutlineMenu({ node }: { readonly node: SceneNode }) {
  const editor = useEditor()
  const context = useCommandContext()
  const { steps } = useFacts()
  const [isConnecting, setConnecting] = useState(false)
  const run = (command: Command) => {
    editor.select([node.id])
    if (canRun(command, context)) command.run(context)
  }
  return (
    <>
      <Menu
        label={`What to do with ${node.name}`}
        trigger={<IconButton icon={Ellipsis} label={`More for ${node.name}`} className="size-7" />}
      >
        {offered.map(command => (
          <MenuItem
            key={command.id}
            label={command.name}
            icon={command.icon}
            isDangerous={command.id === "delete"}
            onAction={() => run(command)}
          />
        ))}
        <MenuLine />
        <MenuItem label="Connect to…" isDisabled={!steps.has(node.id)} onAction={() => setConnecting(true)} />
      </Menu>
      {isConnecting && <ConnectDialog id={node.id} onClose={() => setConnecting(false)} />}
    </>
  )
}

function ConnectDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const editor = useEditor()
  const { workflow } = editor.store.getState().file
  const place = findStep(workflow, id)
  const step = place?.step
  const entry = step && own(editor.catalogue.kinds, step.kind)
  const outlets = step ? outletsOf(step, entry) : []
  const targets = (place ? (scopeAt(workflow, place.scope) ?? []) : []).filter(other => other.id !== "")
  const [outlet, setOutlet] = useState(outlets[0] ?? null)
  const [target, setTarget] = useState<string | null>(null)
  return (
    <Dialog
      title="Connect to…"
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={target === null}
            onPress={() => {
              const first = firstOutlet(entry)
              if (target !== null)
                editor.edit(before => connect(before, { from: id, outlet, to: target, first }))
              onClose()
            }}
          >
            Connect
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select
          label="From the outlet"
          choices={outlets.map(name => ({ id: name, label: name }))}
          value={outlet}
          onChange={setOutlet}
        />
        <Select
          label="To the step"
          choices={targets.map(other => ({ id: other.id, label: stepName(other) }))}
          value={target}
          onChange={setTarget}
        />
      </div>
    </Dialog>
  )
}
