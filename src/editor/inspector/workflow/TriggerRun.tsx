import { useMemo } from "react"
import { t } from "../../../language/t.ts"
import type { Json, Path } from "../../../lib/json.ts"
import { setAt } from "../../../model/edits/change.ts"
import type { Trigger } from "../../../model/workflow.ts"
import { Select } from "../../../ui/Select.tsx"
import { ExpressionPlaceContext } from "../../expression/expressionPlace.ts"
import { useEditor, useEditorState } from "../../useEditor.ts"
import { DraftField } from "../DraftField.tsx"
import { looseValue } from "../fieldOf.ts"
import { useProblemAt } from "../useProblemAt.ts"

const missed = [
  { id: "skip", label: t`Are left out` },
  { id: "run_once", label: t`Start one run` },
  { id: "run_all", label: t`Start a run each` },
] as const

interface TriggerRunProps {
  readonly trigger: Trigger
  readonly index: number
  readonly isTimed: boolean
}

/** What a trigger starts: what of it becomes which input of the run, and what is done about times that have passed. */
export default function TriggerRun({ trigger, index, isTimed }: TriggerRunProps) {
  const editor = useEditor()
  const inputs = useEditorState(state => state.file.workflow.inputs) ?? {}
  const problemAt = useProblemAt(["triggers", index])
  const place = useMemo(() => ({ step: null, index: undefined, setIndex: () => {} }), [])
  const set = (path: Path, value: Json | undefined) =>
    editor.edit(before => setAt(before, ["triggers", index, ...path], value), {
      burst: `trigger ${trigger.id} ${path.join(".")}`,
    })

  function pass(name: string, value: Json | undefined) {
    const { [name]: _, ...others } = trigger.inputs ?? {}
    const next = value === undefined ? others : { ...trigger.inputs, [name]: value }
    set(["inputs"], Object.keys(next).length === 0 ? undefined : next)
  }

  return (
    <>
      {isTimed && (
        <Select
          label={t`Times that passed while nothing ran`}
          choices={missed}
          value={trigger.missed ?? "skip"}
          onChange={id => set(["missed"], id === "skip" ? undefined : id)}
        />
      )}
      {Object.keys(inputs).length > 0 && (
        <ExpressionPlaceContext value={place}>
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-1.5 text-sm font-medium">{t`What the run is given`}</legend>
            {Object.entries(inputs).map(([name, spec]) => {
              const problem = problemAt(["inputs", name])
              return (
                <DraftField
                  key={name}
                  label={spec.title ?? name}
                  value={trigger.inputs?.[name]}
                  read={looseValue}
                  onChange={value => pass(name, value)}
                  placeholder={t`its default`}
                  {...(problem ? { about: { problem } } : {})}
                />
              )
            })}
          </fieldset>
        </ExpressionPlaceContext>
      )}
    </>
  )
}
