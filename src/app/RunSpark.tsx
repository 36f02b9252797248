import { t } from "../language/t.ts"
import { sayTime } from "../runs/statusLooks.ts"
import { lengthOf, mostRecent, type RunDigest } from "./runDigest.ts"

const bar = { width: 4, gap: 2, least: 3, most: 15 }

/** The last runs as small bars: how long each took, and in which colour it ended. */
export function RunSpark({ digest }: { readonly digest: RunDigest }) {
  const { recent, rate, average } = digest
  if (recent.length === 0) return null
  const longest = Math.max(1, ...recent.map(lengthOf))
  const failed = recent.filter(({ status }) => status === "failed").length
  // As wide for one run as for many, and the last at the end: what stands beside it forms a column down the list.
  const width = mostRecent * (bar.width + bar.gap) - bar.gap
  const first = mostRecent - recent.length
  return (
    <span className="flex items-center gap-2.5">
      <svg
        role="img"
        aria-label={t`Of the last ${recent.length} runs ${failed} failed`}
        {...{ width, height: bar.most }}
        viewBox={`0 0 ${width} ${bar.most}`}
      >
        {recent.map((run, index) => {
          const height = bar.least + (bar.most - bar.least) * Math.sqrt(lengthOf(run) / longest)
          return (
            <rect
              key={run.run}
              x={(first + index) * (bar.width + bar.gap)}
              y={bar.most - height}
              width={bar.width}
              height={height}
              rx={1.5}
              fill={run.status === "failed" ? "var(--color-bad)" : "var(--color-good)"}
              opacity={run.status === "failed" ? 1 : 0.75}
            />
          )
        })}
      </svg>
      <span className="flex flex-col font-mono text-xs leading-4 whitespace-nowrap text-muted tabular-nums">
        {rate !== null && <span>{Math.round(rate * 100)} %</span>}
        {average !== null && (
          <span>
            <span className="sr-only">{t`on average`} </span>
            {sayAbout(average)}
          </span>
        )}
      </span>
    </span>
  )
}

/** A span of time in few letters: there is little room. */
function sayAbout(milliseconds: number): string {
  if (milliseconds < 60_000) return sayTime(milliseconds)
  const minutes = milliseconds / 60_000
  return minutes < 60 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`
}
