import { OctagonPause, X } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import type { Breakpoint } from "../../model/trialSchema.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import { withBreakpoint, withoutBreakpoint } from "./trialEdits.ts"

/** Where runs stop at the step, and on which condition. Nothing where there is no builder. */
export function StepBreakpoints({ step }: { readonly step: string }) {
  const desk = useRunDesk()
  const { trials, document } = useRunDeskState(state => state)
  const here = trials.breakpoints.filter(each => each.step === step)
  if (document === null) return null
  return (
    <>
      {here.every(({ by }) => by !== undefined) && (
        <Button
          className="h-7 self-start"
          icon={OctagonPause}
          onPress={() => desk.tryOut(before => withBreakpoint(before, { step }))}
        >{t`Stop runs before this step`}</Button>
      )}
      {here.map(breakpoint => (
        <BreakpointRow key={`${breakpoint.by?.step} ${breakpoint.by?.outlet}`} breakpoint={breakpoint} />
      ))}
    </>
  )
}

function BreakpointRow({ breakpoint }: { readonly breakpoint: Breakpoint }) {
  const desk = useRunDesk()
  const { step, by, when = "" } = breakpoint
  const [text, setText] = useState(when)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const say =
    by === undefined
      ? t`Runs stop before this step`
      : t`Runs stop when it is reached from ${by.step} by ${by.outlet}`

  async function keep() {
    if (text.trim() === when) return
    const { whyUnreadable } = await import("./breakpointCondition.ts")
    const why = whyUnreadable(text)
    setProblem(why)
    if (why !== undefined) return
    const place = { step, ...(by === undefined ? {} : { by }) }
    desk.tryOut(before =>
      withBreakpoint(before, { ...place, ...(text.trim() === "" ? {} : { when: text.trim() }) }),
    )
  }

  return (
    <section aria-label={say} className="flex min-w-0 flex-col gap-2 rounded-lg border border-line p-2.5">
      <div className="flex items-center gap-2 text-sm">
        <span aria-hidden className="size-2.5 shrink-0 rounded-full bg-bad" />
        <span className="min-w-0 flex-1">{say}</span>
        <IconButton
          icon={X}
          label={t`Remove the breakpoint`}
          className="size-6"
          onPress={() => desk.tryOut(before => withoutBreakpoint(before, breakpoint))}
        />
      </div>
      <TextField
        label={t`Only when`}
        isMono
        value={text}
        placeholder={t`incoming.total > 100`}
        onChange={setText}
        onBlur={() => void keep()}
        onEnter={() => void keep()}
        problem={problem}
      />
    </section>
  )
}
