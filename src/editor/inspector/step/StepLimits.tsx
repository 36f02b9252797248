import { t } from "../../../language/t.ts"
import type { Json, JsonMap, Path } from "../../../lib/json.ts"
import type { Hint } from "../../../model/step.ts"
import type { Step } from "../../../model/workflow.ts"
import { Switch } from "../../../ui/Switch.tsx"
import { SettingField } from "../SettingField.tsx"
import type { SetStepField } from "./useStepSetting.ts"

const number: JsonMap = { type: "number" }
const text: JsonMap = { type: "string" }

interface StepLimitsProps {
  readonly step: Step
  /** It may change something, which the other end should not take for twice the same. */
  readonly hasEffect: boolean
  /** It divides a list among its outlets. */
  readonly divides: boolean
  readonly set: SetStepField
  readonly problemAt: (path: Path) => string | undefined
}

/** How often the step may be entered and what it may use, and what its effect is known by at the other end. */
export function StepLimits({ step, hasEffect, divides, set, problemAt }: StepLimitsProps) {
  const { budget, visits, key, repeatable, emptyOutlets } = step
  const field = (at: Path, label: string, value: Json | undefined, schema: JsonMap, hint: Hint) => (
    <SettingField {...{ at, label, value, schema, hint, set, problemAt }} />
  )
  const noLimit = { placeholder: t`no limit` }
  return (
    <div className="flex flex-col gap-4 pt-3">
      {field(["visits"], t`Times it may be entered in a run`, visits, number, {
        placeholder: "100",
        raw: true,
      })}
      <div className="grid grid-cols-2 gap-3">
        {field(["budget", "usd"], t`Dollars`, budget?.usd, number, noLimit)}
        {field(["budget", "tokens"], t`Tokens`, budget?.tokens, number, noLimit)}
        {field(["budget", "requests"], t`Requests`, budget?.requests, number, noLimit)}
        {field(["budget", "time"], t`Time`, budget?.time, text, { ...noLimit, widget: "duration" })}
      </div>
      {hasEffect && (
        <>
          {field(["key"], t`Key of its effect`, key, text, {
            widget: "expression",
            help: t`What tells its effect from others at the other end; made by itself where nothing stands here.`,
          })}
          <Switch
            label={t`Safe to do twice with the same key`}
            isOn={repeatable === true}
            onChange={isOn => set(["repeatable"], isOn ? true : undefined)}
          />
        </>
      )}
      {divides && (
        <Switch
          label={t`Outlets whose list is empty are used too`}
          isOn={emptyOutlets === true}
          onChange={isOn => set(["emptyOutlets"], isOn ? true : undefined)}
        />
      )}
    </div>
  )
}
