import { ListChecks, SlidersHorizontal, Trash2 } from "lucide-react"
import { type ReactNode, useContext, useState } from "react"
import { t } from "../../../language/t.ts"
import { type Json, own } from "../../../lib/json.ts"
import { Button, IconButton } from "../../../ui/Button.tsx"
import { hueOf } from "../../groups.ts"
import { StepIcon } from "../../StepIcon.tsx"
import { useEditor } from "../../useEditor.ts"
import { DraftField } from "../DraftField.tsx"
import { looseValue } from "../fieldOf.ts"
import { PickButton } from "./PickButton.tsx"
import { type Pick, PickSourcesContext } from "./picks.ts"
import { setOf, type ToolName, toolNameOf, toolToggled, toolWithSet } from "./toolEntries.ts"

interface ToolsFieldProps {
  readonly label: ReactNode
  readonly tools: readonly Json[]
  readonly onChange: (tools: Json | undefined) => void
  readonly problemAt: (index: number) => string | undefined
  readonly help?: string
}

/** What an agent may do: kinds of steps and workflows, ticked in a list, and a line for each that is. */
export function ToolsField({ label, tools, onChange, problemAt, help }: ToolsFieldProps) {
  const { catalogue } = useEditor()
  const { workflows } = useContext(PickSourcesContext)
  const put = (next: readonly Json[]) => onChange(next.length === 0 ? undefined : next)
  // What steers others, or holds some, cannot be called.
  const kinds = Object.values(catalogue.kinds).filter(({ steers, holds }) => !steers && !holds)
  const load = async (): Promise<readonly Pick[]> => [
    ...kinds.map(({ kind, title }) => ({ id: keyOf({ of: "kind", id: kind }), label: title, about: kind })),
    ...(await workflows()).map(pick => ({ ...pick, id: keyOf({ of: "workflow", id: pick.id }) })),
  ]
  const ticked = tools.flatMap(entry => toolNameOf(entry) ?? []).map(keyOf)
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 w-full text-sm font-medium">{label}</legend>
      {tools.map((entry, index) => (
        <ToolLine
          // biome-ignore lint/suspicious/noArrayIndexKey: two entries may name the same kind.
          key={index}
          entry={entry}
          problem={problemAt(index)}
          onChange={next => put(tools.with(index, next))}
          onRemove={() => put(tools.filter((_, other) => other !== index))}
        />
      ))}
      <PickButton
        label={t`Choose tools`}
        none={t`There is nothing to choose.`}
        load={load}
        ticked={ticked}
        onPick={key => put(toolToggled(tools, nameIn(key)))}
      >
        <Button look="quiet" icon={ListChecks} className="h-7 self-start px-2">
          {t`Choose tools`}
        </Button>
      </PickButton>
      {help && <p className="text-xs text-muted">{help}</p>}
    </fieldset>
  )
}

interface ToolLineProps {
  readonly entry: Json
  readonly problem: string | undefined
  readonly onChange: (entry: Json) => void
  readonly onRemove: () => void
}

/** A tool that is ticked, and what of it the model can neither see nor change. */
function ToolLine({ entry, problem, onChange, onRemove }: ToolLineProps) {
  const { catalogue } = useEditor()
  const set = setOf(entry)
  const [isOpen, setOpen] = useState(set !== undefined)
  const name = toolNameOf(entry)
  const kind = name?.of === "kind" ? own(catalogue.kinds, name.id) : undefined
  const id = name?.id ?? JSON.stringify(entry)
  return (
    <div className="flex flex-col gap-1.5 rounded-lg border border-line py-1 pr-1 pl-2.5">
      <div
        className="flex items-center gap-2"
        data-hue={hueOf(name?.of === "workflow" ? "flow" : kind?.group)}
      >
        <span className="text-(--hue)">
          <StepIcon name={kind?.icon ?? (name?.of === "workflow" ? "workflow" : "")} size={15} />
        </span>
        <span className="min-w-0 flex-1 truncate text-sm">
          {kind?.title ?? (name?.of === "workflow" ? t`Workflow` : "")}
          <span className="ml-1.5 font-mono text-xs text-muted">{id}</span>
        </span>
        {name?.of === "kind" && (
          <IconButton
            icon={SlidersHorizontal}
            label={t`Set parameters of ${id} beforehand`}
            isOn={isOpen}
            className="size-7"
            onPress={() => setOpen(!isOpen)}
          />
        )}
        <IconButton icon={Trash2} label={t`Remove ${id}`} className="size-7" onPress={onRemove} />
      </div>
      {isOpen && name?.of === "kind" && (
        <div className="pr-1.5 pb-1.5">
          <DraftField
            label={t`Set beforehand`}
            value={set}
            read={looseValue}
            onChange={next => onChange(toolWithSet(entry, next))}
            placeholder={'{ "path": "notes/today.md" }'}
            lines={2}
            about={{ help: t`Parameters that the model neither sees nor changes.` }}
          />
        </div>
      )}
      {problem && <p className="pb-1 text-xs text-bad-text">{problem}</p>}
    </div>
  )
}

/** A tick by one text, as lists of choices want it: no kind has a space in its name. */
function keyOf({ of, id }: ToolName): string {
  return `${of} ${id}`
}

function nameIn(key: string): ToolName {
  const at = key.indexOf(" ")
  return { of: key.slice(0, at) === "kind" ? "kind" : "workflow", id: key.slice(at + 1) }
}
