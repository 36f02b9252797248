import { t } from "../../language/t.ts"
import type { Json } from "../../lib/json.ts"
import type { Difference, FileState } from "../../model/recording.ts"
import { Button } from "../../ui/Button.tsx"
import type { RunStore } from "../runStore.ts"
import type { Doubt } from "../runWaits.ts"
import { LineDiff } from "../values/LineDiff.tsx"
import { WaysOn } from "../WaysOn.tsx"
import { FileDiff } from "./FileDiff.tsx"

interface RunDifferenceProps {
  readonly run: RunStore
  readonly doubt: Doubt
  readonly differs: readonly Difference[]
}

/** What a step would do now, where something else was approved: it is done, left out, or the step fails. */
export function RunDifference({ run, doubt: { name, place }, differs }: RunDifferenceProps) {
  function choose(choice: "do" | "leave") {
    const choices = Object.fromEntries(differs.map(({ id }) => [id, choice]))
    void run.tell({ type: "decide", place, decision: { type: "retry", choices } })
  }

  return (
    <section
      aria-label={t`Not as approved: ${name}`}
      className="flex flex-col gap-3 rounded-xl border border-warn bg-panel p-3"
    >
      <h3 className="text-sm font-semibold">{t`“${name}” comes to something else than you approved`}</h3>
      <p className="text-sm text-muted">{t`What was simulated in the sandbox turned out otherwise. Nothing of it has been done: say what is to become of it, and the run goes on.`}</p>
      {differs.map(({ id, say, approved, now }) => (
        <div key={id} className="flex min-w-0 flex-col gap-1">
          <p className="truncate font-mono text-xs" title={say}>
            {say}
          </p>
          {isFileState(now) ? (
            <FileDiff before={approved as FileState} after={now} />
          ) : (
            <LineDiff before={approved === null ? "" : textOf(approved)} after={textOf(now)} />
          )}
        </div>
      ))}
      <WaysOn>
        <Button look="primary" onPress={() => choose("do")}>{t`Do it like this`}</Button>
        <Button onPress={() => choose("leave")}>{t`Leave it out`}</Button>
        <Button
          look="danger"
          onPress={() => void run.tell({ type: "decide", place, decision: { type: "fail" } })}
        >{t`Let the step fail`}</Button>
      </WaysOn>
    </section>
  )
}

function isFileState(value: Json): value is Json & FileState {
  return (
    value === null || value === "folder" || (typeof value === "object" && "hash" in value && "size" in value)
  )
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2)
}
