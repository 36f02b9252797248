/** What a new workflow is to do, in somebody's words: said on one page, and proposed on the next. */
export interface Wish {
  want(workflow: string, words: string): void
  /** The words for the workflow; null where there are none. */
  of(workflow: string): string | null
  /** They have been seen to. */
  done(workflow: string): void
  /** Nothing came of it: the words are there to be said anew. */
  giveBack(words: string): void
  /** The words that were given back, once; none are empty. */
  takeBack(): string
}

/** Nothing is wished for yet. */
export function createWish(): Wish {
  const words = new Map<string, string>()
  let given = ""
  return {
    want: (workflow, wanted) => void words.set(workflow, wanted),
    of: workflow => words.get(workflow) ?? null,
    done: workflow => void words.delete(workflow),
    giveBack(unfulfilled) {
      given = unfulfilled
    },
    takeBack() {
      const taken = given
      given = ""
      return taken
    },
  }
}
