import { t } from "../../../language/t.ts"
import type { Json, JsonMap, Path } from "../../../lib/json.ts"
import { setWorkflowField } from "../../../model/edits/fields.ts"
import type { Hint } from "../../../model/step.ts"
import type { Settings } from "../../../model/workflow.ts"
import { Select } from "../../../ui/Select.tsx"
import { useEditor, useEditorState } from "../../useEditor.ts"
import { SettingField } from "../SettingField.tsx"
import { useProblemAt } from "../useProblemAt.ts"

const overflows = [
  { id: "queue", label: t`Wait for their turn` },
  { id: "skip", label: t`Are left out` },
  { id: "cancel_oldest", label: t`Take the place of the oldest` },
] as const

const number: JsonMap = { type: "number" }
const text: JsonMap = { type: "string" }

/** How many runs there may be at once, what they may spend, how long they are kept, and what a failed one starts. */
export function RunSettings() {
  const editor = useEditor()
  const settings: Settings = useEditorState(state => state.file.workflow.settings) ?? {}
  const problemAt = useProblemAt(["settings"])
  const set = (path: Path, value: Json | undefined) =>
    editor.edit(before => setWorkflowField(before, ["settings", ...path], value), {
      burst: `workflow settings ${path.join(".")}`,
    })
  const field = (at: Path, label: string, value: Json | undefined, schema: JsonMap, hint: Hint) => (
    <SettingField {...{ at, label, value, schema, hint, set, problemAt }} />
  )
  const { concurrency, budget, retention } = settings
  return (
    <div className="flex flex-col gap-4 pt-3">
      <SettingField
        at={["concurrency"]}
        label={t`Runs at once`}
        value={concurrency?.max}
        schema={number}
        hint={{ placeholder: t`any number`, raw: true }}
        set={(at, max) => set(max === undefined ? at : [...at, "max"], max)}
        problemAt={problemAt}
      />
      {concurrency !== undefined && (
        <Select
          label={t`Further ones`}
          choices={overflows}
          value={concurrency.overflow ?? "queue"}
          onChange={id => set(["concurrency", "overflow"], id === "queue" ? undefined : id)}
        />
      )}
      {field(["budget", "usd"], t`A run may spend, in dollars`, budget?.usd, number, {
        placeholder: t`no limit`,
      })}
      <div className="grid grid-cols-2 gap-3">
        {field(["retention", "runs"], t`Runs kept`, retention?.runs, number, {
          placeholder: t`as in settings`,
          raw: true,
        })}
        {field(["retention", "days"], t`Days kept`, retention?.days, number, {
          placeholder: t`as in settings`,
          raw: true,
        })}
      </div>
      {field(["onFailure"], t`When a run fails, start`, settings.onFailure, text, {
        widget: "workflow",
        placeholder: t`nothing`,
        raw: true,
      })}
    </div>
  )
}
