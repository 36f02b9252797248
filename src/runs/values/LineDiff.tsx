import { useMemo } from "react"
import { t } from "../../language/t.ts"
import { type DiffLine, lineDiff } from "../../lib/lineDiff.ts"
import { cutText, showText } from "../../lib/showText.ts"
import { cx } from "../../ui/cx.ts"

/** So many unchanged lines are shown around what changed. */
const around = 2
/** The most lines that are shown. */
const mostLines = 500
/** So much of a line is shown. */
const longestLine = 2_000

/** Two texts put side by side: what is new, what goes, and a little of what stands around. */
export function LineDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => nearChanges(lineDiff(before, after)), [before, after])
  return (
    <pre className="rounded-lg bg-wash py-1.5 font-mono text-xs break-words whitespace-pre-wrap">
      {lines.slice(0, mostLines).map(({ key, line }) =>
        line === null ? (
          <span key={key} className="block px-2 text-faint" aria-hidden>
            …
          </span>
        ) : (
          <span
            key={key}
            className={cx(
              // A line that wraps goes on behind its mark.
              "block pr-2 pl-[calc(0.5rem+2ch)] -indent-[2ch]",
              line.type === "added" && "bg-accent-wash text-good",
              line.type === "removed" && "bg-bad-wash text-bad-text",
            )}
          >
            <span aria-hidden>{{ same: "  ", added: "+ ", removed: "- " }[line.type]}</span>
            <span className="sr-only">
              {{ same: "", added: t`Added: `, removed: t`Removed: ` }[line.type]}
            </span>
            {line.text === "" ? " " : sayLine(line.text)}
          </span>
        ),
      )}
      {lines.length > mostLines && (
        <span className="block px-2 text-muted">{t`and ${lines.length - mostLines} lines more`}</span>
      )}
    </pre>
  )
}

function sayLine(text: string): string {
  const cut = cutText(text, longestLine)
  return cut.length < text.length ? `${showText(cut)}…` : showText(text)
}

interface ShownLine {
  readonly key: number
  /** Null stands for lines that are left out. */
  readonly line: DiffLine | null
}

function nearChanges(lines: readonly DiffLine[]): ShownLine[] {
  const near = new Set<number>()
  for (const [at, { type }] of lines.entries()) {
    if (type === "same") continue
    for (let close = at - around; close <= at + around; close++) near.add(close)
  }
  const shown: ShownLine[] = []
  for (const [key, line] of lines.entries()) {
    if (near.has(key)) shown.push({ key, line })
    else if (shown.at(-1)?.line !== null) shown.push({ key, line: null })
  }
  return shown
}
