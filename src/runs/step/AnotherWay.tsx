import { CornerDownRight, GitFork, ListEnd, Pencil, Play, Repeat2 } from "lucide-react"
import { useMemo, useState } from "react"
import type { ForkScope } from "../../engine/core/fork.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import { findStep, holdersOf } from "../../model/places.ts"
import type { Problem } from "../../model/problems.ts"
import type { Workflow } from "../../model/workflow.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Menu, MenuItem } from "../../ui/Menu.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { asItIsNow } from "../asItIsNow.ts"
import { stepsToMakeUp, strayOutlet } from "../dialog/madeUp.ts"
import { useRunDesk, useRunDeskState, useWatched, useWatchedRun } from "../runDesk.ts"
import { useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import type { RunView } from "../runView.ts"
import { canRunAlone, canRunUpTo, standingOf } from "../standing.ts"
import { referenceIn } from "../values/sayValue.ts"
import { useWhole } from "../values/useWhole.ts"
import { placeOfKey } from "../visitKey.ts"
import type { Visits } from "./useVisits.ts"

interface AnotherWayProps {
  readonly step: string
  /** Its visits in the run that is looked at; null where none is, or the run has not come to it. */
  readonly visits: Visits | null
}

/** Runs the step again, what leads to it or what follows it, its iteration, or all that follows from another value. */
export function AnotherWay({ step, visits }: AnotherWayProps) {
  const desk = useRunDesk()
  const [isChanging, setChanging] = useState(false)
  const { whyNot, standing, iteration } = useStanding(step, visits)
  const shown = visits?.shown
  // One that was passed by is entered as if it had never been come to.
  const visited = shown === undefined || shown.row.look === "skipped" ? undefined : placeOfKey(shown.row.key)
  const meant = visited ?? { step, ...(standing.around === undefined ? {} : { in: standing.around }) }

  const go = (scope: ForkScope) => desk.fork(scope)

  return (
    <>
      <Menu
        label={t`Try another way`}
        trigger={<Button className="h-7 self-start" icon={GitFork}>{t`Try another way`}</Button>}
        note={whyNot}
      >
        <MenuItem
          label={visited === undefined ? t`Run this step alone` : t`Run this step again`}
          icon={Play}
          isDisabled={!canRunAlone(standing)}
          onAction={() => desk.runToward("step", meant)}
        />
        <MenuItem
          label={t`Run up to here`}
          icon={ListEnd}
          isDisabled={!canRunUpTo(standing)}
          onAction={() => desk.runToward("upTo", meant)}
        />
        {iteration !== undefined && (
          <MenuItem
            label={t`Run iteration ${iteration.number} again`}
            icon={Repeat2}
            onAction={() => void go({ type: "iteration", in: iteration.path })}
          />
        )}
        <MenuItem
          label={t`Run again from here`}
          icon={CornerDownRight}
          isDisabled={standing.isAtEnd || visited === undefined}
          onAction={() => visited !== undefined && void go({ type: "from", ...visited })}
        />
        <MenuItem
          label={t`Change what it gave`}
          icon={Pencil}
          isDisabled={shown?.outlets === undefined}
          onAction={() => setChanging(true)}
        />
      </Menu>
      {isChanging && shown?.outlets !== undefined && (
        <ChangeDialog
          step={step}
          name={shown.row.name}
          outlets={shown.outlets}
          onClose={() => setChanging(false)}
          onChange={outlets => {
            setChanging(false)
            void go({ type: "change", ...placeOfKey(shown.row.key), outlets })
          }}
        />
      )}
    </>
  )
}

/** Where the step stands in the run that is looked at, what it can begin, and what is to be said of that. */
function useStanding(step: string, visits: Visits | null) {
  const { catalogue } = useRuns()
  const run = useWatchedRun()
  const view = useWatched(state => state.view) ?? null
  const then = useWatched(state => state.workflow) ?? null
  const document = useRunDeskState(state => state.document)
  const isChanged = useMemo(
    () => then !== null && document !== null && isOtherwise(then, document, catalogue.kinds),
    [then, document, catalogue],
  )
  const workflow = document ?? then
  const shownIn = visits?.shown.row.in
  // biome-ignore lint/correctness/useExhaustiveDependencies: which instance there is follows from what is shown of the run.
  const standing = useMemo(
    () => standingOf(catalogue.kinds, workflow, run, step, shownIn),
    [catalogue, workflow, run, view, step, shownIn],
  )
  const { isAtEnd, isInside, around, missing, hasRun } = standing
  const iteration = useMemo(
    () => iterationOf(workflow, catalogue.kinds, step, around, view),
    [workflow, catalogue, step, around, view],
  )
  const whyNot = isAtEnd
    ? !canRunAlone(standing)
      ? t`No run has come into this container of the end: run the workflow first.`
      : around === undefined
        ? t`What is done when a run ends always starts at its first step, so it cannot run again from here. Without a run that came to it, this step sees no “error”.`
        : t`What is done when a run ends always starts at its first step, so it cannot run again from here. Run this step, what leads to it, or the whole workflow.`
    : !canRunAlone(standing)
      ? hasRun
        ? t`The run has not come into this container: running up to here begins it.`
        : missing === null || missing.length === 0
          ? t`Running up to here begins this container. For the rest, run the workflow first.`
          : t`Alone it would lack what its container gives it: ${missing.join(", ")}. Running up to here begins this container. For the rest, run the workflow first.`
      : !hasRun
        ? t`To begin from here, or with another value, run the workflow first: what leads here is taken over from a run.`
        : visits === null
          ? t`The run has not come to this step.`
          : isChanged
            ? isInside
              ? t`The workflow was changed since this run: what is stale runs again as well; up to here, in this iteration alone.`
              : t`The workflow was changed since this run: what is stale runs again as well.`
            : ""
  return { standing, iteration, whyNot }
}

/** The iteration that the step stands in; or, of a container, the one of its iterations that is shown. */
function iterationOf(
  workflow: Workflow | null,
  kinds: Catalogue["kinds"],
  step: string,
  around: string | undefined,
  view: RunView | null,
): { readonly path: string; readonly number: number } | undefined {
  if (workflow === null || view === null) return undefined
  const own = findStep(workflow, step)?.step
  const inside = own?.steps?.flatMap(({ id }) => view.steps.get(id)?.in ?? [])[0]
  const [holder, path] = inside === undefined ? [holdersOf(workflow, step).at(-1), around] : [own, inside]
  const isIterating = holder !== undefined && (kinds[holder.kind]?.holds?.gives ?? []).includes("index")
  const index = /\[(\d+)\]#\d+$/.exec(path ?? "")?.[1]
  return !isIterating || path === undefined || index === undefined
    ? undefined
    : { path, number: Number(index) + 1 }
}

function isOtherwise(...given: Parameters<typeof asItIsNow>): boolean {
  return (asItIsNow(...given)?.stale.length ?? 0) > 0
}

interface ChangeDialogProps {
  readonly step: string
  readonly name: string
  readonly outlets: JsonMap
  readonly onChange: (outlets: JsonMap) => void
  readonly onClose: () => void
}

/** Longer values cannot be typed over in a field. */
const longestTyped = 1_000_000

function ChangeDialog({ step, name, outlets, onChange, onClose }: ChangeDialogProps) {
  const { catalogue } = useRuns()
  const document = useRunDeskState(state => state.document)
  const whole = useWhole(outlets, undefined)
  const isLong = ([, value]: [string, Json]) =>
    referenceIn(value) !== undefined || JSON.stringify(value).length > longestTyped
  const parts = Object.entries(isMap(whole) ? whole : outlets)
  const left = new Set(parts.filter(isLong).map(([outlet]) => outlet))
  const asIs = Object.fromEntries(Object.entries(outlets).filter(([outlet]) => left.has(outlet)))
  const given = JSON.stringify(Object.fromEntries(parts.filter(([outlet]) => !left.has(outlet))), null, 2)
  const [typed, setText] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const text = typed ?? given

  function change() {
    const value = parseJson(text)
    if (!isMap(value) || Object.keys({ ...asIs, ...value }).length === 0) {
      setProblem(runsProblem("pin_not_map"))
      return
    }
    const here = document === null ? undefined : stepsToMakeUp(document).find(({ id }) => id === step)
    const stray = strayOutlet(value, outlets, here, catalogue)
    if (stray === undefined) onChange({ ...asIs, ...value })
    else setProblem(runsProblem("outlet_unknown", { outlet: stray.outlet, known: stray.known.join(", ") }))
  }

  return (
    <Dialog
      title={t`What if “${name}” had given something else?`}
      onClose={onClose}
      isWide
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" icon={GitFork} onPress={change}>{t`Run what follows`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{t`A new run takes over everything before it, and runs what follows from these values. This run stays as it is.`}</p>
        {left.size > 0 && whole !== null && (
          <p className="text-sm text-muted">{t`Too large to be typed over, and left as it is: ${[...left].join(", ")}`}</p>
        )}
        {whole === null ? (
          <p role="status" className="text-sm text-muted">{t`Reading large values`}</p>
        ) : (
          <TextField
            label={t`Values by outlet, as JSON`}
            isMono
            lines={8}
            value={text}
            onChange={next => {
              setText(next)
              setProblem(null)
            }}
            problem={translated(problem?.message)}
          />
        )}
      </div>
    </Dialog>
  )
}
