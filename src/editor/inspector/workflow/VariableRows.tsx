import { Trash2 } from "lucide-react"
import { t } from "../../../language/t.ts"
import { addVariable, removeVariable, renameVariable, updateVariable } from "../../../model/edits/names.ts"
import { freshId } from "../../../model/ids.ts"
import { IconButton } from "../../../ui/Button.tsx"
import { useEditor, useEditorState } from "../../useEditor.ts"
import { DraftField } from "../DraftField.tsx"
import { looseValue } from "../fieldOf.ts"
import { Group } from "../ListFields.tsx"
import { NameBox } from "./NameBox.tsx"

/** What steps may set and read while a run goes on: each variable with the value that it begins with. */
export function VariableRows() {
  const editor = useEditor()
  const entries = Object.entries(useEditorState(state => state.file.workflow.variables) ?? {})

  function add() {
    const name = freshId("variable", new Set(entries.map(([name]) => name)))
    editor.edit(before => {
      const added = addVariable(before, name, "")
      return added.ok ? added.value : before
    })
  }

  return (
    <Group
      label={t`Variables`}
      addLabel={t`Add a variable`}
      onAdd={add}
      {...(entries.length === 0
        ? { help: t`What steps set and read while a run goes on, as vars.name.` }
        : {})}
    >
      {entries.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change, places do not.
        <div key={index} className="flex items-start gap-1.5">
          <div className="grid min-w-0 flex-1 grid-cols-2 gap-1.5">
            <NameBox
              label={t`Name of variable ${index + 1}`}
              name={name}
              rename={(workflow, to) => renameVariable(workflow, name, to)}
            />
            <DraftField
              label={t`${name} begins as`}
              isLabelHidden
              value={value}
              read={looseValue}
              onChange={next =>
                editor.edit(before => updateVariable(before, name, next ?? ""), { burst: `variable ${name}` })
              }
              placeholder={t`empty`}
            />
          </div>
          <IconButton
            icon={Trash2}
            label={t`Remove ${name}`}
            className="mt-[3px] size-7"
            onPress={() => editor.edit(before => removeVariable(before, name))}
          />
        </div>
      ))}
    </Group>
  )
}
