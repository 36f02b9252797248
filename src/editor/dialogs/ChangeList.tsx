import { t } from "../../language/t.ts"
import { type Comparison, type Difference, sayPath } from "../../model/compare.ts"

const looks: {
  readonly [is in Difference]: { readonly sign: string; readonly say: string; readonly look: string }
} = {
  added: { sign: "+", say: t`Added`, look: "text-good" },
  removed: { sign: "−", say: t`Removed`, look: "text-bad-text" },
  changed: { sign: "~", say: t`Changed`, look: "text-warn-text" },
}

/** What differs between two versions, as a list. */
export function ChangeList({ comparison }: { readonly comparison: Comparison }) {
  const { steps, wires, fields } = comparison
  const lines = [
    ...steps.map(({ id, is, fields: own }) => ({ is, what: id, more: own.map(sayPath).join(", ") })),
    ...wires.map(({ from, outlet, to, is }) => ({
      is,
      what: `${from} → ${to}`,
      more: outlet ?? "",
    })),
    ...fields.map(path => ({ is: "changed" as const, what: "workflow", more: sayPath(path) })),
  ]
  if (lines.length === 0) return <p className="text-sm text-muted">{t`Nothing that a run could tell.`}</p>
  return (
    <ul aria-label={t`Changes`} className="flex flex-col gap-1">
      {lines.map(({ is, what, more }) => (
        <li key={`${is} ${what} ${more}`} className="flex items-baseline gap-2 font-mono text-xs">
          <span aria-hidden className={`w-3 text-center font-semibold ${looks[is].look}`}>
            {looks[is].sign}
          </span>
          <span className="sr-only">{looks[is].say}</span>
          <span className="shrink-0">{what}</span>
          <span className="min-w-0 break-words text-muted">{more}</span>
        </li>
      ))}
    </ul>
  )
}
