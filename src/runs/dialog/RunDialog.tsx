import { FlaskConical, Play, Rewind, Save, Trash2 } from "lucide-react"
import { useId, useState } from "react"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { type Json, type JsonMap, own } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import { triggerTitle } from "../../model/catalogue.ts"
import { findStep } from "../../model/places.ts"
import type { Problem } from "../../model/problems.ts"
import type { Miss, RunMode } from "../../model/recording.ts"
import type { Trigger, Workflow } from "../../model/workflow.ts"
import { workflowName } from "../../model/workflowName.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { Segments } from "../../ui/Tabs.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { FieldForm } from "../FieldForm.tsx"
import { firstTyped, readTyped, type Typed } from "../inputFields.ts"
import { useRunDeskState } from "../runDesk.ts"
import type { StartRequest, Toward } from "../runService.ts"
import { useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import { sampleOf } from "../sampleOf.ts"
import { pinsOf } from "../trials/trialEdits.ts"
import { Estimate } from "./Estimate.tsx"
import { type Remembered, readRemembered, writeRemembered } from "./lastTyped.ts"
import { readLimits, readMadeUp } from "./madeUp.ts"
import { type Replay, ReplayChoice, useReplayable } from "./ReplayChoice.tsx"
import { type OptionProblems, type Options, RunOptions } from "./RunOptions.tsx"

/** What a run is for: to be real, to show what it would do, or to go through a recording. */
export type Mode = RunMode

const says: { readonly [M in Mode]: string } = {
  live: t`What it does is real.`,
  sandbox: t`Nothing is real: it shows what it would do, and you choose what to apply.`,
  replay: t`Offline, free and identical: what the run got from outside then comes from its recording.`,
}
const buttons = {
  live: { say: t`Run`, icon: Play },
  sandbox: { say: t`Test in sandbox`, icon: FlaskConical },
  replay: { say: t`Replay`, icon: Rewind },
} as const
const titles: { readonly [M in Mode]: (name: string) => string } = {
  live: name => t`Run “${name}”`,
  sandbox: name => t`Test “${name}”`,
  replay: name => t`Replay “${name}”`,
}
const noProblems: OptionProblems = { madeUp: {}, limits: {} }

interface RunDialogProps {
  readonly workflow: Workflow
  readonly usualMode: Mode
  /** The step that the run is for, where it is not to do all. */
  readonly toward?: Toward | undefined
  readonly isBusy: boolean
  readonly onStart: (request: StartRequest) => void
  readonly onReplay: (run: string, miss: Miss) => void
  readonly onClose: () => void
}

/** Asks how the workflow is to be run: with which inputs, and as if started by what. */
export default function RunDialog({
  workflow,
  usualMode,
  toward,
  isBusy,
  onStart,
  onReplay,
  onClose,
}: RunDialogProps) {
  const { catalogue, remembered } = useRuns()
  const [memory] = useState(() => remembered(workflow.id))
  const [mode, setMode] = useState(usualMode)
  const [kept, setKept] = useState(() => readRemembered(memory))
  const { trials, usesPins } = useRunDeskState(state => state)
  const [options, setOptions] = useState<Options>({ madeUp: [], limits: kept.limits })
  const [optionProblems, setOptionProblems] = useState(noProblems)
  const [replay, setReplay] = useState<Replay>({ run: null, miss: "error" })
  const replayable = useReplayable(workflow.id)
  const fields = workflow.inputs ?? {}
  const [typed, setTyped] = useState<Typed>(() => fitting(fields, kept.last))
  const [text, setText] = useState<string | null>(null)
  const [problems, setProblems] = useState<{ readonly [field: string]: Problem }>({})
  const [preset, setPreset] = useState("")
  const [by, setBy] = useState("hand")
  const triggers = workflow.triggers ?? []
  const trigger = triggers.find(({ id }) => id === by)
  const sample = trigger === undefined ? null : sampleOf(own(catalogue.triggers, trigger.type)?.output)
  const [payload, setPayload] = useState<string | null>(null)
  const hasFields = Object.keys(fields).length > 0
  const form = useId()

  function keep(change: Partial<Remembered>) {
    // Another part of the page keeps something there as well.
    const next = { ...readRemembered(memory), ...change }
    setKept(next)
    writeRemembered(memory, next)
  }
  function begin() {
    const run = replay.run ?? replayable[0]?.id
    if (mode !== "replay") start()
    else if (run !== undefined) onReplay(run, replay.miss)
  }
  function start() {
    const madeUp = readMadeUp(options.madeUp, workflow, catalogue)
    const limits = readLimits(options.limits)
    setOptionProblems({
      madeUp: madeUp.ok ? {} : madeUp.error,
      limits: limits.ok ? {} : limits.error,
    })
    const values = text === null ? readTyped(fields, typed) : readText(text)
    const given = trigger === undefined ? undefined : parseJson(payload ?? JSON.stringify(sample))
    const wrong = {
      ...(values.ok ? {} : values.error),
      ...(trigger !== undefined && given === undefined ? { "(trigger)": runsProblem("input_not_json") } : {}),
    }
    setProblems(wrong)
    if (!values.ok || !madeUp.ok || !limits.ok || Object.keys(wrong).length > 0) return
    keep({ last: typed, limits: options.limits })
    const standIns = { ...(usesPins ? pinsOf(trials, workflow, toward?.step).standIns : {}), ...madeUp.value }
    onStart({
      ...{ workflow, mode, inputs: values.value },
      ...(toward && { toward }),
      ...(Object.keys(standIns).length === 0 ? {} : { standIns }),
      ...(limits.value === undefined ? {} : { budget: limits.value }),
      ...(trigger === undefined ? {} : startOf(trigger, given ?? null)),
    })
  }
  function keepPreset() {
    const name = preset.trim().slice(0, 60)
    if (name === "") return
    keep({ presets: { ...kept.presets, [name]: typed } })
    setPreset("")
  }
  function forgetPreset(name: string) {
    const { [name]: _, ...presets } = kept.presets
    keep({ presets })
  }

  return (
    <Dialog
      title={titles[mode](workflowName(workflow))}
      onClose={onClose}
      actions={
        <>
          {mode !== "replay" && <Estimate workflow={workflow.id} mode={mode} />}
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            icon={buttons[mode].icon}
            type="submit"
            form={form}
            isDisabled={isBusy || (mode === "replay" && replayable.length === 0)}
          >
            {buttons[mode].say}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault()
          begin()
        }}
      >
        <Segments
          label={t`Mode`}
          isSmall
          segments={[
            { id: "live", label: t`Live` },
            { id: "sandbox", label: t`Sandbox` },
            ...(toward === undefined ? [{ id: "replay" as const, label: t`Replay` }] : []),
          ]}
          value={mode}
          onChange={setMode}
        />
        <p className="-mt-2 text-xs text-muted">
          {says[mode]} {toward && sayToward(toward, workflow)}
        </p>
        {mode === "replay" ? (
          <ReplayChoice runs={replayable} replay={replay} onChange={setReplay} />
        ) : (
          <>
            {triggers.length > 0 && (
              <Select
                label={t`Started`}
                value={by}
                choices={[
                  { id: "hand", label: t`By hand` },
                  ...triggers.map(({ id, type }) => ({
                    id,
                    label: t`As if by “${triggerTitle(catalogue, type)}” (${id})`,
                  })),
                ]}
                onChange={id => {
                  setBy(id)
                  setPayload(null)
                }}
              />
            )}
            {trigger !== undefined && (
              <TextField
                label={t`What the trigger brings, as JSON`}
                isMono
                lines={4}
                value={payload ?? JSON.stringify(sample, null, 2)}
                onChange={setPayload}
                problem={translated(problems["(trigger)"]?.message)}
              />
            )}
            {hasFields && (
              <Segments
                label={t`How inputs are given`}
                isSmall
                segments={[
                  { id: "form", label: t`Form` },
                  { id: "json", label: "JSON" },
                ]}
                value={text === null ? "form" : "json"}
                onChange={id => {
                  const read = readTyped(fields, typed)
                  setText(id === "form" ? null : JSON.stringify(read.ok ? read.value : {}, null, 2))
                }}
              />
            )}
            {hasFields && Object.keys(kept.presets).length > 0 && text === null && (
              <Select
                label={t`Preset`}
                value={null}
                placeholder={t`Fill in what was kept`}
                choices={Object.keys(kept.presets).map(name => ({ id: name, label: name }))}
                onChange={name => setTyped(fitting(fields, kept.presets[name] ?? {}))}
              />
            )}
            {text === null ? (
              <FieldForm fields={fields} typed={typed} problems={problems} onChange={setTyped} />
            ) : (
              <TextField
                label={t`Inputs, as JSON`}
                isMono
                lines={6}
                value={text}
                onChange={setText}
                problem={translated(problems["(json)"]?.message)}
              />
            )}
            {hasFields && text === null && (
              <details className="text-sm">
                <summary className="cursor-default text-muted hover:text-ink">{t`Keep these inputs`}</summary>
                <div className="mt-2 flex items-end gap-2">
                  <div className="flex-1">
                    <TextField label={t`Name of the preset`} value={preset} onChange={setPreset} />
                  </div>
                  <Button
                    icon={Save}
                    isDisabled={preset.trim() === ""}
                    onPress={keepPreset}
                  >{t`Keep`}</Button>
                </div>
                <ul aria-label={t`Presets`} className="mt-2 empty:hidden">
                  {Object.keys(kept.presets).map(name => (
                    <li key={name} className="flex items-center gap-2">
                      <span className="min-w-0 flex-1 truncate">{name}</span>
                      <IconButton
                        icon={Trash2}
                        label={t`Delete the preset ${name}`}
                        onPress={() => forgetPreset(name)}
                      />
                    </li>
                  ))}
                </ul>
              </details>
            )}
            <RunOptions
              workflow={workflow}
              options={options}
              problems={optionProblems}
              onChange={setOptions}
            />
          </>
        )}
      </form>
    </Dialog>
  )
}

function sayToward({ type, step }: Toward, workflow: Workflow): string {
  const name = findStep(workflow, step)?.step.name ?? step
  return type === "step"
    ? t`“${name}” runs, and nothing else.`
    : t`“${name}” runs with what leads to it, and nothing else.`
}

/** What was typed before, as far as the fields are still there. */
function fitting(fields: Parameters<typeof firstTyped>[0], typed: Typed): Typed {
  const first = firstTyped(fields)
  return Object.fromEntries(
    Object.entries(first).map(([name, value]) => {
      const before = own(typed, name)
      return [name, typeof before === typeof value ? (before as string | boolean) : value]
    }),
  )
}

function readText(text: string): ReturnType<typeof readTyped> {
  const value = parseJson(text)
  const isInputs = typeof value === "object" && value !== null && !Array.isArray(value)
  return isInputs
    ? { ok: true, value: value as JsonMap }
    : { ok: false, error: { "(json)": runsProblem("inputs_not_map") } }
}

function startOf({ id, type, next }: Trigger, payload: Json): Partial<StartRequest> {
  const brought = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {}
  const entries = next === undefined ? undefined : typeof next === "string" ? [next] : next
  return { trigger: { id, type, ...brought }, ...(entries === undefined ? {} : { entries }) }
}
