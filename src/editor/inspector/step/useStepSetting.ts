import type { Json, Path } from "../../../lib/json.ts"
import { setField } from "../../../model/edits/fields.ts"
import { useEditor } from "../../useEditor.ts"

/** Sets a field of a step, or a part of one; undefined takes it away. What is typed into one field is undone at once. */
export type SetStepField = (field: Path, value: Json | undefined) => void

/** The way to set what the step says beside its parameters. */
export function useStepSetting(step: string): SetStepField {
  const editor = useEditor()
  return (field, value) =>
    editor.edit(workflow => setField(workflow, step, field, value), { burst: `${step} ${field.join(".")}` })
}
