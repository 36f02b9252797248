import { t } from "../../../language/t.ts"
import { isMap, type Json, own, type Path } from "../../../lib/json.ts"
import type { Step } from "../../../model/workflow.ts"
import { Disclosure } from "../../../ui/Disclosure.tsx"
import { Select } from "../../../ui/Select.tsx"
import { useEditor } from "../../useEditor.ts"
import { DraftField } from "../DraftField.tsx"
import { looseValue } from "../fieldOf.ts"
import { TypedField } from "../TypedField.tsx"
import { useProblemAt } from "../useProblemAt.ts"
import { RetryPolicies } from "./RetryPolicies.tsx"
import { StepLimits } from "./StepLimits.tsx"
import { useStepSetting } from "./useStepSetting.ts"

const onError = [
  { id: "stop", label: t`Stop the run` },
  { id: "continue", label: t`Go on without a result` },
  { id: "default", label: t`Go on with a value of mine` },
]
const onDoubt = [
  { id: "ask", label: t`Ask somebody` },
  { id: "retry", label: t`Do it again` },
  { id: "fail", label: t`Take it as failed` },
  { id: "done", label: t`Take it as done, with a value of mine` },
]
const joins = [
  { id: "all", label: t`All that are going to come` },
  { id: "any", label: t`The first that comes` },
  { id: "each", label: t`Each, one after the other` },
]

/** What happens when the step fails or is cut, what it waits for, and what it may use. */
export function ErrorsTab({ step, path }: { readonly step: Step; readonly path: Path }) {
  const { catalogue } = useEditor()
  const problemAt = useProblemAt(path)
  const set = useStepSetting(step.id)
  const about = (field: Path) => {
    const problem = problemAt(field)
    return problem ? { problem } : {}
  }
  const entry = own(catalogue.kinds, step.kind)
  const effect = entry?.effect
  const isSafe = effect === "pure" || effect === "read" || effect === "write"
  return (
    <div className="flex flex-col gap-4 p-4">
      <TypedField
        label={t`Time limit for one attempt`}
        isMono
        placeholder={t`none`}
        value={step.timeout ?? ""}
        onChange={text => set(["timeout"], text || undefined)}
        {...about(["timeout"])}
      />
      <RetryPolicies step={step} set={set} problemAt={problemAt} />
      <Select
        label={t`When all attempts failed`}
        choices={onError}
        value={isMap(step.onError) ? "default" : (step.onError ?? "stop")}
        onChange={id =>
          set(["onError"], id === "stop" ? undefined : id === "default" ? { default: null } : id)
        }
        help={t`Unless a failure wire leads on from here.`}
        {...about(["onError"])}
      />
      {isMap(step.onError) && (
        <ThatValue
          value={step.onError.default as Json}
          onChange={value => set(["onError", "default"], value)}
        />
      )}
      {(!isSafe || step.onDoubt !== undefined) && (
        <Select
          label={t`When nobody can tell whether it was done`}
          choices={onDoubt}
          value={isMap(step.onDoubt) ? "done" : (step.onDoubt ?? "ask")}
          onChange={id => set(["onDoubt"], id === "ask" ? undefined : id === "done" ? { done: null } : id)}
          help={t`As after a crash in the middle of it.`}
          {...about(["onDoubt"])}
        />
      )}
      {isMap(step.onDoubt) && (
        <ThatValue value={step.onDoubt.done as Json} onChange={value => set(["onDoubt", "done"], value)} />
      )}
      <Select
        label={t`Waits for`}
        choices={joins}
        value={typeof step.join === "string" ? step.join : step.join === undefined ? "all" : null}
        placeholder={t`A number of them`}
        onChange={id => set(["join"], id === "all" ? undefined : id)}
        {...about(["join"])}
      />
      <Disclosure label={t`More options`}>
        <StepLimits
          step={step}
          hasEffect={effect !== "pure" && effect !== "read"}
          divides={entry?.divides === true}
          set={set}
          problemAt={problemAt}
        />
      </Disclosure>
    </div>
  )
}

/** What stands in for what the step did not give: null where nothing is typed. */
function ThatValue({ value, onChange }: { readonly value: Json; readonly onChange: (value: Json) => void }) {
  return (
    <DraftField
      label={t`That value`}
      value={value}
      read={text => looseValue(text) ?? null}
      onChange={next => onChange(next ?? null)}
      placeholder="null"
      lines={2}
    />
  )
}
