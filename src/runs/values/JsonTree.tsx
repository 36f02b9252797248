import { ChevronDown, ChevronRight, CircleHelp } from "lucide-react"
import { useMemo, useState } from "react"
import { t } from "../../language/t.ts"
import { isMap, type Json, type Path } from "../../lib/json.ts"
import { pathText } from "../../syntax/pathText.ts"
import { cx } from "../../ui/cx.ts"
import { VirtualList } from "../../ui/VirtualList.tsx"
import { sayShort } from "./sayValue.ts"
import { type TreeRow, treeRows } from "./treeRows.ts"
import { isTable, pictureIn } from "./valueLooks.ts"

interface JsonTreeProps {
  readonly label: string
  readonly value: Json
  /** What an expression calls the value: its parts can then be dragged into fields. */
  readonly expression?: string | undefined
  /** Shows the whole of a part that one line cannot hold. */
  readonly onOpen: (path: Path, value: Json) => void
  /** Asks where the part at the path came from. */
  readonly onWhy?: ((path: Path) => void) | undefined
}

const rowHeight = 22
const mostRowsHigh = 14

/** A value as a tree whose parts open and close. */
export function JsonTree({ label, value, expression, onOpen, onWhy }: JsonTreeProps) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => treeRows(value, turned), [value, turned])

  function turn(id: string) {
    const next = new Set(turned)
    if (!next.delete(id)) next.add(id)
    setTurned(next)
  }

  if (rows.length === 0) {
    return <p className="font-mono text-xs text-muted">{isMap(value) ? t`{ } empty` : t`[ ] empty`}</p>
  }
  return (
    <div style={{ height: Math.min(rows.length, mostRowsHigh) * rowHeight }}>
      <VirtualList
        label={label}
        count={rows.length}
        rowHeight={rowHeight}
        row={index => (
          <Row
            row={rows[index] as TreeRow}
            expression={expression}
            onTurn={turn}
            onOpen={onOpen}
            onWhy={onWhy}
          />
        )}
      />
    </div>
  )
}

interface RowProps {
  readonly row: TreeRow
  readonly expression: string | undefined
  readonly onTurn: (id: string) => void
  readonly onOpen: JsonTreeProps["onOpen"]
  readonly onWhy: JsonTreeProps["onWhy"]
}

/** A text that is longer than this, or of several lines, can be opened. */
const shortText = 30

/** What another way there is to look at the part than its line; none where that says it all. */
function moreOf(value: Json): string | null {
  if (typeof value === "string")
    return value.length > shortText || value.includes("\n") ? t`Show all of it` : null
  if (isTable(value)) return t`Show it as a table`
  return pictureIn(value) === null ? null : t`Show the picture`
}

function Row({ row, expression, onTurn, onOpen, onWhy }: RowProps) {
  const { id, depth, label, value, isOpen, canOpen, path } = row
  const Icon = isOpen ? ChevronDown : ChevronRight
  const more = value === undefined ? null : moreOf(value)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: with the keyboard the same is completed within the braces
    <div
      draggable={expression !== undefined && value !== undefined}
      onDragStart={event => event.dataTransfer.setData("text/plain", `{{ ${expression}${pathText(path)} }}`)}
      className="group flex h-full items-center gap-1.5 pr-1 font-mono text-xs hover:bg-wash"
      style={{ paddingLeft: Math.min(depth, 12) * 14 }}
    >
      {canOpen ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => onTurn(id)}
          className="flex min-w-0 shrink-0 items-center gap-0.5 text-left outline-offset-[-2px]"
        >
          <Icon size={12} className="shrink-0 text-muted" aria-hidden />
          <span className="max-w-48 truncate">{label}</span>
        </button>
      ) : (
        <span className="max-w-48 shrink-0 truncate pl-3.5">{label}</span>
      )}
      {value !== undefined && more !== null ? (
        <button
          type="button"
          title={more}
          className={cx("min-w-0 flex-1 truncate text-left hover:underline", toneOf(value))}
          onClick={() => onOpen(path, value)}
        >
          {sayShort(value)}
        </button>
      ) : (
        <span
          className={cx("min-w-0 flex-1 truncate", value === "" ? "text-muted" : toneOf(value))}
          title={sayShort(value, 400)}
        >
          {isOpen ? "" : value === "" ? t`(empty text)` : sayShort(value)}
        </span>
      )}
      {onWhy !== undefined && value !== undefined && (
        <button
          type="button"
          aria-label={t`Where ${label} came from`}
          title={t`Where this came from`}
          onClick={() => onWhy(path)}
          className="-my-1 grid size-6 shrink-0 place-items-center text-muted opacity-0 group-hover:opacity-100 hover:text-accent focus-visible:opacity-100 pointer-coarse:w-9 pointer-coarse:opacity-100"
        >
          <CircleHelp size={13} aria-hidden />
        </button>
      )}
    </div>
  )
}

function toneOf(value: Json | undefined): string {
  if (typeof value === "string") return "text-data"
  if (typeof value === "number") return "text-ai"
  if (typeof value === "boolean" || value === null) return "text-accent"
  return "text-muted"
}
