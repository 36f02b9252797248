import { Braces } from "lucide-react"
import { type ReactNode, useState } from "react"
import { asSentence } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { isList, isMap, type Json, type JsonMap, type Path } from "../../lib/json.ts"
import type { Hint } from "../../model/step.ts"
import { IconButton } from "../../ui/Button.tsx"
import { Select } from "../../ui/Select.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { ExpressionField } from "../expression/ExpressionField.tsx"
import { DraftField } from "./DraftField.tsx"
import { fieldOf, isTemplate, looseValue, numberValue, textOf } from "./fieldOf.ts"
import { ListField, PairsField, RowsField } from "./ListFields.tsx"
import { CodeButton } from "./widgets/CodeButton.tsx"
import { usePickButton } from "./widgets/PickButton.tsx"
import { SchemaRowsField } from "./widgets/SchemaRowsField.tsx"
import { ToolsField } from "./widgets/ToolsField.tsx"
import { WidgetHelp } from "./widgets/WidgetHelp.tsx"

/** What one field of a form is made from. */
export interface SchemaFieldProps {
  readonly label: string
  readonly schema: JsonMap
  readonly hint: Hint | undefined
  readonly isRequired: boolean
  readonly value: Json | undefined
  /** The values of the whole form. */
  readonly beside: JsonMap
  readonly onChange: (path: Path, value: Json | undefined) => void
  readonly problemAt: (path: Path) => string | undefined
}

/** One parameter. Whatever its field is, it may hold an expression instead, and is then shown as text. */
export function SchemaField(props: SchemaFieldProps) {
  const { label, schema, hint, isRequired, value, onChange, problemAt } = props
  const field = fieldOf(schema, hint, value)
  const pick = usePickButton(label, hint?.widget)
  const [isText, setText] = useState(false)
  const problem = problemAt([])
  const said = hint?.help ?? (typeof schema.description === "string" ? schema.description : "")
  const help = said === "" ? undefined : asSentence(said)
  const about = { ...(help ? { help } : {}), ...(problem ? { problem } : {}) }
  const how = { ...about, isInside: hint?.inside === true, isRaw: hint?.raw === true }
  const set = (next: Json | undefined) => onChange([], next)
  const canSwitch = field.as !== "text" && field.as !== "value" && !hint?.raw
  const name = (
    <Name label={label} isRequired={isRequired}>
      {canSwitch && (
        <IconButton
          icon={Braces}
          label={t`Expression for ${label}`}
          isOn={isText || isTemplate(value)}
          className="-my-0.5 size-6"
          onPress={() => {
            if (isTemplate(value)) set(undefined)
            setText(!(isText || isTemplate(value)))
          }}
        />
      )}
    </Name>
  )
  const placeholder =
    hint?.placeholder ?? (schema.default === undefined ? "" : textOf(schema.default as Json))
  if (canSwitch && (isText || isTemplate(value))) {
    return (
      <ExpressionField
        label={name}
        lines={1}
        value={textOf(value)}
        onChange={text => set(text || undefined)}
        {...how}
      />
    )
  }
  switch (field.as) {
    case "choice":
      return (
        <Select
          label={name}
          choices={field.options.map(id => ({ id, label: id }))}
          value={value === undefined ? null : String(value)}
          placeholder={placeholder || t`Choose`}
          onChange={id => set(id === schema.default ? undefined : id)}
          {...about}
        />
      )
    case "switch":
      return (
        <div className="flex flex-col gap-1">
          <Switch
            label={name}
            isOn={value === undefined ? schema.default === true : value === true}
            onChange={isOn => set(isOn === (schema.default === true) ? undefined : isOn)}
          />
          {help && <p className="text-xs text-muted">{help}</p>}
          {problem && <p className="text-xs text-bad-text">{problem}</p>}
        </div>
      )
    case "number":
      return (
        <DraftField
          label={name}
          value={value}
          read={numberValue}
          onChange={set}
          placeholder={placeholder}
          about={how}
        />
      )
    case "text": {
      const button =
        hint?.widget === "code" ? (
          <CodeButton label={label} value={textOf(value)} onChange={text => set(text || undefined)} />
        ) : (
          pick?.(set)
        )
      return (
        <div className="flex min-w-0 flex-col gap-1.5">
          <ExpressionField
            label={name}
            isMono={field.isMono}
            {...(field.lines === null ? {} : { lines: field.lines })}
            placeholder={placeholder}
            value={textOf(value)}
            onChange={text => set(text === "" ? undefined : text)}
            {...(button ? { beside: button } : {})}
            {...how}
          />
          <WidgetHelp widget={hint?.widget} value={value} beside={props.beside} />
        </div>
      )
    }
    case "list":
      return (
        <ListField
          label={name}
          items={isList(value) ? value : []}
          onChange={set}
          read={isNumberList(schema) ? numberValue : text => text}
          {...(pick ? { pick } : {})}
          {...about}
        />
      )
    case "rows":
      return (
        <RowsField {...props} label={name} item={field.item} rows={isList(value) ? value : []} {...about} />
      )
    case "pairs":
      return <PairsField label={name} pairs={isMap(value) ? value : {}} onChange={set} {...about} />
    case "tools":
      return (
        <ToolsField
          label={name}
          tools={isList(value) ? value : []}
          onChange={set}
          problemAt={index => problemAt([index])}
          {...(help ? { help } : {})}
        />
      )
    case "schema":
      return <SchemaRowsField label={name} rows={field.rows} onChange={set} {...about} />
    case "value":
      return (
        <DraftField
          label={name}
          value={value}
          read={looseValue}
          onChange={set}
          placeholder={placeholder}
          about={how}
          lines={2}
        />
      )
  }
}

function isNumberList(schema: JsonMap): boolean {
  return isMap(schema.items) && schema.items.type !== "string"
}

function Name({ label, isRequired, children }: { label: string; isRequired: boolean; children: ReactNode }) {
  return (
    <span className="flex min-h-5 items-center gap-1.5">
      <span className="flex-1">
        {label}
        {isRequired && (
          <span className="text-muted" title={t`Required`}>
            {" *"}
          </span>
        )}
      </span>
      {children}
    </span>
  )
}
