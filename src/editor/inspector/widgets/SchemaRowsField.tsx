import { Plus, Trash2 } from "lucide-react"
import type { ReactNode } from "react"
import { t } from "../../../language/t.ts"
import type { Json } from "../../../lib/json.ts"
import { Button, IconButton } from "../../../ui/Button.tsx"
import { Checkbox } from "../../../ui/Checkbox.tsx"
import { Select } from "../../../ui/Select.tsx"
import { HeldField } from "../HeldField.tsx"
import { formOf, type RowType, rowTypes, type SchemaRow } from "./schemaRows.ts"

interface SchemaRowsFieldProps {
  readonly label: ReactNode
  readonly rows: readonly SchemaRow[]
  readonly onChange: (form: Json | undefined) => void
  readonly help?: string
  readonly problem?: string
}

/** The fields of an answer, each with its type: what a model is held to. */
export function SchemaRowsField({ label, rows, onChange, help, problem }: SchemaRowsFieldProps) {
  const put = (next: readonly SchemaRow[]) => onChange(formOf(next))
  const change = (index: number, to: Partial<SchemaRow>) =>
    put(rows.map((row, other) => (other === index ? { ...row, ...to } : row)))
  const isTaken = (name: string) => rows.some(row => row.name === name)

  function add() {
    let number = rows.length + 1
    while (isTaken(`field_${number}`)) number++
    put([...rows, { name: `field_${number}`, type: "string", choices: "", isOptional: false }])
  }

  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 w-full text-sm font-medium">{label}</legend>
      {rows.map((row, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed, places do not.
          key={index}
          className="flex flex-col gap-2 rounded-lg border border-line p-2.5"
        >
          <div className="flex items-center gap-1.5">
            <div className="grid min-w-0 flex-1 grid-cols-[5fr_7fr] gap-1.5">
              <HeldField
                label={t`Name ${index + 1}`}
                value={row.name}
                isFine={name => /^[^\s?]+$/.test(name) && !isTaken(name)}
                onChange={name => change(index, { name })}
              />
              <Select
                label={t`Type of ${row.name}`}
                isLabelHidden
                choices={rowTypes}
                value={row.type}
                onChange={type => change(index, { type: type as RowType })}
              />
            </div>
            <IconButton
              icon={Trash2}
              label={t`Remove ${row.name}`}
              className="size-7"
              onPress={() => put(rows.filter((_, other) => other !== index))}
            />
          </div>
          {row.type === "choice" && (
            <HeldField
              label={t`Choices of ${row.name}`}
              value={row.choices}
              isFine={choices =>
                choices.includes("|") && choices.split("|").every(choice => choice.trim() !== "")
              }
              onChange={choices => change(index, { choices })}
            />
          )}
          <Checkbox
            label={<span className="text-xs">{t`May be left out`}</span>}
            isOn={row.isOptional}
            onChange={isOptional => change(index, { isOptional })}
          />
        </div>
      ))}
      <Button look="quiet" icon={Plus} onPress={add} className="h-7 self-start px-2">{t`Add a field`}</Button>
      {help && <p className="text-xs text-muted">{help}</p>}
      {problem && <p className="text-xs text-bad-text">{problem}</p>}
    </fieldset>
  )
}
