import { Link } from "wouter"
import { stateWithin } from "../language/formats.ts"
import { phrase } from "../language/phrase.tsx"
import { t } from "../language/t.ts"
import { worded } from "../language/wordFiles.ts"
import type { RunSummary } from "../model/journal.ts"
import { runStatuses } from "../runs/statusLooks.ts"
import { cx } from "../ui/cx.ts"
import { later } from "../ui/later.tsx"
import { ago } from "./ago.ts"
import { needsYou } from "./runDigest.ts"
import { useServices } from "./services.ts"

const AskedHere = later(worded(() => import("./AskedHere.tsx")))

const most = 8
const dots = { plain: "bg-muted", good: "bg-good", warn: "bg-warn", bad: "bg-bad" } as const

/** What waits for somebody, and what has just happened, over all workflows. Where it is narrow only what waits, on top. */
export function JustNow({ runs }: { readonly runs: readonly RunSummary[] }) {
  const live = runs.filter(({ mode, parent }) => mode === "live" && parent === null)
  const waiting = runs.filter(needsYou).slice(0, most)
  if (live.length + waiting.length === 0) return null
  return (
    <aside
      aria-label={t`Runs`}
      className={cx(
        "flex w-[300px] shrink-0 flex-col gap-6 overflow-auto border-l border-line bg-panel px-5 py-6",
        "max-[1250px]:max-h-[40dvh] max-[1250px]:w-full max-[1250px]:border-b max-[1250px]:border-l-0 max-[1250px]:px-8 max-[1250px]:py-3 max-[700px]:px-4",
        waiting.length === 0 && "max-[1250px]:hidden",
      )}
    >
      {waiting.length > 0 && (
        <section aria-label={t`Waiting for you`} className="flex flex-col gap-2">
          <h2 className="text-base font-semibold">{t`Waiting for you`}</h2>
          <ul className="flex flex-col gap-2">
            {waiting.map(run => (
              <li key={run.run} className="rounded-xl border border-line px-3.5 py-3">
                <Link href={`/w/${run.workflow}`} className="block text-sm font-semibold">
                  {run.name}
                </Link>
                <p className="text-xs text-muted">
                  {phrase`${runStatuses[run.status].say()}, started ${<When run={run} />}`}
                </p>
                <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
                  <AskedHere workflow={run.workflow} run={run.run} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {live.length > 0 && (
        <section aria-label={t`Just now`} className="flex flex-col gap-2 max-[1250px]:hidden">
          <h2 className="text-base font-semibold">{t`Just now`}</h2>
          <ul className="flex flex-col gap-2.5">
            {live.slice(0, most).map(run => {
              const { say, look } = runStatuses[run.status]
              return (
                <li key={run.run} className="flex items-baseline gap-2.5 text-sm">
                  <span aria-hidden className={`size-2 shrink-0 rounded-full ${dots[look]}`} />
                  <Link href={`/w/${run.workflow}`} className="line-clamp-2 min-w-0 flex-1">
                    {run.name} {stateWithin(say())}
                  </Link>
                  <span className="shrink-0 text-xs text-muted">
                    <When run={run} />
                  </span>
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </aside>
  )
}

function When({ run }: { readonly run: RunSummary }) {
  const { now } = useServices()
  return ago(run.endedAt ?? run.startedAt, now())
}
