import type { Json, JsonMap, Path } from "../../lib/json.ts"
import type { Hint } from "../../model/step.ts"
import { SchemaField } from "./SchemaField.tsx"

interface SettingFieldProps {
  /** Where the setting stands in what `set` changes. */
  readonly at: Path
  readonly label: string
  readonly value: Json | undefined
  readonly schema: JsonMap
  readonly hint?: Hint
  readonly set: (at: Path, value: Json | undefined) => void
  readonly problemAt: (at: Path) => string | undefined
}

/** A setting of a step or of the workflow that is no parameter of a kind. */
export function SettingField({ at, hint, set, problemAt, ...rest }: SettingFieldProps) {
  return (
    <SchemaField
      {...rest}
      hint={hint}
      isRequired={false}
      beside={{}}
      onChange={(path, value) => set([...at, ...path], value)}
      problemAt={path => problemAt([...at, ...path])}
    />
  )
}
