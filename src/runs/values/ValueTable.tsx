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

/** A list of maps: a row for each, a column for each key of the first ones. */
export function ValueTable({ label, value, onOpen }: ValueTableProps) {
  const items = isList(value) ? value : []
  const columns = useMemo(() => columnsOf(isList(value) ? value : []), [value])
  const template = { gridTemplateColumns: `48px repeat(${columns.length}, minmax(110px, 1fr))` }
  const width = { minWidth: 48 + columns.length * 110 }
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <div style={width}>
        <div
          aria-hidden
          className="grid border-b border-line bg-wash text-xs font-medium text-muted"
          style={template}
        >
          <span className="px-2 py-1" />
          {columns.map(name => (
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
                {columns.map(name => (
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

function columnsOf(items: readonly Json[]): string[] {
  const names = new Set<string>()
  for (const item of items.slice(0, 50))
    if (isMap(item)) for (const name of Object.keys(item)) names.add(name)
  return [...names].slice(0, mostColumns)
}

function cellOf(item: Json | undefined, name: string): Json | undefined {
  return isMap(item) ? own(item, name) : undefined
}
