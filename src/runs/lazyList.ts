/** A list that may be made as it is looked at; every array is one. */
export interface List<T> {
  readonly length: number
  at(index: number): T | undefined
}

/** Members that are made when they are looked at. */
interface Part<T> {
  readonly count: number
  readonly make: (index: number) => T
}

/**
 * A list to which members are added one by one, or many at a time that are made only when somebody looks:
 *
 *     a   b   [ 10,000 that weigh nothing ]   c
 */
export class LazyList<T extends object> implements List<T> {
  /** Those that were added one by one, in order. */
  readonly ones: T[] = []
  readonly #parts: (T | Part<T>)[] = []
  /** Where each part stands in the list. */
  readonly #starts: number[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  add(one: T): void {
    this.ones.push(one)
    this.#push(one, 1)
  }

  addMany(count: number, make: (index: number) => T): void {
    if (count > 0) this.#push({ count, make }, count)
  }

  at(index: number): T | undefined {
    if (index < 0 || index >= this.#length) return undefined
    const place = countBy(this.#starts, start => start, index) - 1
    const part = this.#parts[place] as T | Part<T>
    return "make" in part ? part.make(index - (this.#starts[place] as number)) : part
  }

  #push(part: T | Part<T>, count: number): void {
    this.#starts.push(this.#length)
    this.#parts.push(part)
    this.#length += count
  }
}

/** How many of the list, which is in order, came by the moment. */
export function countBy<T>(list: List<T>, by: (one: T) => number, moment: number): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (by(list.at(middle) as T) <= moment) from = middle + 1
    else to = middle
  }
  return from
}

/** Where one stands in the list, which is in order; -1 where it does not. */
export function placeIn<T>(list: List<T>, one: T, by: (one: T) => number): number {
  const moment = by(one)
  for (let at = countBy(list, each => (by(each) < moment ? 0 : 1), 0); at < list.length; at++) {
    const here = list.at(at) as T
    if (here === one) return at
    if (by(here) > moment) return -1
  }
  return -1
}

/** A stretch of the list. */
export function partOf<T>(list: List<T>, from: number, to: number): List<T> {
  const length = Math.max(0, to - from)
  return { length, at: index => (index >= 0 && index < length ? list.at(from + index) : undefined) }
}
