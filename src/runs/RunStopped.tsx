import { Play, StepForward } from "lucide-react"
import { quoted } from "../language/formats.ts"
import { phrase } from "../language/phrase.tsx"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { Button } from "../ui/Button.tsx"
import { useRunDesk, useRunDeskState } from "./runDesk.ts"
import type { RunStore } from "./runStore.ts"
import type { RunView } from "./runView.ts"
import { withoutBreakpoint } from "./trials/trialEdits.ts"
import { ValueView } from "./values/ValueView.tsx"

/** Where the run has stopped, what has come there, and how it goes on. */
export function RunStopped({ run, view }: { readonly run: RunStore; readonly view: RunView }) {
  const desk = useRunDesk()
  const breakpoints = useRunDeskState(({ trials }) => trials.breakpoints)
  const { stops } = view
  if (stops.length === 0) return null
  return (
    <section aria-label={t`Stopped`} className="flex flex-col gap-3 rounded-xl border border-warn p-3">
      {stops.map(({ key, step, name, came, problem }) => (
        <div key={key} className="flex min-w-0 flex-col gap-1.5">
          <h3 className="text-sm font-semibold">
            {phrase`Stopped before ${(
              <button
                type="button"
                className="underline decoration-line-strong underline-offset-2 hover:text-accent"
                onClick={() => desk.choose({ step, key })}
              >
                {quoted(name)}
              </button>
            )}`}
          </h3>
          {problem !== undefined && (
            <p className="text-sm text-warn-text">{t`Its condition cannot be evaluated: ${translated(problem.message)}`}</p>
          )}
          {came.length === 0 && (
            <p className="text-xs text-muted">{t`Nothing came to it: the run begins here.`}</p>
          )}
          {came.map(({ from, outlet, value }) => (
            <div key={`${from} ${outlet}`} className="flex min-w-0 flex-col gap-1">
              <p className="text-xs text-muted">
                {phrase`From “${from}”, by ${<span className="font-mono">{outlet}</span>}`}
              </p>
              <ValueView label={t`What came from ${from}`} value={value} />
            </div>
          ))}
          {breakpoints
            .filter(each => each.step === step)
            .map(each => (
              <span key={`${each.by?.step} ${each.by?.outlet}`}>
                <Button
                  className="h-7"
                  onPress={() => desk.tryOut(trials => withoutBreakpoint(trials, each))}
                >{t`Remove the breakpoint`}</Button>
              </span>
            ))}
        </div>
      ))}
      <GoOn run={run} />
    </section>
  )
}

/** Goes on with one step, or until the next breakpoint. */
export function GoOn({ run }: { readonly run: RunStore }) {
  return (
    <span className="flex flex-wrap gap-2">
      <Button
        look="primary"
        className="h-7.5"
        icon={StepForward}
        onPress={() => void run.tell({ type: "step" })}
      >{t`Run one step`}</Button>
      <Button
        className="h-7.5"
        icon={Play}
        onPress={() => void run.tell({ type: "resume" })}
      >{t`Resume`}</Button>
    </span>
  )
}
