/*
 * Where boxes go when nobody has said: in columns from left to right, by the longest way to each, with few
 * crossings and with main ways straight. A kernel: boxes and wires in, places out.
 *
 *     a ──▶ b ──▶ d          a  b  d
 *     └───▶ c ─────┘            c
 *
 * A wire that passes over columns is a chain of points, one in each, so that nothing is put in its way. The
 * order within columns comes from the mean place of neighbours, swept to and fro; the heights from the closest
 * fit to where the neighbours are that keeps every gap.
 */

/** A box to be placed. */
export interface Box {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** A wire between boxes, as layout sees it. */
export interface Line {
  readonly from: string
  readonly to: string
  /** How hard it pulls its ends to one height: a side way less than a main way. */
  readonly pull: number
  /** It closes a cycle, and does not say which of its ends comes first. */
  readonly isBack: boolean
}

/** A place on the canvas. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The gaps between boxes. */
export const gap = { column: 72, row: 36 } as const

interface Cell {
  readonly box: Box | null
  readonly column: number
  readonly height: number
  readonly before: { cell: Cell; pull: number }[]
  readonly after: { cell: Cell; pull: number }[]
  order: number
  middle: number
}

/** More points than this on the ways of long wires, and long wires no longer keep their way free. */
const mostPoints = 20_000
const sweeps = 6

/** The place of each box, the top left one at 0, 0. */
export function layout(boxes: readonly Box[], lines: readonly Line[]): Map<string, Point> {
  const columns = columnsOf(boxes, lines)
  for (let sweep = 0; sweep < sweeps; sweep++) orderCells(columns, sweep % 2 === 0)
  for (let sweep = 0; sweep < sweeps; sweep++) raiseCells(columns, sweep % 2 === 0)
  return placesOf(columns)
}

/** The boxes by column, in the order given, with the points of wires that pass over columns between them. */
function columnsOf(boxes: readonly Box[], lines: readonly Line[]): Cell[][] {
  const depths = depthsOf(boxes, lines)
  const columns: Cell[][] = []
  const cells = new Map<string, Cell>()
  const addCell = (box: Box | null, column: number): Cell => {
    while (columns.length <= column) columns.push([])
    const cell = { box, column, height: box?.height ?? 0, before: [], after: [], order: 0, middle: 0 }
    columns[column]?.push(cell)
    return cell
  }
  for (const box of boxes) cells.set(box.id, addCell(box, depths.get(box.id) ?? 0))
  let points = 0
  for (const line of lines) {
    const from = cells.get(line.from)
    const to = cells.get(line.to)
    if (!from || !to || line.isBack || to.column <= from.column) continue
    const isLong = to.column - from.column > 1
    if (isLong) points += to.column - from.column - 1
    let last = from
    if (isLong && points <= mostPoints) {
      for (let column = from.column + 1; column < to.column; column++) {
        const point = addCell(null, column)
        tie(last, point, line.pull)
        last = point
      }
    }
    tie(last, to, line.pull)
  }
  for (const column of columns) number(column)
  return columns
}

function tie(from: Cell, to: Cell, pull: number) {
  from.after.push({ cell: to, pull })
  to.before.push({ cell: from, pull })
}

/** For each box the number of wires on the longest way to it; what only heads a way stands beside what it leads to. */
function depthsOf(boxes: readonly Box[], lines: readonly Line[]): Map<string, number> {
  const depths = new Map(boxes.map(box => [box.id, 0]))
  const waiting = new Map(boxes.map(box => [box.id, 0]))
  const out = new Map<string, string[]>(boxes.map(box => [box.id, []]))
  for (const { from, to, isBack } of lines) {
    if (isBack || from === to || !depths.has(from) || !depths.has(to)) continue
    out.get(from)?.push(to)
    waiting.set(to, (waiting.get(to) ?? 0) + 1)
  }
  const ready = boxes.filter(box => waiting.get(box.id) === 0).map(box => box.id)
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const to of out.get(id) ?? []) {
      depths.set(to, Math.max(depths.get(to) ?? 0, (depths.get(id) ?? 0) + 1))
      const left = (waiting.get(to) ?? 0) - 1
      waiting.set(to, left)
      if (left === 0) ready.push(to)
    }
  }
  return depths
}

function orderCells(columns: readonly Cell[][], isForward: boolean) {
  for (const column of isForward ? columns : columns.toReversed()) {
    const wish = new Map(
      column.map(cell => [cell, mean(isForward ? cell.before : cell.after, "order") ?? cell.order]),
    )
    column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0))
    number(column)
  }
}

/** Orders are shares of the column, so that those of a short and a long column can be compared. */
function number(column: readonly Cell[]) {
  for (const [index, cell] of column.entries()) cell.order = (index + 0.5) / column.length
}

function raiseCells(columns: readonly Cell[][], isForward: boolean) {
  for (const column of isForward ? columns : columns.toReversed()) {
    const ties = column.map(cell => (isForward ? cell.before : cell.after))
    settle(
      column,
      column.map((cell, index) => mean(ties[index] ?? [], "middle") ?? cell.middle),
    )
  }
}

function mean(ties: readonly { cell: Cell; pull: number }[], of: "order" | "middle"): number | undefined {
  let sum = 0
  let pulls = 0
  for (const { cell, pull } of ties) {
    sum += cell[of] * pull
    pulls += pull
  }
  return pulls === 0 ? undefined : sum / pulls
}

/**
 * Moves the cells of a column to the heights nearest to the wished ones that keep order and gaps: what would
 * overlap is joined into a block that stands at the mean of its wishes.
 */
function settle(column: readonly Cell[], wishes: readonly number[]) {
  const blocks: { sum: number; size: number }[] = []
  const offsets: number[] = []
  let offset = 0
  for (const [index, cell] of column.entries()) {
    const above = column[index - 1]
    if (above) offset += (above.height + cell.height) / 2 + gapBetween(above, cell)
    offsets.push(offset)
    let block = { sum: (wishes[index] ?? 0) - offset, size: 1 }
    for (
      let last = blocks.at(-1);
      last && last.sum / last.size > block.sum / block.size;
      last = blocks.at(-1)
    ) {
      blocks.pop()
      block = { sum: last.sum + block.sum, size: last.size + block.size }
    }
    blocks.push(block)
  }
  let index = 0
  for (const { sum, size } of blocks) {
    for (let taken = 0; taken < size; taken++, index++) {
      const cell = column[index]
      if (cell) cell.middle = sum / size + (offsets[index] ?? 0)
    }
  }
}

function gapBetween(above: Cell, below: Cell): number {
  return above.box && below.box ? gap.row : gap.row / 2
}

function placesOf(columns: readonly Cell[][]): Map<string, Point> {
  const tops = columns.flat().flatMap(cell => (cell.box ? [cell.middle - cell.height / 2] : []))
  const top = tops.reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY)
  const places = new Map<string, Point>()
  let x = 0
  for (const column of columns) {
    const width = column.reduce((most, cell) => Math.max(most, cell.box?.width ?? 0), 0)
    for (const { box, middle, height } of column) {
      if (box) places.set(box.id, { x: Math.round(x), y: Math.round(middle - height / 2 - top) })
    }
    x += width + gap.column
  }
  return places
}
