/** Stops on a bug of ours: says what was expected and what came. Expected failures are a `Result` instead. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** The value, which a bug of ours alone could have left out. */
export function must<T>(value: T | null | undefined, what: string): T {
  // The sentence is made only when it is needed: not every value can be turned into text.
  if (value === null || value === undefined) throw new Error(`Expected ${what} but got ${String(value)}`)
  return value
}

/** Marks the branch that types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`Expected no such case but got ${JSON.stringify(value)}`)
}
