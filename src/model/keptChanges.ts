import type { RecordedChange } from "./recording.ts"

/**
 * What a run has come to change, by path: from the first state that it met to the last that it made. It also says in
 * what order changes came: whoever keeps something that follows from them looks only at those since he looked last.
 */
export class KeptChanges extends Map<string, RecordedChange> {
  readonly #came: string[] = []

  /** Takes a change in: the first state that was met at its path stays what it was before. */
  keep(change: RecordedChange): void {
    const known = this.get(change.path)
    this.set(change.path, known === undefined ? change : { ...change, before: known.before })
  }

  override set(path: string, change: RecordedChange): this {
    this.#came.push(path)
    return super.set(path, change)
  }

  /** The paths at which a change was kept, in order; one again each time. */
  get came(): readonly string[] {
    return this.#came
  }
}
