import { useState } from "react"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { parseJson } from "../lib/parseJson.ts"
import { Button } from "../ui/Button.tsx"
import { TextField } from "../ui/TextField.tsx"
import { RunDifference } from "./outbox/RunDifference.tsx"
import type { RunStore } from "./runStore.ts"
import { runsProblem } from "./runsProblems.ts"
import type { Doubt } from "./runWaits.ts"
import { WaysOn } from "./WaysOn.tsx"

/** An effect that may or may not have happened, and the three ways out: try it again, say what it gave, or fail. */
export function RunDoubt({ run, doubt }: { readonly run: RunStore; readonly doubt: Doubt }) {
  const { differs } = doubt
  return differs === undefined ? (
    <MayHaveHappened run={run} doubt={doubt} />
  ) : (
    <RunDifference run={run} doubt={doubt} differs={differs} />
  )
}

function MayHaveHappened({ run, doubt }: { readonly run: RunStore; readonly doubt: Doubt }) {
  const { name, place, outlet, problem } = doubt
  const [value, setValue] = useState("null")
  const [isBad, setBad] = useState(false)

  function markDone() {
    const parsed = parseJson(value)
    setBad(parsed === undefined)
    if (parsed === undefined) return
    void run.tell({ type: "decide", place, decision: { type: "done", outlets: { [outlet]: parsed } } })
  }

  return (
    <section
      aria-label={t`In doubt: ${name}`}
      className="flex flex-col gap-3 rounded-xl border border-warn bg-panel p-3"
    >
      <h3 className="text-sm font-semibold">{t`Did “${name}” happen?`}</h3>
      <p className="text-sm text-muted">
        {t`It was interrupted after it began, and must not be done twice. Look where it acts, then say how to go on.`}
        {problem !== undefined && ` ${translated(problem.message)}`}
      </p>
      <TextField
        label={t`What it gave, as JSON`}
        value={value}
        onChange={setValue}
        isMono
        problem={isBad ? translated(runsProblem("input_not_json").message) : undefined}
      />
      <WaysOn>
        <Button look="primary" onPress={markDone}>{t`It happened`}</Button>
        <Button
          onPress={() => void run.tell({ type: "decide", place, decision: { type: "retry" } })}
        >{t`Do it again`}</Button>
        <Button
          look="danger"
          onPress={() => void run.tell({ type: "decide", place, decision: { type: "fail" } })}
        >{t`Let the step fail`}</Button>
      </WaysOn>
    </section>
  )
}
