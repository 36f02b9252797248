/** What work in parts comes to, done in one go. */
export function finished<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const part = work.next()
    if (part.done) return part.value
  }
}
