import { t } from "../../../language/t.ts"
import type { JsonMap, Path } from "../../../lib/json.ts"
import type { Step } from "../../../model/workflow.ts"
import { Select } from "../../../ui/Select.tsx"
import { SettingField } from "../SettingField.tsx"
import type { SetStepField } from "./useStepSetting.ts"

const onItemError = [
  { id: "stop", label: t`Stop: the step has failed` },
  { id: "continue", label: t`Go on, with null in its place` },
  { id: "drop", label: t`Go on without it` },
]

const expression: JsonMap = { type: "string" }
const number: JsonMap = { type: "integer" }

interface ForEachItemProps {
  readonly step: Step
  readonly set: SetStepField
  readonly problemAt: (path: Path) => string | undefined
}

/** A list, for each item of which the step is done once. */
export function ForEachItem({
  step: { each, concurrency, onItemError: then },
  set,
  problemAt,
}: ForEachItemProps) {
  return (
    <div className="flex flex-col gap-4 pt-3">
      <SettingField
        at={["each"]}
        label={t`List`}
        schema={expression}
        hint={{
          widget: "expression",
          placeholder: "{{ inputs.files }}",
          help: t`The step sees each of it as item, and its place as index; what it gives is a list.`,
        }}
        value={each}
        {...{ set, problemAt }}
      />
      {each !== undefined && (
        <>
          <SettingField
            at={["concurrency"]}
            label={t`At the same time`}
            schema={number}
            hint={{ placeholder: "1" }}
            value={concurrency}
            {...{ set, problemAt }}
          />
          <Select
            label={t`When an item fails`}
            choices={onItemError}
            value={then ?? "stop"}
            onChange={id => set(["onItemError"], id === "stop" ? undefined : id)}
          />
        </>
      )}
    </div>
  )
}
