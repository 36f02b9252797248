import { useMemo } from "react"
import { isList, isMap, type Json, own, type Path } from "../../lib/json.ts"
import { showText } from "../../lib/showText.ts"
import { VirtualList } from "../../ui/VirtualList.tsx"
import { sayShort } from "./sayValue.ts"

interface ValueTableProps {
  readonly label: string
  readonly value: Json
  /** Shows the whole of a cell. */
  readonly onOpen: (path: Path, value: Json) => void
}

const rowHeight = 24
const mostRowsHigh = 12
const mostColumns = 12
/** So many letters of a cell show at least, where it has them. */
const mostLetters = 22
const letterWidth = 7.5

/** A list of maps: a row for each, a column for each key of the first ones. */
export function ValueTable({ label, value, onOpen }: ValueTableProps) {
  const items = isList(value) ? value : []
  const columns = useMemo(() => columnsOf(isList(value) ? value : []), [value])
  const widths = columns.map(({ letters }) => 16 + letters * letterWidth)
  const template = {
    gridTemplateColumns: `48px ${widths.map(each => `minmax(${each}px, ${each}fr)`).join(" ")}`,
  }
  const width = { minWidth: widths.reduce((sum, each) => sum + each, 48) }
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <div style={width}>
        <div
          aria-hidden
          className="grid border-b border-line bg-wash text-xs font-medium text-muted"
          style={template}
        >
          <span className="px-2 py-1" />
          {columns.map(({ name }) => (
            <span key={name} className="truncate px-2 py-1 font-mono">
              {showText(name)}
            </span>
          ))}
        </div>
        <div style={{ height: Math.min(items.length, mostRowsHigh) * rowHeight }}>
          <VirtualList
            label={label}
            count={items.length}
            rowHeight={rowHeight}
            isReusing
            row={index => (
              <div className="grid h-full items-center font-mono text-xs hover:bg-wash" style={template}>
                <span className="px-2 text-right text-muted tabular-nums">{index}</span>
                {columns.map(({ name }) => (
                  <Cell
                    key={name}
                    name={name}
                    value={cellOf(items[index], name)}
                    onOpen={part => onOpen([index, name], part)}
                  />
                ))}
              </div>
            )}
          />
        </div>
      </div>
    </div>
  )
}

interface CellProps {
  readonly name: string
  readonly value: Json | undefined
  readonly onOpen: (value: Json) => void
}

function Cell({ name, value, onOpen }: CellProps) {
  const text = sayShort(value, 80)
  return (
    <span className="min-w-0 truncate px-2" title={sayShort(value, 400)}>
      <span className="sr-only">{name}: </span>
      {value === undefined ? (
        ""
      ) : (
        <button type="button" className="max-w-full truncate hover:underline" onClick={() => onOpen(value)}>
          {text}
        </button>
      )}
    </span>
  )
}

/** The keys of the first maps, each with as many letters as it has to show. */
function columnsOf(items: readonly Json[]): { readonly name: string; readonly letters: number }[] {
  const letters = new Map<string, number>()
  for (const item of items.slice(0, 50)) {
    if (!isMap(item)) continue
    for (const [name, value] of Object.entries(item)) {
      const longest = Math.max(letters.get(name) ?? 0, name.length, sayShort(value, mostLetters).length)
      letters.set(name, Math.min(longest, mostLetters))
    }
  }
  return [...letters].slice(0, mostColumns).map(([name, longest]) => ({ name, letters: longest }))
}

function cellOf(item: Json | undefined, name: string): Json | undefined {
  return isMap(item) ? own(item, name) : undefined
}
