import { useMemo, useState } from "react"
import { t } from "../../../language/t.ts"
import { setWorkflowField } from "../../../model/edits/fields.ts"
import { Disclosure } from "../../../ui/Disclosure.tsx"
import { ExpressionPlaceContext } from "../../expression/expressionPlace.ts"
import { useEditor, useEditorState } from "../../useEditor.ts"
import { DraftField } from "../DraftField.tsx"
import { looseValue } from "../fieldOf.ts"
import { TypedField } from "../TypedField.tsx"
import { useProblemAt } from "../useProblemAt.ts"
import { InputRows } from "./InputRows.tsx"
import { RunSettings } from "./RunSettings.tsx"
import { VariableRows } from "./VariableRows.tsx"

/** What a workflow takes, holds and gives, and how its runs are kept within bounds. */
export default function WorkflowParts() {
  const [index, setIndex] = useState<number | undefined>(undefined)
  const place = useMemo(() => ({ step: null, index, setIndex }), [index])
  return (
    <>
      <InputRows />
      <VariableRows />
      <ExpressionPlaceContext value={place}>
        <ResultField />
      </ExpressionPlaceContext>
      <TimeLimit />
      <Disclosure label={t`More about its runs`}>
        <RunSettings />
      </Disclosure>
    </>
  )
}

function TimeLimit() {
  const editor = useEditor()
  const timeout = useEditorState(state => state.file.workflow.settings?.timeout)
  const problem = useProblemAt(["settings", "timeout"])([])
  return (
    <TypedField
      label={t`Time limit for a run`}
      isMono
      placeholder={t`none`}
      value={timeout ?? ""}
      onChange={text =>
        editor.edit(before => setWorkflowField(before, ["settings", "timeout"], text || undefined), {
          burst: "workflow settings timeout",
        })
      }
      {...(problem ? { problem } : {})}
    />
  )
}

/** What a run gives back. */
function ResultField() {
  const editor = useEditor()
  const output = useEditorState(state => state.file.workflow.output)
  const problem = useProblemAt(["output"])([])
  return (
    <DraftField
      label={t`Result`}
      value={output}
      read={looseValue}
      onChange={value =>
        editor.edit(before => setWorkflowField(before, ["output"], value), { burst: "workflow output" })
      }
      placeholder={t`nothing`}
      about={{ help: t`What a run gives back, to whoever called it too.`, ...(problem ? { problem } : {}) }}
      lines={2}
    />
  )
}
