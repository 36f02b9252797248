/** What waits in a line. It is emptied and filled again thousands of times a second, and keeps its memory for that. */
export class Queue<Item> {
  readonly #items: (Item | undefined)[] = []
  #head = 0
  #tail = 0

  get length(): number {
    return this.#tail - this.#head
  }

  push(item: Item): void {
    if (this.#tail < this.#items.length) this.#items[this.#tail] = item
    else this.#items.push(item)
    this.#tail++
  }

  /** Takes out the first. */
  take(): Item | undefined {
    if (this.#head === this.#tail) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head] = undefined
    this.#head++
    if (this.#head === this.#tail) {
      this.#head = 0
      this.#tail = 0
    } else if (this.#head > mostGone && this.#head * 2 > this.#tail) {
      this.#items.splice(0, this.#head)
      this.#tail -= this.#head
      this.#head = 0
    }
    return item
  }

  *[Symbol.iterator](): Iterator<Item> {
    for (let at = this.#head; at < this.#tail; at++) yield this.#items[at] as Item
  }
}

/** So many places of what was taken out may be kept, or half of all. */
const mostGone = 256
