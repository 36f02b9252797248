import { asSentence } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { own } from "../../lib/json.ts"
import { setAt } from "../../model/edits/change.ts"
import { later } from "../../ui/later.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { IconTile } from "../StepIcon.tsx"
import { useEditor, useEditorState } from "../useEditor.ts"
import { SchemaForm } from "./SchemaForm.tsx"
import { useProblemAt } from "./useProblemAt.ts"

const TriggerRun = later(() => import("./workflow/TriggerRun.tsx"))

/** A trigger as a form. */
export function TriggerInspector({ id }: { readonly id: string }) {
  const editor = useEditor()
  const triggers = useEditorState(state => state.file.workflow.triggers) ?? []
  const index = triggers.findIndex(trigger => trigger.id === id)
  const trigger = triggers[index]
  const problemAt = useProblemAt(["triggers", index, "with"])
  if (!trigger) return null
  const entry = own(editor.catalogue.triggers, trigger.type)
  return (
    <>
      <header className="flex gap-3 border-b border-line px-4 pt-4 pr-12 pb-3" data-hue="teal">
        <IconTile name={entry?.icon ?? "zap"} size={38} />
        <div className="min-w-0">
          <h2 className="truncate text-base font-semibold">{entry?.title ?? trigger.type}</h2>
          <p className="truncate text-xs text-muted">
            {t`Trigger ·`} <span className="font-mono">{trigger.id}</span>
          </p>
        </div>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4">
        <p className="text-muted">
          {entry ? asSentence(entry.summary) : t`Nobody here knows the type ${trigger.type}.`}
        </p>
        <Switch
          label={t`Starts runs`}
          isOn={trigger.enabled !== false}
          onChange={isOn =>
            editor.edit(workflow => setAt(workflow, ["triggers", index, "enabled"], isOn ? undefined : false))
          }
        />
        {entry && (
          <SchemaForm
            schema={entry.input}
            hints={entry.hints}
            values={trigger.with ?? {}}
            problemAt={problemAt}
            onChange={(field, value) =>
              editor.edit(workflow => setAt(workflow, ["triggers", index, "with", ...field], value), {
                burst: `trigger ${id} ${field.join(".")}`,
              })
            }
          />
        )}
        <TriggerRun trigger={trigger} index={index} isTimed={entry?.isTimed === true} />
      </div>
    </>
  )
}
