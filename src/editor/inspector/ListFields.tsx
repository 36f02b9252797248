import { Plus, Trash2 } from "lucide-react"
import { type ReactNode, useEffect, useRef } from "react"
import { t } from "../../language/t.ts"
import { isMap, type Json, type JsonMap, type Path } from "../../lib/json.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { ExpressionField } from "../expression/ExpressionField.tsx"
import { looseValue, textOf } from "./fieldOf.ts"
import { SchemaForm } from "./SchemaForm.tsx"
import { TypedField } from "./TypedField.tsx"

interface GroupProps {
  readonly label: ReactNode
  readonly help?: string
  readonly problem?: string
  readonly addLabel: string
  readonly onAdd: () => void
  readonly children: ReactNode
}

/** Lines, and a button that adds one: it is for typing into, so it takes the focus. */
export function Group({ label, help, problem, addLabel, onAdd, children }: GroupProps) {
  const lines = useRef<HTMLDivElement>(null)
  const wasAdded = useRef(false)
  useEffect(() => {
    if (!wasAdded.current) return
    wasAdded.current = false
    const field = lines.current?.lastElementChild?.querySelector("input, textarea, button")
    if (field instanceof HTMLElement) field.focus()
  })
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 w-full text-sm font-medium">{label}</legend>
      <div ref={lines} className="contents">
        {children}
      </div>
      <Button
        look="quiet"
        icon={Plus}
        onPress={() => {
          wasAdded.current = true
          onAdd()
        }}
        className="h-7 self-start px-2"
      >
        {addLabel}
      </Button>
      {help && <p className="text-xs text-muted">{help}</p>}
      {problem && <p className="text-xs text-bad-text">{problem}</p>}
    </fieldset>
  )
}

interface ListFieldProps {
  readonly label: ReactNode
  readonly items: readonly Json[]
  readonly onChange: (items: Json | undefined) => void
  readonly read: (text: string) => Json | undefined
  /** Makes the button that opens what may be picked for an entry. */
  readonly pick?: (onPick: (id: string) => void) => ReactNode
  readonly help?: string
  readonly problem?: string
}

/** A list of single values. */
export function ListField({ label, items, onChange, read, pick, ...about }: ListFieldProps) {
  const put = (next: readonly Json[]) => onChange(next.length === 0 ? undefined : next)
  return (
    <Group label={label} addLabel={t`Add a value`} onAdd={() => put([...items, ""])} {...about}>
      {items.map((item, index) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: values have no other name than their place.
          key={index}
          onRemove={() => put(items.filter((_, other) => other !== index))}
          name={t`value ${index + 1}`}
        >
          <ExpressionField
            label={t`Value ${index + 1}`}
            isLabelHidden
            value={textOf(item)}
            onChange={text => put(items.with(index, read(text) ?? ""))}
            {...(pick ? { beside: pick(id => put(items.with(index, id))) } : {})}
          />
        </Line>
      ))}
    </Group>
  )
}

interface PairsFieldProps {
  readonly label: ReactNode
  readonly pairs: JsonMap
  readonly onChange: (pairs: Json | undefined) => void
  readonly help?: string
  readonly problem?: string
}

/** Names with a value each. */
export function PairsField({ label, pairs, onChange, ...about }: PairsFieldProps) {
  const entries = Object.entries(pairs)
  const put = (next: readonly (readonly [string, Json])[]) =>
    onChange(next.length === 0 ? undefined : Object.fromEntries(next))
  return (
    <Group
      label={label}
      addLabel={t`Add a line`}
      onAdd={() => put([...entries, [freeName(pairs), ""]])}
      {...about}
    >
      {entries.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed, places do not.
        <Line key={index} onRemove={() => put(entries.filter((_, other) => other !== index))} name={name}>
          <div className="grid flex-1 grid-cols-2 gap-1.5">
            <TypedField
              label={t`Name ${index + 1}`}
              isLabelHidden
              isMono
              value={name}
              onChange={text => Object.hasOwn(pairs, text) || put(entries.with(index, [text, value]))}
            />
            <ExpressionField
              label={t`Value of ${name}`}
              isLabelHidden
              value={textOf(value)}
              onChange={text => put(entries.with(index, [name, looseValue(text) ?? ""]))}
            />
          </div>
        </Line>
      ))}
    </Group>
  )
}

function freeName(pairs: JsonMap): string {
  for (let number = 1; ; number++) if (!Object.hasOwn(pairs, `name_${number}`)) return `name_${number}`
}

interface RowsFieldProps {
  readonly label: ReactNode
  readonly item: JsonMap
  readonly rows: readonly Json[]
  readonly onChange: (path: Path, value: Json | undefined) => void
  readonly problemAt: (path: Path) => string | undefined
  readonly help?: string
  readonly problem?: string
}

/** A list of maps, each a small form. */
export function RowsField({ label, item, rows, onChange, problemAt, help, problem }: RowsFieldProps) {
  const put = (next: readonly Json[]) => onChange([], next.length === 0 ? undefined : next)
  return (
    <Group
      label={label}
      addLabel={t`Add an entry`}
      onAdd={() => put([...rows, {}])}
      {...(help ? { help } : {})}
      {...(problem ? { problem } : {})}
    >
      {rows.map((row, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no other name than their place.
          key={index}
          className="flex gap-1 rounded-lg border border-line p-2.5"
        >
          <div className="min-w-0 flex-1">
            <SchemaForm
              schema={item}
              hints={{}}
              values={isMap(row) ? row : {}}
              onChange={(path, value) => onChange([index, ...path], value)}
              problemAt={path => problemAt([index, ...path])}
            />
          </div>
          <IconButton
            icon={Trash2}
            label={t`Remove entry ${index + 1}`}
            className="size-7"
            onPress={() => put(rows.filter((_, other) => other !== index))}
          />
        </div>
      ))}
    </Group>
  )
}

function Line({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  return (
    <div className="flex items-center gap-1 [&>:first-child]:flex-1">
      {children}
      <IconButton icon={Trash2} label={t`Remove ${name}`} className="size-7" onPress={onRemove} />
    </div>
  )
}
