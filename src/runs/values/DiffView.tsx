import { useMemo } from "react"
import { t } from "../../language/t.ts"
import type { Json } from "../../lib/json.ts"
import { cx } from "../../ui/cx.ts"
import { LineDiff } from "./LineDiff.tsx"
import { sayJson, sayShort } from "./sayValue.ts"
import { useWhole } from "./useWhole.ts"
import { type Difference, valueDiff, whereTextsDiffer } from "./valueDiff.ts"

const mostShown = 200
/** So much of a value is shown. */
const longest = 400

interface DiffViewProps {
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** How two values differ, place by place; texts of several lines line by line. Large ones are read first. */
export function DiffView({ before, after }: DiffViewProps) {
  const [whole, later] = [useWhole(before, after), useWhole(after, before)]
  if ((whole === null && before !== null) || (later === null && after !== null))
    return <p role="status" className="text-sm text-muted">{t`Reading large values`}</p>
  if ((whole === undefined && before !== undefined) || (later === undefined && after !== undefined))
    return <p className="text-sm text-muted">{t`This value is not stored any more.`}</p>
  return <Differences before={whole} after={later} />
}

function Differences({ before, after }: DiffViewProps) {
  const differences = useMemo(() => valueDiff(before, after, mostShown + 1), [before, after])
  if (differences.length === 0) return <p className="text-sm text-muted">{t`Both are the same.`}</p>
  return (
    <ul aria-label={t`Differences`} className="flex min-w-0 flex-col gap-1.5">
      {differences.slice(0, mostShown).map(difference => (
        <Change key={JSON.stringify(difference.path)} difference={difference} />
      ))}
      {differences.length > mostShown && <li className="text-xs text-muted">{t`and more`}</li>}
    </ul>
  )
}

function Change({ difference: { path, before, after } }: { readonly difference: Difference }) {
  return (
    <li className="flex min-w-0 flex-col rounded-lg bg-wash p-2 font-mono text-xs">
      <span className="mb-0.5 text-muted">{path.length === 0 ? t`the whole value` : path.join(".")}</span>
      {typeof before === "string" && typeof after === "string" ? (
        <Texts before={before} after={after} />
      ) : (
        <>
          {before !== undefined && <Line is="gone" text={sayPart(before)} />}
          {after !== undefined && <Line is="new" text={sayPart(after)} />}
        </>
      )}
    </li>
  )
}

function Texts({ before, after }: { readonly before: string; readonly after: string }) {
  if (before.includes("\n") || after.includes("\n"))
    return (
      <div className="max-h-72 overflow-auto">
        <LineDiff before={before} after={after} />
      </div>
    )
  return whereTextsDiffer(before, after).map((text, at) => (
    <Line key={at === 0 ? "gone" : "new"} is={at === 0 ? "gone" : "new"} text={sayShort(text, longest)} />
  ))
}

function sayPart(value: Json): string {
  return typeof value === "string" ? sayShort(value, longest) : sayJson(value, longest)
}

function Line({ is, text }: { readonly is: "gone" | "new"; readonly text: string }) {
  return (
    <span
      className={cx(
        "block whitespace-pre-wrap break-words px-1",
        is === "gone" ? "bg-bad-wash text-bad-text" : "bg-accent-wash text-accent",
      )}
    >
      <span aria-hidden>{is === "gone" ? "− " : "+ "}</span>
      <span className="sr-only">{is === "gone" ? `${t`before:`} ` : `${t`after:`} `}</span>
      {text}
    </span>
  )
}
