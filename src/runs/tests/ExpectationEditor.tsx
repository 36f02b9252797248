import { Plus, Trash2 } from "lucide-react"
import { useId } from "react"
import { t } from "../../language/t.ts"
import { type CheckName, checkNames } from "../../model/expectations.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Select } from "../../ui/Select.tsx"
import { fieldBox } from "../../ui/TextField.tsx"
import { sayShort } from "../values/sayValue.ts"
import { type ExpectationRow, expectationIn, type Field, rowOf } from "./expectationRows.ts"

const checks = Object.entries(checkNames).map(([id, label]) => ({ id, label }))
const truths = [
  { id: "true", label: "yes" },
  { id: "false", label: "no" },
]

/** What a test expects, field by field. */
export function ExpectationEditor({
  rows,
  fields,
  onChange,
}: {
  readonly rows: readonly ExpectationRow[]
  /** What can be chosen from. */
  readonly fields: readonly Field[]
  readonly onChange: (rows: readonly ExpectationRow[]) => void
}) {
  const list = useId()
  const change = (row: ExpectationRow, next: Partial<ExpectationRow>) =>
    onChange(rows.map(each => (each.id === row.id ? { ...each, ...next } : each)))
  /** A field that was just chosen is expected to be what it was. */
  const choose = (row: ExpectationRow, at: string) => {
    const field = fields.find(each => each.at === at)
    const isFresh = row.text === "" && row.check === "is"
    change(row, { at, ...(field && isFresh ? { text: JSON.stringify(field.value) } : {}) })
  }
  return (
    <div className="flex flex-col gap-2">
      <datalist id={list}>
        {fields.map(({ at, value }) => (
          <option key={at} value={at}>
            {sayShort(value, 60)}
          </option>
        ))}
      </datalist>
      <ul aria-label={t`Expectations`} className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <li
            key={row.id}
            className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2 max-[700px]:grid-cols-[1fr_auto] max-[700px]:border-b max-[700px]:border-line max-[700px]:pb-2"
          >
            <input
              aria-label={t`Field ${index + 1}`}
              list={list}
              value={row.at}
              placeholder={t`steps.review.output.severity`}
              spellCheck={false}
              onChange={event => choose(row, event.target.value)}
              className={cx(fieldBox, "h-8.5 font-mono text-xs max-[700px]:col-span-2")}
            />
            <Select
              label={t`What of field ${index + 1}`}
              isLabelHidden
              choices={checks}
              value={row.check}
              onChange={check =>
                change(row, {
                  check: check as CheckName,
                  ...(check === "exists" ? { text: "true" } : row.check === "exists" ? { text: "" } : {}),
                })
              }
            />
            {row.check === "exists" ? (
              <Select
                label={t`Whether field ${index + 1} is there`}
                isLabelHidden
                choices={truths}
                value={row.text}
                onChange={text => change(row, { text })}
              />
            ) : (
              <input
                aria-label={t`Value ${index + 1}`}
                aria-invalid={row.at !== "" && expectationIn(row) === undefined}
                value={row.text}
                spellCheck={false}
                onChange={event => change(row, { text: event.target.value })}
                className={cx(
                  fieldBox,
                  "h-8.5 font-mono text-xs aria-invalid:border-bad max-[700px]:col-span-2",
                )}
              />
            )}
            <IconButton
              icon={Trash2}
              label={t`Expect nothing of field ${index + 1}`}
              className="max-[700px]:col-start-2 max-[700px]:row-start-2"
              onPress={() => onChange(rows.filter(({ id }) => id !== row.id))}
            />
          </li>
        ))}
      </ul>
      <Button
        icon={Plus}
        className="self-start"
        onPress={() => onChange([...rows, rowOf({ at: "", check: "is", text: "" })])}
      >{t`Expect something of a field`}</Button>
    </div>
  )
}
