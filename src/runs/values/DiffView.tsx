import { useMemo } from "react"
import { t } from "../../language/t.ts"
import type { Json } from "../../lib/json.ts"
import { showText } from "../../lib/showText.ts"
import { cx } from "../../ui/cx.ts"
import { sayShort } from "./sayValue.ts"
import { type Difference, lineDiff, valueDiff } from "./valueDiff.ts"

const mostShown = 200

/** How two values differ, place by place; texts of several lines line by line. */
export function DiffView({
  before,
  after,
}: {
  readonly before: Json | undefined
  readonly after: Json | undefined
}) {
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
  const isText = typeof before === "string" && typeof after === "string"
  const isLong = isText && `${before}${after}`.includes("\n")
  return (
    <li className="flex min-w-0 flex-col rounded-lg bg-wash p-2 font-mono text-xs">
      <span className="mb-0.5 text-muted">{path.length === 0 ? t`the whole value` : path.join(".")}</span>
      {isLong ? (
        <Lines before={before} after={after} />
      ) : (
        <>
          {before !== undefined && <Line is="gone" text={sayShort(before, 400)} />}
          {after !== undefined && <Line is="new" text={sayShort(after, 400)} />}
        </>
      )}
    </li>
  )
}

function Lines({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => lineDiff(before, after).slice(0, 2_000), [before, after])
  return (
    <div className="max-h-72 overflow-auto">
      {lines.map(({ is, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never change but as a whole.
        <Line key={at} is={is} text={showText(text)} />
      ))}
    </div>
  )
}

function Line({ is, text }: { readonly is: "same" | "gone" | "new"; readonly text: string }) {
  return (
    <span
      className={cx(
        "block whitespace-pre-wrap break-words px-1",
        is === "gone" && "bg-bad-wash text-bad-text",
        is === "new" && "bg-accent-wash text-accent",
      )}
    >
      <span aria-hidden>{is === "gone" ? "− " : is === "new" ? "+ " : "  "}</span>
      <span className="sr-only">
        {is === "gone" ? `${t`before:`} ` : is === "new" ? `${t`after:`} ` : ""}
      </span>
      {text}
    </span>
  )
}
