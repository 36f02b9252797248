/** A pure reducer through which a kind steers others; the engine calls it and names no kind. */
export interface Control {
  readonly type: string
}
