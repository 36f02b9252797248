import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Hint } from "../../../model/step.ts"
import { later } from "../../../ui/later.tsx"
import { isTemplate } from "../fieldOf.ts"
import { sayDuration } from "./durationWords.ts"

// Times of rules take a library.
const CronHelp = later(() => import("./CronHelp.tsx"))

interface WidgetHelpProps {
  readonly widget: Hint["widget"]
  readonly value: Json | undefined
  /** The values of the whole form. */
  readonly beside: JsonMap
}

/** What a value means that is written short: a rule in words with its next times, a duration in words. */
export function WidgetHelp({ widget, value, beside }: WidgetHelpProps) {
  if (typeof value !== "string" || isTemplate(value)) return null
  if (widget === "duration") {
    const said = sayDuration(value)
    return said && <p className="text-xs text-muted">{said}</p>
  }
  if (widget !== "cron") return null
  const { timezone } = beside
  return (
    <CronHelp
      rule={value}
      timezone={typeof timezone === "string" && timezone !== "" ? timezone : undefined}
      now={Date.now()}
    />
  )
}
