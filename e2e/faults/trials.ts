/*
 * Which trials of a series are made. `npm test` draws a few of each by `FAULT_SEED`, which it prints;
 * `FAULT_TRIALS=all` makes every one, and `FAULT_TRIALS=2/8` the second eighth of them, so that a long series can be
 * made in pieces.
 */

/** The whole series or the part of it that was asked for; else one of each of these sorts, none of them twice. */
export function trialsOf<T>(series: readonly T[], few: readonly ((trial: T) => boolean)[]): readonly T[] {
  const wanted = process.env.FAULT_TRIALS ?? ""
  if (wanted === "all") return series
  const part = /^(\d+)\/(\d+)$/.exec(wanted)
  if (part !== null) return series.filter((_, at) => at % Number(part[2]) === Number(part[1]) - 1)
  if (wanted !== "") throw new Error(`Expected all trials or a part such as 2/8, but got ${wanted}`)
  return draw(series, few)
}

function draw<T>(series: readonly T[], few: readonly ((trial: T) => boolean)[]): readonly T[] {
  let state = Number(process.env.FAULT_SEED) >>> 0
  const drawn = new Set<T>()
  for (const isWanted of few) {
    const left = series.filter(trial => isWanted(trial) && !drawn.has(trial))
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const one = left[Math.floor((state / 2 ** 32) * left.length)]
    if (one !== undefined) drawn.add(one)
  }
  return [...drawn]
}
