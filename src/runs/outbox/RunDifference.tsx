import { t } from "../../language/t.ts"
import type { Json } from "../../lib/json.ts"
import type { Difference, FileState } from "../../model/recording.ts"
import { Button } from "../../ui/Button.tsx"
import type { RunStore } from "../runStore.ts"
import type { Doubt } from "../runWaits.ts"
import { LineDiff } from "../values/LineDiff.tsx"
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
      className="flex flex-col gap-3 rounded-xl border border-warn p-3"
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
      {/* However much differs, and however low the panel is, they are in sight. */}
      <div className="sticky bottom-0 -mx-3 -mb-3 flex flex-wrap gap-1.5 rounded-b-xl border-t border-line bg-panel px-3 py-2 min-[1101px]:-bottom-3.5">
        <Button look="primary" className="h-7.5" onPress={() => choose("do")}>{t`Do it like this`}</Button>
        <Button className="h-7.5" onPress={() => choose("leave")}>{t`Leave it out`}</Button>
        <Button
          look="danger"
          className="h-7.5"
          onPress={() => void run.tell({ type: "decide", place, decision: { type: "fail" } })}
        >{t`Let the step fail`}</Button>
      </div>
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
