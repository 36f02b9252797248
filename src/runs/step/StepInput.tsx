import { useState } from "react"
import { t } from "../../language/t.ts"
import { isMap, type Json } from "../../lib/json.ts"
import { StepBreakpoints } from "../trials/StepBreakpoints.tsx"
import { ValueView } from "../values/ValueView.tsx"
import { ItemPicker } from "./ItemPicker.tsx"
import { NotReached } from "./NotReached.tsx"
import { useVisits, type Visits } from "./useVisits.ts"
import { VisitPicker } from "./VisitPicker.tsx"

/** What a visit of the step was given: its parameters, with everything in them resolved. */
export default function StepInput({ step }: { readonly step: string }) {
  const visits = useVisits(step)
  if (visits === null) {
    return (
      <div className="flex flex-col gap-3 p-4">
        <StepBreakpoints step={step} />
        <NotReached>{t`what it was given`}</NotReached>
      </div>
    )
  }
  return <Given key={visits.shown.row.key} visits={visits} />
}

function Given({ visits }: { readonly visits: Visits }) {
  const { items, input, row } = visits.shown
  const [item, setItem] = useState(0)
  const shown = items[item]
  const given = shown === undefined ? input : (shown.input ?? shown.item)
  return (
    <div className="flex flex-col gap-3 p-4">
      <VisitPicker {...visits} />
      <StepBreakpoints step={row.step} />
      <ItemPicker items={items} index={item} onChoose={setItem} />
      {given === undefined ? (
        <p className="text-sm text-muted">{whyNothing(row)}</p>
      ) : (
        <Parameters given={given} />
      )}
    </div>
  )
}

function whyNothing({ look, isStopped, standIn }: Visits["shown"]["row"]): string {
  if (look === "skipped") return t`This step was skipped.`
  if (isStopped) return t`The run has stopped before it: its parameters are resolved when it goes on.`
  if (standIn !== undefined) return t`It was not done, so its parameters were not needed.`
  return t`Its parameters were not resolved.`
}

/** Each parameter by its name, as each is something of its own. */
function Parameters({ given }: { readonly given: Json }) {
  if (!isMap(given)) return <ValueView label={t`Input`} value={given} />
  const entries = Object.entries(given)
  if (entries.length === 0) return <p className="text-sm text-muted">{t`This step takes no parameters.`}</p>
  return entries.map(([name, value]) => (
    <section key={name} aria-label={name} className="flex min-w-0 flex-col gap-1">
      <h3 className="font-mono text-xs text-muted">{name}</h3>
      <ValueView label={name} value={value} />
    </section>
  ))
}
