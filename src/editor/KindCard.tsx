import { writeFile } from "../format/write.ts"
import { asSentence } from "../language/formats.ts"
import { t } from "../language/t.ts"
import { type JsonMap, own } from "../lib/json.ts"
import type { KindEntry } from "../model/catalogue.ts"
import type { Example } from "../model/step.ts"
import { cx } from "../ui/cx.ts"
import { later } from "../ui/later.tsx"
import { floating } from "../ui/Menu.tsx"
import { hueOf } from "./groups.ts"
import { useKindDocs } from "./kindDocs.ts"
import { IconTile } from "./StepIcon.tsx"

const Markdown = later(() => import("../ui/Markdown.tsx"))

interface KindCardProps {
  readonly id: string
  readonly entry: KindEntry
  /** Where the row stands that the card is about, on the screen. */
  readonly beside: DOMRect
}

const width = 340

/** What there is to read about a kind, beside its row in the library: what it does, its outlets, an example. */
export default function KindCard({ id, entry, beside }: KindCardProps) {
  const docs = own(useKindDocs(true)?.kinds ?? {}, entry.kind)
  const [example] = docs?.examples ?? []
  const top = Math.max(8, Math.min(beside.top - 8, window.innerHeight - 320))
  return (
    <div
      id={id}
      role="tooltip"
      data-hue={hueOf(entry.group)}
      className={cx(
        floating,
        "pointer-events-none fixed z-40 flex flex-col gap-3 overflow-hidden p-4 text-sm",
      )}
      style={{ left: beside.right + 10, top, width, maxHeight: window.innerHeight - top - 8 }}
    >
      <header className="flex gap-3">
        <IconTile name={entry.icon} size={34} />
        <div className="min-w-0">
          <p className="font-semibold">{entry.title}</p>
          <p className="font-mono text-xs text-muted">{entry.kind}</p>
        </div>
      </header>
      <p>{asSentence(entry.summary)}</p>
      <p className="flex flex-wrap gap-1.5 text-xs">
        <span className="text-muted">{t`Leaves by`}</span>
        {entry.outlets.map(outlet => (
          <span key={outlet} className="rounded-full border border-line px-2 font-mono">
            {outlet}
          </span>
        ))}
      </p>
      {example && (
        <pre className="max-h-36 shrink-0 overflow-hidden rounded-lg bg-wash p-2.5 font-mono text-xs break-words whitespace-pre-wrap">
          {exampleText(entry.kind, example)}
        </pre>
      )}
      {docs && (
        <div className="overflow-hidden text-xs text-muted">
          <Markdown text={firstOf(docs.docs)} />
        </div>
      )}
    </div>
  )
}

/** The example as it would stand in a file, with the steps that it holds. */
function exampleText(kind: string, { with: parameters, around }: Example): string {
  const given = Object.keys(parameters).length === 0 ? {} : { with: parameters }
  return writeFile({ kind, ...given, ...around } as JsonMap, undefined).trimEnd()
}

/** The first paragraphs of a longer text, up to its first list. */
function firstOf(docs: string): string {
  const [start = ""] = docs.trim().split(/\n(?=\s*- )/)
  return start
    .split(/\n{2,}/)
    .slice(0, 3)
    .join("\n\n")
}
