import { Plus } from "lucide-react"
import { t } from "../../language/t.ts"
import type { Json, Path } from "../../lib/json.ts"
import { setWorkflowField } from "../../model/edits/fields.ts"
import { addTrigger } from "../../model/edits/lists.ts"
import { freshId } from "../../model/ids.ts"
import { stepIds } from "../../model/places.ts"
import { Button } from "../../ui/Button.tsx"
import { later } from "../../ui/later.tsx"
import { Menu, MenuItem } from "../../ui/Menu.tsx"
import { StepIcon } from "../StepIcon.tsx"
import { triggerNodeId } from "../scene.ts"
import { useEditor, useEditorState } from "../useEditor.ts"
import { TypedField } from "./TypedField.tsx"

// Whoever opens a workflow wants to see it first.
const WorkflowParts = later(() => import("./workflow/WorkflowParts.tsx"))

/** The workflow itself as a form: what it is called, what starts it, what it takes and gives, how long it may take. */
export function WorkflowInspector() {
  const editor = useEditor()
  const workflow = useEditorState(state => state.file.workflow)
  const set = (path: Path, value: Json | undefined) =>
    editor.edit(before => setWorkflowField(before, path, value), { burst: `workflow ${path.join(".")}` })
  return (
    <>
      <header className="border-b border-line px-4 pt-4 pr-12 pb-3">
        <h2 className="text-base font-semibold">{t`Workflow`}</h2>
        <p className="text-xs text-muted">{t`Select a step to see what it does.`}</p>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4">
        <TypedField
          label={t`Name`}
          value={workflow.name ?? ""}
          onChange={name => set(["name"], name || undefined)}
        />
        <TypedField
          label={t`Description`}
          lines={2}
          value={workflow.description ?? ""}
          onChange={text => set(["description"], text || undefined)}
        />
        <TypedField
          label={t`Tags`}
          help={t`Separated by commas.`}
          value={(workflow.tags ?? []).join(", ")}
          onChange={text => set(["tags"], tagsOf(text))}
        />
        <TriggerList />
        <WorkflowParts />
      </div>
    </>
  )
}

/** Empty tags stay while one types the next; the last comma would otherwise never stay. */
function tagsOf(text: string): readonly string[] | undefined {
  return text.trim() === "" ? undefined : text.split(",").map(tag => tag.trimStart())
}

function TriggerList() {
  const editor = useEditor()
  const triggers = useEditorState(state => state.file.workflow.triggers) ?? []
  const { triggers: types } = editor.catalogue

  function add(type: string) {
    const { workflow } = editor.store.getState().file
    const taken = new Set([...stepIds(workflow), ...triggers.map(trigger => trigger.id)])
    const id = freshId(type, taken)
    editor.edit(before => addTrigger(before, { id, type }), { select: [triggerNodeId(id)] })
  }

  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">{t`Started by`}</h3>
      {triggers.map(trigger => (
        <button
          key={trigger.id}
          type="button"
          onClick={() => editor.select([triggerNodeId(trigger.id)])}
          className="flex items-center gap-2.5 rounded-lg border border-line px-2.5 py-1.5 text-left hover:border-line-strong"
        >
          <span className="text-accent">
            <StepIcon name={types[trigger.type]?.icon ?? "zap"} size={16} />
          </span>
          <span className="flex-1 truncate">{types[trigger.type]?.title ?? trigger.type}</span>
          <span className="font-mono text-2xs text-muted">{trigger.id}</span>
        </button>
      ))}
      <Menu
        label={t`Types of triggers`}
        trigger={<Button look="quiet" icon={Plus} className="h-7 self-start px-2">{t`Add a trigger`}</Button>}
      >
        {Object.values(types).map(entry => (
          <MenuItem key={entry.type} label={entry.title} onAction={() => add(entry.type)} />
        ))}
      </Menu>
    </section>
  )
}
