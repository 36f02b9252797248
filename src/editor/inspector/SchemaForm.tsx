import { useState } from "react"
import { t } from "../../language/t.ts"
import { isMap, type Json, type JsonMap, own, type Path } from "../../lib/json.ts"
import type { Hint } from "../../model/step.ts"
import { Disclosure } from "../../ui/Disclosure.tsx"
import { labelOf, propertyOf } from "./fieldOf.ts"
import { SchemaField } from "./SchemaField.tsx"

/** What a form shows and changes. */
export interface FormProps {
  /** JSON Schema of a map. */
  readonly schema: JsonMap
  readonly hints: { readonly [field: string]: Hint }
  readonly values: JsonMap
  readonly onChange: (path: Path, value: Json | undefined) => void
  /** What is wrong at or below a path. */
  readonly problemAt: (path: Path) => string | undefined
}

/** A form made from a schema and its hints: the right field for each parameter, what is seldom needed folded away. */
export function SchemaForm({ schema, hints, values, onChange, problemAt }: FormProps) {
  const names = Object.keys(isMap(schema.properties) ? schema.properties : {})
  const strangers = Object.keys(values).filter(name => !names.includes(name))
  // What is filled in where it was folded away stays there: whoever types into it must not lose it on the way.
  const [filled, setFilled] = useState<ReadonlySet<string>>(() => new Set())
  const isFolded = (name: string) =>
    own(hints, name)?.advanced === true && (own(values, name) === undefined || filled.has(name))
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const field = (name: string) => {
    const property = propertyOf(schema, name)
    const hint = own(hints, name)
    return (
      <SchemaField
        key={name}
        label={labelOf(name, property, hint)}
        schema={property}
        hint={hint}
        isRequired={required.has(name)}
        value={own(values, name)}
        beside={values}
        onChange={(path, value) => {
          if (isFolded(name) && !filled.has(name)) setFilled(new Set([...filled, name]))
          onChange([name, ...path], value)
        }}
        problemAt={path => problemAt([name, ...path])}
      />
    )
  }
  const folded = names.filter(isFolded)
  return (
    <div className="flex flex-col gap-4">
      {names.filter(name => !isFolded(name)).map(field)}
      {strangers.map(field)}
      {folded.length > 0 && (
        <Disclosure label={t`More options`}>
          <div className="flex flex-col gap-4 pt-3">{folded.map(field)}</div>
        </Disclosure>
      )}
    </div>
  )
}
