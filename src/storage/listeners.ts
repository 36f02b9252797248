/** Listeners to what is committed: told in order, and each told although another throws. */
export interface Listeners<Args extends readonly unknown[]> {
  add(listener: (...args: Args) => void): () => void
  tell(...args: Args): void
}

/** Makes an empty set of listeners. */
export function createListeners<Args extends readonly unknown[]>(): Listeners<Args> {
  const all = new Set<(...args: Args) => void>()
  return {
    add(listener) {
      all.add(listener)
      return () => void all.delete(listener)
    },
    tell(...args) {
      for (const listener of all) {
        try {
          listener(...args)
        } catch (cause) {
          queueMicrotask(() => {
            throw cause
          })
        }
      }
    },
  }
}
