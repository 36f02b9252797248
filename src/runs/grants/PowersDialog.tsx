import { ShieldCheck } from "lucide-react"
import { useState } from "react"
import { quoted } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Switch } from "../../ui/Switch.tsx"
import type { AskedPower } from "./askedPowers.ts"

interface PowersDialogProps {
  readonly name: string
  readonly powers: readonly AskedPower[]
  /** What was allowed; null if the run is not to start. */
  readonly onAnswer: (allowed: readonly string[] | null) => void
}

/** Shows what a workflow asks for before it runs, like an app's permissions: all can be allowed, or some. */
export default function PowersDialog({ name, powers, onAnswer }: PowersDialogProps) {
  // What is named only while it runs is asked for then, host by host, unless all of it is allowed now.
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(powers.filter(({ atRunTime }) => !atRunTime).map(({ pattern }) => pattern)),
  )
  const turn = (pattern: string, isOn: boolean): void => {
    const next = new Set(chosen)
    if (isOn) next.add(pattern)
    else next.delete(pattern)
    setChosen(next)
  }
  const isAll = chosen.size === powers.length
  return (
    <Dialog
      isWide
      title={t`“${name}” asks to`}
      onClose={() => onAnswer(null)}
      actions={
        <>
          <Button onPress={() => onAnswer(null)}>{t`Cancel`}</Button>
          {!isAll && (
            <Button
              onPress={() => onAnswer(powers.map(({ pattern }) => pattern))}
            >{t`Allow all and run`}</Button>
          )}
          <Button look="primary" icon={ShieldCheck} onPress={() => onAnswer([...chosen])}>
            {isAll ? t`Allow all and run` : chosen.size === 0 ? t`Run and ask later` : t`Allow these and run`}
          </Button>
        </>
      }
    >
      <ul aria-label={t`Powers`} className="divide-y divide-line rounded-xl border border-line">
        {powers.map(power => (
          <li key={power.pattern} className="px-4 py-3">
            <Switch
              label={<span className="min-w-0 break-words">{translated(power.say)}</span>}
              isOn={chosen.has(power.pattern)}
              onChange={isOn => turn(power.pattern, isOn)}
            />
            <p className="pt-1 pr-12 text-xs text-muted">
              {sayUse(power.steps)}
              {power.atRunTime && t` Left off, the run asks for each as it comes to it.`}
            </p>
          </li>
        ))}
      </ul>
      <p className="pt-3 text-xs text-muted">{t`It may do nothing else. What you leave off is refused where a step needs it: the run then waits and asks. You can take all of this back under Settings.`}</p>
    </Dialog>
  )
}

const mostNames = 4

function sayUse(steps: readonly string[]): string {
  const shown = steps.slice(0, mostNames).map(quoted)
  const more = steps.length - shown.length
  return more > 0 ? t`For ${shown.join(", ")} and ${more} more.` : t`For ${shown.join(", ")}.`
}
