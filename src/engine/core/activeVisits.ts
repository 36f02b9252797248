import type { Visit } from "./state.ts"

/** The visits of an instance that have not ended, in the order in which they were entered. */
export class ActiveVisits {
  readonly #visits: (Visit | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  has({ place, instance }: Visit): boolean {
    return place >= 0 && instance.active === this
  }

  add(visit: Visit): void {
    if (this.has(visit)) return
    visit.place = this.#visits.length
    this.#visits.push(visit)
    this.#size++
  }

  /** Takes the visit out; whether it was there. */
  delete(visit: Visit): boolean {
    if (!this.has(visit)) return false
    this.#visits[visit.place] = undefined
    visit.place = -1
    this.#size--
    while (this.#visits.length > 0 && this.#visits[this.#visits.length - 1] === undefined) this.#visits.pop()
    if (this.#visits.length > leastHoles && this.#visits.length > this.#size * 2) this.#closeUp()
    return true
  }

  /** Moves those that are left together: each is moved no more often than others went. */
  #closeUp(): void {
    let at = 0
    for (const visit of this.#visits) {
      if (visit === undefined) continue
      visit.place = at
      this.#visits[at] = visit
      at++
    }
    this.#visits.length = at
  }

  *[Symbol.iterator](): Iterator<Visit> {
    for (const visit of this.#visits) if (visit !== undefined) yield visit
  }
}

const leastHoles = 32
