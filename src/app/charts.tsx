import type { ReactNode } from "react"
import { inLanguage } from "../language/formats.ts"
import { t } from "../language/t.ts"
import { cx } from "../ui/cx.ts"

/* Charts of figures, each with the same as a table for who cannot see it. */

const days = inLanguage(
  locale => new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" }),
)

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-panel p-4"
    >
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  )
}

const fills = ["fill-accent", "fill-bad"]
const swatches = ["bg-accent", "bg-bad"]

interface ColumnsProps {
  readonly title: string
  /** What the parts of a column are, from above. */
  readonly names: readonly string[]
  readonly columns: readonly { readonly at: number; readonly parts: readonly number[] }[]
  readonly say: (figure: number) => string
}

/** A column for each day. */
export function Columns({ title, names, columns, say }: ColumnsProps) {
  const sums = columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0))
  const highest = Math.max(...sums)
  const most = highest > 0 ? highest : 1
  const [width, height, gap] = [40, 90, 6]
  return (
    <Card title={title}>
      <p aria-hidden className="-mt-2 flex flex-wrap gap-x-3 text-[10px] text-muted tabular-nums">
        <span>{highest > 0 ? t`${say(highest)} at most in a day` : t`none`}</span>
        {names.length > 1 &&
          names.map((name, place) => (
            <span key={name} className="flex items-center gap-1">
              <span className={`size-2 rounded-[2px] ${swatches[place]}`} />
              {name}
            </span>
          ))}
      </p>
      <svg
        aria-hidden
        viewBox={`0 0 ${columns.length * width} ${height + 18}`}
        className="h-36 w-full"
        preserveAspectRatio="none"
      >
        {columns.map(({ at, parts }, index) => {
          const x = index * width + gap / 2
          let top = height - ((sums[index] ?? 0) / most) * height
          return (
            <g key={at}>
              <title>
                {[days().format(at), ...parts.map((part, place) => `${names[place]}: ${say(part)}`)].join(
                  " · ",
                )}
              </title>
              <rect x={x} y={height - 1} width={width - gap} height={1} className="fill-line" />
              {parts.map((part, place) => {
                const tall = (part / most) * height
                const y = top
                top += tall
                return (
                  <rect
                    key={names[place]}
                    x={x}
                    y={y}
                    width={width - gap}
                    height={tall}
                    rx={2}
                    className={fills[place] ?? ""}
                  />
                )
              })}
            </g>
          )
        })}
      </svg>
      <div aria-hidden className="-mt-4 flex text-[10px] text-muted tabular-nums">
        {columns.map(({ at }, index) => (
          <span key={at} className="relative h-3.5 flex-1">
            {index % 3 === 1 && (
              <span
                className={cx(
                  "absolute whitespace-nowrap",
                  // The last one ends where the chart does.
                  index === columns.length - 1 ? "right-0" : "left-1/2 -translate-x-1/2",
                )}
              >
                {days().format(at)}
              </span>
            )}
          </span>
        ))}
      </div>
      <table className="sr-only">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Day`}</th>
            {names.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map(({ at, parts }) => (
            <tr key={at}>
              <th scope="row">{days().format(at)}</th>
              {parts.map((part, place) => (
                <td key={names[place]}>{say(part)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

/** One bar: what it is of, how long it is, and what it says. */
export interface BarRow {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly say: string
}

interface BarsProps {
  readonly title: string
  readonly caption?: string
  /** What the figures are. */
  readonly head: string
  /** What is said where there is nothing. */
  readonly empty: string
  readonly rows: readonly BarRow[]
  readonly tone: string
}

/** A bar for each row, the longest as long as there is room. */
export function Bars({ title, caption, head, empty, rows, tone }: BarsProps) {
  const most = Math.max(...rows.map(({ size }) => size), 1)
  return (
    <Card title={title}>
      {rows.length === 0 ? (
        <p className="text-sm text-muted">{empty}</p>
      ) : (
        <table className="w-full text-sm">
          {caption !== undefined && (
            <caption className="pb-2 text-left text-xs text-muted">{caption}</caption>
          )}
          <thead className="sr-only">
            <tr>
              <th scope="col">{t`Of`}</th>
              <th scope="col" colSpan={2}>
                {head}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, name, size, say }) => (
              <tr key={id}>
                <th
                  scope="row"
                  title={name}
                  className="max-w-44 truncate py-1 pr-3 text-left text-xs font-normal max-[500px]:max-w-28"
                >
                  {name}
                </th>
                <td className="w-full">
                  <span
                    aria-hidden
                    className={`block h-2 rounded-[3px] ${tone}`}
                    style={{ width: `max(3px, ${(size / most) * 100}%)` }}
                  />
                </td>
                <td className="pl-3 text-right font-mono text-xs whitespace-nowrap text-muted">{say}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
