import { Trash2 } from "lucide-react"
import { t } from "../../../language/t.ts"
import type { Json } from "../../../lib/json.ts"
import { addInput, removeInput, renameInput, updateInput } from "../../../model/edits/names.ts"
import { freshId } from "../../../model/ids.ts"
import type { InputSpec } from "../../../model/workflow.ts"
import { IconButton } from "../../../ui/Button.tsx"
import { Checkbox } from "../../../ui/Checkbox.tsx"
import { Disclosure } from "../../../ui/Disclosure.tsx"
import { Select } from "../../../ui/Select.tsx"
import { useEditor, useEditorState } from "../../useEditor.ts"
import { DraftField } from "../DraftField.tsx"
import { looseValue, numberValue } from "../fieldOf.ts"
import { HeldField } from "../HeldField.tsx"
import { Group } from "../ListFields.tsx"
import { TypedField } from "../TypedField.tsx"
import { useProblemAt } from "../useProblemAt.ts"
import {
  areChoices,
  asSort,
  choicesText,
  type InputSort,
  inputSorts,
  sortOf,
  withChoices,
} from "./inputRow.ts"
import { NameBox } from "./NameBox.tsx"

/** What a run is asked for when it starts: each input with its name, and what it takes. */
export function InputRows() {
  const editor = useEditor()
  const entries = Object.entries(useEditorState(state => state.file.workflow.inputs) ?? {})

  function add() {
    const name = freshId("input", new Set(entries.map(([name]) => name)))
    editor.edit(before => {
      const added = addInput(before, name, { type: "string" })
      return added.ok ? added.value : before
    })
  }

  return (
    <Group
      label={t`Inputs`}
      addLabel={t`Add an input`}
      onAdd={add}
      {...(entries.length === 0
        ? { help: t`What is asked when a run starts. Steps read it as inputs.name.` }
        : {})}
    >
      {entries.map(([name, spec], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change, places do not.
        <InputRow key={index} {...{ name, spec, index }} />
      ))}
    </Group>
  )
}

interface InputRowProps {
  readonly name: string
  readonly spec: InputSpec
  readonly index: number
}

function InputRow({ name, spec, index }: InputRowProps) {
  const editor = useEditor()
  const problem = useProblemAt(["inputs", name])([])
  const sort = sortOf(spec)
  const put = (next: InputSpec, field: string) =>
    editor.edit(before => updateInput(before, name, next), { burst: `input ${name} ${field}` })
  const set = (field: keyof InputSpec, value: Json | undefined) => {
    const { [field]: _, ...others } = spec
    put(value === undefined ? others : { ...others, [field]: value }, field)
  }
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line p-2.5">
      <div className="flex items-start gap-1.5">
        <div className="grid min-w-0 flex-1 grid-cols-[5fr_7fr] gap-1.5">
          <NameBox
            label={t`Name of input ${index + 1}`}
            name={name}
            rename={(workflow, to) => renameInput(workflow, name, to)}
          />
          <Select
            label={t`Type of ${name}`}
            isLabelHidden
            choices={inputSorts}
            value={sort}
            onChange={id => put(asSort(spec, id as InputSort), "type")}
          />
        </div>
        <IconButton
          icon={Trash2}
          label={t`Remove ${name}`}
          className="mt-[3px] size-7"
          onPress={() => editor.edit(before => removeInput(before, name))}
        />
      </div>
      {sort === "choice" && (
        <HeldField
          label={t`Choices of ${name}`}
          value={choicesText(spec)}
          isFine={areChoices}
          onChange={text => put(withChoices(spec, text), "enum")}
        />
      )}
      <DefaultField {...{ name, spec, sort }} onChange={value => set("default", value)} />
      <Checkbox
        label={<span className="text-xs">{t`Has to be given`}</span>}
        isOn={spec.required === true}
        onChange={isOn => set("required", isOn || undefined)}
      />
      <Disclosure label={t`What people read`}>
        <div className="flex flex-col gap-2 pt-2">
          <TypedField
            label={t`Title of ${name}`}
            value={spec.title ?? ""}
            onChange={text => set("title", text || undefined)}
          />
          <TypedField
            label={t`Help for ${name}`}
            lines={2}
            value={spec.description ?? ""}
            onChange={text => set("description", text || undefined)}
          />
        </div>
      </Disclosure>
      {problem && <p className="text-xs text-bad-text">{problem}</p>}
    </div>
  )
}

interface DefaultFieldProps {
  readonly name: string
  readonly spec: InputSpec
  readonly sort: InputSort
  readonly onChange: (value: Json | undefined) => void
}

/** What an input is where nobody gives it. */
function DefaultField({ name, spec, sort, onChange }: DefaultFieldProps) {
  const label = t`Default of ${name}`
  if (sort === "boolean" || sort === "choice") {
    const values = sort === "boolean" ? [true, false] : (spec.enum ?? [])
    const said = (value: Json) =>
      value === true
        ? t`Yes`
        : value === false
          ? t`No`
          : typeof value === "string"
            ? value
            : JSON.stringify(value)
    return (
      <Select
        label={label}
        choices={[
          { id: "none", label: t`None` },
          ...values.map((value, at) => ({ id: String(at), label: said(value) })),
        ]}
        value={spec.default === undefined ? "none" : String(values.indexOf(spec.default))}
        onChange={id => onChange(id === "none" ? undefined : values[Number(id)])}
      />
    )
  }
  if (sort === "string" || sort === "file") {
    return (
      <TypedField
        label={label}
        isMono
        placeholder={t`none`}
        value={typeof spec.default === "string" ? spec.default : ""}
        onChange={text => onChange(text || undefined)}
      />
    )
  }
  const isNumber = sort === "number" || sort === "integer"
  return (
    <DraftField
      label={label}
      value={spec.default}
      read={isNumber ? numberValue : looseValue}
      onChange={onChange}
      placeholder={t`none`}
    />
  )
}
