import { t } from "../../../language/t.ts"
import { isTimezone, parseCron } from "../../../lib/cron.ts"
import { sayCron } from "../../../lib/cronWords.ts"

interface CronHelpProps {
  readonly rule: string
  /** Where the rule is meant; this place where none is named. */
  readonly timezone: string | undefined
  readonly now: number
}

const shown = 3

/** What a rule means: in words, and the next times that it fires, in the zone for which it is meant. */
export default function CronHelp({ rule, timezone, now }: CronHelpProps) {
  const read = parseCron(rule)
  if (!read.ok) return null
  const { timeZone: here } = new Intl.DateTimeFormat().resolvedOptions()
  const zone = timezone !== undefined && isTimezone(timezone) ? timezone : here
  const times: number[] = []
  for (let after = now; times.length < shown; ) {
    const next = read.value.next(after, zone)
    if (next === null) break
    times.push(next)
    after = next
  }
  const say = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, weekday: "short", day: "numeric", month: "short" },
    ...{ hour: "2-digit", minute: "2-digit" },
  })
  const words = sayCron(rule)
  return (
    <div className="flex flex-col gap-1 rounded-lg bg-wash px-3 py-2 text-xs">
      {words && <p className="font-medium">{words}</p>}
      <p className="text-muted">{t`Next, in ${zone.replaceAll("_", " ")}`}</p>
      <ul aria-label={t`Next times`} className="tabular-nums">
        {times.map(time => (
          <li key={time}>{say.format(time)}</li>
        ))}
      </ul>
    </div>
  )
}
