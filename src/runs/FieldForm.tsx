import { useEffect, useRef } from "react"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import type { Problem } from "../model/problems.ts"
import type { InputSpec } from "../model/workflow.ts"
import { Select } from "../ui/Select.tsx"
import { Switch } from "../ui/Switch.tsx"
import { TextField } from "../ui/TextField.tsx"
import { type Typed, textOf, typeOf } from "./inputFields.ts"

interface FieldFormProps {
  readonly fields: { readonly [field: string]: InputSpec }
  readonly typed: Typed
  readonly problems: { readonly [field: string]: Problem }
  readonly onChange: (typed: Typed) => void
}

/** A field for each input, fitting its type. Once something was found wrong, whoever fills them in is led to the first that is. */
export function FieldForm({ fields, typed, problems, onChange }: FieldFormProps) {
  const form = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that they are looked through there are others, or none.
  useEffect(() => {
    const wrong = form.current?.querySelector(":scope > [data-invalid]")
    wrong?.querySelector<HTMLElement>("input, textarea, button")?.focus({ preventScroll: true })
    wrong?.scrollIntoView({ block: "nearest" })
  }, [problems])
  return (
    // What stays in view below the fields lies over none that is led to.
    <div ref={form} className="flex flex-col gap-4 [&>*]:scroll-mt-4 [&>*]:scroll-mb-16">
      {Object.entries(fields).map(([name, spec]) => (
        <Field
          key={name}
          label={spec.required === true ? t`${spec.title ?? name} (required)` : (spec.title ?? name)}
          spec={spec}
          value={typed[name] ?? ""}
          problem={problems[name]}
          onChange={value => onChange({ ...typed, [name]: value })}
        />
      ))}
    </div>
  )
}

interface FieldProps {
  readonly label: string
  readonly spec: InputSpec
  readonly value: string | boolean
  readonly problem: Problem | undefined
  readonly onChange: (value: string | boolean) => void
}

function Field({ label, spec, value, problem, onChange }: FieldProps) {
  const help = spec.description
  const type = typeOf(spec)
  if (typeof value === "boolean") return <Switch label={label} isOn={value} onChange={onChange} />
  if (spec.enum !== undefined) {
    return (
      <Select
        label={label}
        choices={spec.enum.map(choice => ({ id: textOf(choice), label: textOf(choice) }))}
        value={value === "" ? null : value}
        onChange={onChange}
        help={help}
        problem={translated(problem?.message)}
      />
    )
  }
  const isJson = type === "array" || type === "object" || type === "any"
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      help={help}
      problem={translated(problem?.message)}
      isMono={isJson}
      {...(spec.multiline === true || isJson ? { lines: 3 } : {})}
      {...(isDay(spec, value) ? { type: "date" } : {})}
      {...(type === "number" || type === "integer" ? { inputMode: "decimal" as const } : {})}
    />
  )
}

/** Whether a day is asked for, and nothing stands there that a calendar could not show. */
function isDay(spec: InputSpec, value: string): boolean {
  return spec.format === "date" && /^(?:\d{4}-\d\d-\d\d)?$/.test(value)
}
