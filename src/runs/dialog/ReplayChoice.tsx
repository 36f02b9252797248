import { useMemo } from "react"
import { t } from "../../language/t.ts"
import { type Miss, misses } from "../../model/recording.ts"
import { Select } from "../../ui/Select.tsx"
import { runStatuses, sayMoment } from "../statusLooks.ts"
import { useHistory } from "../useHistory.ts"

/** Which run is replayed, and what becomes of what its recording does not have. */
export interface Replay {
  /** Null until one is chosen: then it is the last. */
  readonly run: string | null
  readonly miss: Miss
}

const missWords: { readonly [Kind in Miss]: string } = {
  error: t`The step fails, and says what is missing`,
  warn: t`It goes on without, and says so in the log`,
  live: t`It is asked for real; nothing is changed`,
}

interface ReplayChoiceProps {
  readonly runs: readonly { readonly id: string; readonly label: string }[]
  readonly replay: Replay
  readonly onChange: (replay: Replay) => void
}

/** Chooses a run that has ended: its recording answers in place of the world. */
export function ReplayChoice({ runs, replay, onChange }: ReplayChoiceProps) {
  if (runs.length === 0) {
    return (
      <p className="text-sm text-muted">{t`No run has ended yet, so there is no recording to go through.`}</p>
    )
  }
  return (
    <>
      <Select
        label={t`The run to go through again`}
        value={replay.run ?? runs[0]?.id ?? null}
        choices={runs}
        onChange={run => onChange({ ...replay, run })}
      />
      <Select
        label={t`What the recording does not have`}
        value={replay.miss}
        choices={misses.map(id => ({ id, label: missWords[id] }))}
        onChange={miss => onChange({ ...replay, miss: misses.find(each => each === miss) ?? "error" })}
      />
    </>
  )
}

/** The last runs of the workflow that have ended, as they are chosen from. */
export function useReplayable(workflow: string): readonly { readonly id: string; readonly label: string }[] {
  const query = useMemo(() => ({ workflow, most: 50 }) as const, [workflow])
  const runs = useHistory(query)?.runs ?? []
  return runs
    .filter(({ endedAt, mode }) => endedAt !== null && mode !== "replay")
    .map(({ run, status, startedAt, mode, number }) => ({
      id: run,
      label: `${number === undefined ? "" : t`Run ${number}, `}${sayMoment(startedAt)} · ${runStatuses[status].say}${mode === "sandbox" ? t` in sandbox` : ""}`,
    }))
}
