/** Makes rows of cells into maps by column: the first row names the columns where there is a header. */
export function createCsvRows(header: boolean): {
  /** The rows as they are handed on. */
  take(rows: string[][]): readonly (readonly string[] | { readonly [column: string]: string })[]
  /** The names of the columns so far; none without a header. */
  columns(): readonly string[]
} {
  const columns = createColumns()
  let width = 0
  return {
    take(rows) {
      if (!header) return rows
      const first = width === 0 ? rows.shift() : undefined
      if (first) {
        columns.name(first)
        width = first.length
      }
      return rows.map(row => rowMap(row, columns.upTo(Math.max(width, row.length)), width))
    },
    columns: () => columns.upTo(0),
  }
}

function rowMap(row: readonly string[], names: readonly string[], width: number) {
  const map: Record<string, string> = {}
  const count = Math.max(width, row.length)
  for (let index = 0; index < count; index++) {
    const [name = "", cell = ""] = [names[index], row[index]]
    // Only this name would not become a field of its own.
    if (name === "__proto__")
      Object.defineProperty(map, name, { value: cell, enumerable: true, configurable: true, writable: true })
    else map[name] = cell
  }
  return map
}

/** Names of columns: a column without one is called by its number, a name that comes again is numbered. */
function createColumns() {
  const names: string[] = []
  const used = new Map<string, number>()
  const add = (given: string | undefined): void => {
    const name = given?.trim() || `column_${names.length + 1}`
    const times = (used.get(name) ?? 0) + 1
    used.set(name, times)
    names.push(times === 1 ? name : `${name}_${times}`)
  }
  return {
    name: (header: readonly string[]) => header.forEach(add),
    upTo(count: number): readonly string[] {
      while (names.length < count) add(undefined)
      return names
    },
  }
}
