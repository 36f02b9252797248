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
  /** How far below its top wires arrive; half way down where nothing is said. */
  readonly anchor?: number
}

/** A wire between boxes, as layout sees it. */
export interface Line {
  readonly from: string
  readonly to: string
  /** How hard it pulls its ends to one height: a side way less than a main way. */
  readonly pull: number
  /** Where it leaves its box, from -0.5 at the top to 0.5 at the bottom: branches stand in the order of outlets. */
  readonly port: number
  /** The length of what stands written on it, for which there is to be room. */
  readonly label: number
  /** It closes a cycle, and does not say which of its ends comes first. */
  readonly isBack: boolean
}

/** A place on the canvas. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The gaps between boxes. */
export const gap = { column: 56, row: 34, label: 34 } as const

interface Tie {
  readonly cell: Cell
  readonly pull: number
  readonly port: number
}

interface Cell {
  readonly box: Box | null
  readonly column: number
  /** How far it reaches above and below the height at which wires arrive. */
  readonly above: number
  readonly below: number
  readonly before: Tie[]
  readonly after: Tie[]
  order: number
  level: number
}

/** More points than this on the ways of long wires, and long wires no longer keep their way free. */
const mostPoints = 20_000
const sweeps = 6

/** The place of each box, the top left one at 0, 0. */
export function layout(boxes: readonly Box[], lines: readonly Line[]): Map<string, Point> {
  const columns = columnsOf(boxes, lines)
  for (let sweep = 0; sweep < sweeps; sweep++) orderCells(columns, sweep % 2 === 0)
  for (let sweep = 0; sweep < sweeps; sweep++) raiseCells(columns, sweep % 2 === 0)
  straighten(columns)
  return placesOf(columns, lines)
}

/** The boxes by column, in the order given, with the points of wires that pass over columns between them. */
function columnsOf(boxes: readonly Box[], lines: readonly Line[]): Cell[][] {
  const depths = depthsOf(boxes, lines)
  const columns: Cell[][] = []
  const cells = new Map<string, Cell>()
  const addCell = (box: Box | null, column: number): Cell => {
    while (columns.length <= column) columns.push([])
    const height = box?.height ?? 0
    const above = box?.anchor ?? height / 2
    const cell = { box, column, above, below: height - above, before: [], after: [], order: 0, level: 0 }
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
        tie(last, point, line)
        last = point
      }
    }
    tie(last, to, line)
  }
  for (const column of columns) number(column)
  return columns
}

function tie(from: Cell, to: Cell, { pull, port }: Line) {
  from.after.push({ cell: to, pull, port: 0 })
  to.before.push({ cell: from, pull, port: from.box ? port : 0 })
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
    const wishes = new Map(
      column.map(cell => {
        const ties = isForward ? cell.before : cell.after
        const size = columns[ties[0]?.cell.column ?? 0]?.length ?? 1
        return [cell, mean(ties, ({ cell: { order }, port }) => order + port / size) ?? cell.order]
      }),
    )
    column.sort((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0))
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
      column.map((cell, index) => mean(strongest(ties[index] ?? []), tie => tie.cell.level) ?? cell.level),
      ties.map(list => list.reduce((sum, { pull }) => sum + pull ** 2, loose)),
    )
  }
}

/** How firmly a cell without wires on one side keeps its height. */
const loose = 0.001

/** The main ways among the ties: side ways have no say in heights. */
function strongest(ties: readonly Tie[]): readonly Tie[] {
  const most = ties.reduce((strongest, { pull }) => Math.max(strongest, pull), 0)
  return ties.filter(({ pull }) => pull >= most / 2)
}

/** Takes out bends that are too small to mean anything. */
function straighten(columns: readonly Cell[][]) {
  for (const cell of columns.flat()) {
    const [only, ...others] = strongest(cell.before)
    if (only && others.length === 0 && Math.abs(only.cell.level - cell.level) < smallestBend) {
      cell.level = only.cell.level
    }
  }
}

const smallestBend = 4

function mean(ties: readonly Tie[], value: (tie: Tie) => number): number | undefined {
  let sum = 0
  let pulls = 0
  for (const tie of ties) {
    sum += value(tie) * tie.pull
    pulls += tie.pull
  }
  return pulls === 0 ? undefined : sum / pulls
}

/**
 * Moves the cells of a column to the heights nearest to the wished ones that keep order and gaps: what would
 * overlap is joined into a block that stands at the mean of its wishes, the firm ones counting most.
 */
function settle(column: readonly Cell[], wishes: readonly number[], firmness: readonly number[]) {
  const blocks: { sum: number; weight: number; size: number }[] = []
  const offsets: number[] = []
  let offset = 0
  for (const [index, cell] of column.entries()) {
    const upper = column[index - 1]
    if (upper) offset += upper.below + gapBetween(upper, cell) + cell.above
    offsets.push(offset)
    const weight = firmness[index] ?? 1
    let block = { sum: ((wishes[index] ?? 0) - offset) * weight, weight, size: 1 }
    for (
      let last = blocks.at(-1);
      last && last.sum / last.weight > block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      blocks.pop()
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        size: last.size + block.size,
      }
    }
    blocks.push(block)
  }
  let index = 0
  for (const { sum, weight, size } of blocks) {
    for (let taken = 0; taken < size; taken++, index++) {
      const cell = column[index]
      if (cell) cell.level = sum / weight + (offsets[index] ?? 0)
    }
  }
}

function gapBetween(above: Cell, below: Cell): number {
  return above.box && below.box ? gap.row : gap.row / 2
}

function placesOf(columns: readonly Cell[][], lines: readonly Line[]): Map<string, Point> {
  const longest = new Map<string, number>()
  for (const { from, label } of lines) longest.set(from, Math.max(longest.get(from) ?? 0, label))
  let top = Number.POSITIVE_INFINITY
  for (const cell of columns.flat()) if (cell.box) top = Math.min(top, cell.level - cell.above)
  const places = new Map<string, Point>()
  let x = 0
  for (const column of columns) {
    let width = 0
    let label = 0
    for (const { box, level, above } of column) {
      if (!box) continue
      width = Math.max(width, box.width)
      label = Math.max(label, longest.get(box.id) ?? 0)
      places.set(box.id, { x: Math.round(x), y: Math.round(level - above - top) })
    }
    x += width + Math.max(gap.column, label + gap.label)
  }
  return places
}
