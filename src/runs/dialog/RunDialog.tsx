import { FlaskConical, Play, Save } from "lucide-react"
import { useMemo, useState } from "react"
import { type Json, type JsonMap, own } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import type { Trigger, Workflow } from "../../model/workflow.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { Segments } from "../../ui/Tabs.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { FieldForm } from "../FieldForm.tsx"
import { firstTyped, readTyped, type Typed } from "../inputFields.ts"
import type { StartRequest } from "../runService.ts"
import { useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import { sampleOf } from "../sampleOf.ts"
import { sayTime, sayUsd } from "../statusLooks.ts"
import { useHistory } from "../useHistory.ts"
import { readRemembered, writeRemembered } from "./lastTyped.ts"

/** What a run is for: to be real, or to show what it would do. */
export type Mode = "live" | "sandbox"

interface RunDialogProps {
  readonly workflow: Workflow
  readonly usualMode: Mode
  readonly isBusy: boolean
  readonly onStart: (request: StartRequest) => void
  readonly onClose: () => void
}

/** Asks how the workflow is to be run: with which inputs, and as if started by what. */
export default function RunDialog({ workflow, usualMode, isBusy, onStart, onClose }: RunDialogProps) {
  const { catalogue, remembered } = useRuns()
  const [memory] = useState(() => remembered(workflow.id))
  const [mode, setMode] = useState(usualMode)
  const [kept, setKept] = useState(() => readRemembered(memory))
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

  function start() {
    const values = text === null ? readTyped(fields, typed) : readText(text)
    const given = trigger === undefined ? undefined : parse(payload ?? JSON.stringify(sample))
    const wrong = {
      ...(values.ok ? {} : values.error),
      ...(trigger !== undefined && given === undefined ? { "(trigger)": runsProblem("input_not_json") } : {}),
    }
    setProblems(wrong)
    if (!values.ok || Object.keys(wrong).length > 0) return
    writeRemembered(memory, { ...kept, last: typed })
    onStart({
      ...{ workflow, mode, inputs: values.value },
      ...(trigger === undefined ? {} : startOf(trigger, given ?? null)),
    })
  }
  function keepPreset() {
    const name = preset.trim().slice(0, 60)
    if (name === "") return
    const next = { ...kept, presets: { ...kept.presets, [name]: typed } }
    setKept(next)
    writeRemembered(memory, next)
    setPreset("")
  }

  return (
    <Dialog title={`${mode === "live" ? "Run" : "Test"} ${workflow.name ?? workflow.id}`} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault()
          start()
        }}
      >
        <Segments
          label="Mode"
          isSmall
          segments={[
            { id: "live", label: "Live" },
            { id: "sandbox", label: "Sandbox" },
          ]}
          value={mode}
          onChange={setMode}
        />
        <p className="-mt-3 text-xs text-muted">
          {mode === "live"
            ? "What it does is real."
            : "Nothing is real: it shows what it would do, and you choose what to apply."}
        </p>
        {triggers.length > 0 && (
          <Select
            label="Started"
            value={by}
            choices={[
              { id: "hand", label: "By hand" },
              ...triggers.map(({ id, type }) => ({
                id,
                label: `As if by ${own(catalogue.triggers, type)?.title ?? type} (${id})`,
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
            label="What the trigger brings, as JSON"
            isMono
            lines={4}
            value={payload ?? JSON.stringify(sample, null, 2)}
            onChange={setPayload}
            problem={problems["(trigger)"]?.message}
          />
        )}
        {hasFields && (
          <Segments
            label="How inputs are given"
            isSmall
            segments={[
              { id: "form", label: "Form" },
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
            label="Preset"
            value={null}
            placeholder="Fill in what was kept"
            choices={Object.keys(kept.presets).map(name => ({ id: name, label: name }))}
            onChange={name => setTyped(fitting(fields, kept.presets[name] ?? {}))}
          />
        )}
        {text === null ? (
          <FieldForm fields={fields} typed={typed} problems={problems} onChange={setTyped} />
        ) : (
          <TextField
            label="Inputs, as JSON"
            isMono
            lines={6}
            value={text}
            onChange={setText}
            problem={problems["(json)"]?.message}
          />
        )}
        {hasFields && text === null && (
          <details className="text-sm">
            <summary className="cursor-default text-muted hover:text-ink">Keep these inputs</summary>
            <div className="mt-2 flex items-end gap-2">
              <div className="flex-1">
                <TextField label="Name of the preset" value={preset} onChange={setPreset} />
              </div>
              <Button icon={Save} isDisabled={preset.trim() === ""} onPress={keepPreset}>
                Keep
              </Button>
            </div>
          </details>
        )}
        <div className="flex items-center justify-end gap-2">
          <Estimate workflow={workflow.id} />
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            icon={mode === "live" ? Play : FlaskConical}
            type="submit"
            isDisabled={isBusy}
          >
            {mode === "live" ? "Run" : "Test in sandbox"}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What earlier runs took and cost, in one line. */
function Estimate({ workflow }: { readonly workflow: string }) {
  const query = useMemo(() => ({ workflow, status: "completed", most: 20 }) as const, [workflow])
  const runs = useHistory(query)?.runs ?? []
  if (runs.length === 0) return <span className="flex-1" />
  const times = runs.map(({ startedAt, endedAt }) => (endedAt ?? startedAt) - startedAt).sort((a, b) => a - b)
  const costs = runs.map(({ usd }) => usd).sort((a, b) => a - b)
  const middle = Math.floor(runs.length / 2)
  const usd = costs[middle] ?? 0
  return (
    <span className="min-w-0 flex-1 text-xs text-muted">
      About {sayTime(times[middle] ?? 0)}
      {usd > 0 && `, ${sayUsd(usd)}`}, from{" "}
      {runs.length === 1 ? "one earlier run" : `${runs.length} earlier runs`}
    </span>
  )
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
  const value = parse(text)
  const isInputs = typeof value === "object" && value !== null && !Array.isArray(value)
  return isInputs
    ? { ok: true, value: value as JsonMap }
    : { ok: false, error: { "(json)": runsProblem("inputs_not_map") } }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function startOf({ id, type, next }: Trigger, payload: Json): Partial<StartRequest> {
  const brought = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {}
  const entries = next === undefined ? undefined : typeof next === "string" ? [next] : next
  return { trigger: { id, type, ...brought }, ...(entries === undefined ? {} : { entries }) }
}
