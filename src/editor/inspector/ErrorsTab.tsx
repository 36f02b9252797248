import { t } from "../../language/t.ts"
import { isList, isMap, type Json, type Path } from "../../lib/json.ts"
import { setField } from "../../model/edits/fields.ts"
import type { Step } from "../../model/workflow.ts"
import { Select } from "../../ui/Select.tsx"
import { useEditor } from "../useEditor.ts"
import { numberValue } from "./fieldOf.ts"
import { TypedField } from "./TypedField.tsx"
import { useProblemAt } from "./useProblemAt.ts"

const onError = [
  { id: "stop", label: t`Stop the run` },
  { id: "continue", label: t`Go on without a result` },
  { id: "default", label: t`Go on with a value of mine` },
]
const joins = [
  { id: "all", label: t`All that are going to come` },
  { id: "any", label: t`The first that comes` },
  { id: "each", label: t`Each, one after the other` },
]

/** What happens when the step fails, and what it waits for. */
export function ErrorsTab({ step, path }: { readonly step: Step; readonly path: Path }) {
  const editor = useEditor()
  const problemAt = useProblemAt(path)
  const set = (field: Path, value: Json | undefined) =>
    editor.edit(workflow => setField(workflow, step.id, field, value), {
      burst: `${step.id} ${field.join(".")}`,
    })
  const policy = isMap(step.retry) ? step.retry : {}
  const about = (field: Path) => {
    const problem = problemAt(field)
    return problem ? { problem } : {}
  }
  const retryField = (name: "delay" | "maxDelay", label: string) => (
    <TypedField
      label={label}
      isMono
      placeholder="1s"
      value={String(policy[name] ?? "")}
      onChange={text => set(["retry", name], text || undefined)}
      {...about(["retry", name])}
    />
  )
  const chosen = isMap(step.onError) ? "default" : (step.onError ?? "stop")
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
      {isList(step.retry) ? (
        <p className="text-muted">{t`This step has several retry policies; they are changed in the YAML.`}</p>
      ) : (
        <div className="grid grid-cols-2 gap-3">
          <TypedField
            label={t`Attempts`}
            isMono
            placeholder={t`as the kind has it`}
            value={String(policy.attempts ?? "")}
            onChange={text => set(["retry", "attempts"], numberValue(text))}
            {...about(["retry", "attempts"])}
          />
          <TypedField
            label={t`Times longer each`}
            isMono
            placeholder="1"
            value={String(policy.factor ?? "")}
            onChange={text => set(["retry", "factor"], numberValue(text))}
            {...about(["retry", "factor"])}
          />
          {retryField("delay", t`First wait`)}
          {retryField("maxDelay", t`Longest wait`)}
        </div>
      )}
      <Select
        label={t`When all attempts failed`}
        choices={onError}
        value={chosen}
        onChange={id =>
          set(["onError"], id === "stop" ? undefined : id === "default" ? { default: null } : id)
        }
        help={t`Unless a failure wire leads on from here.`}
        {...about(["onError"])}
      />
      {isMap(step.onError) && (
        <TypedField
          label={t`That value`}
          isMono
          value={
            typeof step.onError.default === "string"
              ? step.onError.default
              : JSON.stringify(step.onError.default)
          }
          onChange={text => set(["onError", "default"], text)}
        />
      )}
      <Select
        label={t`Waits for`}
        choices={joins}
        value={typeof step.join === "string" ? step.join : step.join === undefined ? "all" : null}
        placeholder={t`A number of them`}
        onChange={id => set(["join"], id === "all" ? undefined : id)}
        {...about(["join"])}
      />
    </div>
  )
}
