import { Plus, X } from "lucide-react"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { type BudgetKind, budgetKinds } from "../../model/budget.ts"
import type { Problem } from "../../model/problems.ts"
import type { Workflow } from "../../model/workflow.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { Select } from "../../ui/Select.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { limitLabels } from "../RunBudget.tsx"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import { useRuns } from "../runsContext.ts"
import { pinnedSteps } from "../trials/trialEdits.ts"
import { type MadeUp, type MadeUpWay, outletsOf, stepsToMakeUp, type TypedLimits } from "./madeUp.ts"

/** What is chosen for one run alone. */
export interface Options {
  readonly madeUp: readonly MadeUp[]
  readonly limits: TypedLimits
}

/** What is wrong with it. */
export interface OptionProblems {
  readonly madeUp: { readonly [place: number]: Problem }
  readonly limits: { readonly [Kind in BudgetKind]?: Problem }
}

interface RunOptionsProps {
  readonly workflow: Workflow
  readonly options: Options
  readonly problems: OptionProblems
  readonly onChange: (options: Options) => void
}

/** What holds for this run alone: pinned outputs, steps that are made to fail, and what it may use. */
export function RunOptions({ workflow, options, problems, onChange }: RunOptionsProps) {
  const { madeUp, limits } = options
  const isChosen = madeUp.length > 0 || Object.values(limits).some(text => text !== "")
  return (
    <>
      <PinsSwitch workflow={workflow} />
      <details open={isChosen} className="group rounded-xl border border-line">
        <summary className="cursor-default rounded-xl px-3 py-2 text-sm font-medium outline-offset-2 select-none">{t`For this run only`}</summary>
        <div className="flex flex-col gap-4 px-3 pb-3">
          <MadeUpSteps
            workflow={workflow}
            madeUp={madeUp}
            problems={problems.madeUp}
            onChange={next => onChange({ ...options, madeUp: next })}
          />
          <fieldset className="flex min-w-0 flex-col gap-2">
            <legend className="mb-1 text-sm font-medium">{t`It may use, at most`}</legend>
            <div className="grid grid-cols-2 gap-2 max-[480px]:grid-cols-1">
              {budgetKinds.map(kind => (
                <TextField
                  key={kind}
                  label={limitLabels[kind]}
                  value={limits[kind] ?? ""}
                  placeholder={t`As the workflow says`}
                  onChange={text => onChange({ ...options, limits: { ...limits, [kind]: text } })}
                  problem={translated(problems.limits[kind]?.message)}
                />
              ))}
            </div>
          </fieldset>
        </div>
      </details>
    </>
  )
}

/** Says how many steps are pinned, and whether the run takes what is pinned to them. */
function PinsSwitch({ workflow }: { readonly workflow: Workflow }) {
  const desk = useRunDesk()
  const { trials, usesPins } = useRunDeskState(state => state)
  const steps = pinnedSteps(trials, workflow)
  if (steps.length === 0) return null
  const say = steps.length === 1 ? t`1 step is pinned` : t`${steps.length} steps are pinned`
  return (
    <div className="flex flex-col gap-1">
      <Switch
        label={t`${say}: use what is pinned`}
        isOn={usesPins}
        onChange={isOn => desk.setUsesPins(isOn)}
      />
      <p className="text-xs text-muted">
        {usesPins
          ? t`Not done in this run: ${steps.join(", ")}. Runs that start by themselves never use pins.`
          : t`All steps are done, as if nothing were pinned.`}
      </p>
    </div>
  )
}

const ways: { readonly [Way in MadeUpWay]: string } = {
  fails: t`Fails`,
  times_out: t`Runs out of time`,
  gives: t`Gives a value`,
}

interface MadeUpStepsProps {
  readonly workflow: Workflow
  readonly madeUp: readonly MadeUp[]
  readonly problems: { readonly [place: number]: Problem }
  readonly onChange: (madeUp: readonly MadeUp[]) => void
}

/** Steps that are not done, but end as is said here: to see what the workflow makes of it. */
function MadeUpSteps({ workflow, madeUp, problems, onChange }: MadeUpStepsProps) {
  const { catalogue } = useRuns()
  const steps = stepsToMakeUp(workflow)
  const free = steps.filter(({ id }) => madeUp.every(each => each.step !== id))
  const [next] = free
  const set = (place: number, change: Partial<MadeUp>) =>
    onChange(madeUp.map((each, index) => (index === place ? { ...each, ...change } : each)))
  const outlets = (id: string) =>
    outletsOf(
      steps.find(step => step.id === id),
      catalogue,
    )
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t`Steps that are not done`}</legend>
      {madeUp.map((each, place) => (
        <div key={each.step} className="flex flex-col gap-2 rounded-lg bg-wash p-2">
          <div className="flex items-end gap-2 max-[480px]:flex-wrap">
            <div className="min-w-0 flex-1 max-[480px]:basis-full">
              <Select
                label={t`Step`}
                value={each.step}
                choices={steps
                  .filter(({ id }) => id === each.step || free.some(other => other.id === id))
                  .map(({ id, name }) => ({ id, label: name ?? id }))}
                onChange={step => set(place, { step, outlet: outlets(step)[0] ?? "success" })}
              />
            </div>
            <div className="min-w-0 flex-1">
              <Select
                label={t`What becomes of it`}
                value={each.way}
                choices={Object.entries(ways).map(([id, label]) => ({ id, label }))}
                onChange={way => set(place, { way: way as MadeUpWay })}
              />
            </div>
            <IconButton
              icon={X}
              label={t`Do ${each.step} after all`}
              onPress={() => onChange(madeUp.filter((_, index) => index !== place))}
            />
          </div>
          {each.way === "gives" && (
            <>
              {outlets(each.step).length > 1 && (
                <Select
                  label={t`By the outlet`}
                  value={each.outlet}
                  choices={outlets(each.step).map(id => ({ id, label: id }))}
                  onChange={outlet => set(place, { outlet })}
                />
              )}
              <TextField
                label={t`Value, as JSON`}
                isMono
                lines={3}
                value={each.text}
                onChange={text => set(place, { text })}
                problem={translated(problems[place]?.message)}
              />
            </>
          )}
        </div>
      ))}
      {next !== undefined && (
        <Button
          icon={Plus}
          className="h-7 max-w-full self-start"
          onPress={() =>
            onChange([
              ...madeUp,
              { step: next.id, way: "fails", outlet: outlets(next.id)[0] ?? "success", text: "null" },
            ])
          }
        >
          <span className="truncate">{t`Make a step fail, or give a value`}</span>
        </Button>
      )}
    </fieldset>
  )
}
