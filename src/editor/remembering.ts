/**
 * Remembers the last few results by a text that says all that they depend on: what a keystroke does not touch, such
 * as the places of a thousand boxes while one parameter is typed, is not worked out again.
 */
export function remembering<T>(most: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>()
  return (key, make) => {
    if (kept.has(key)) {
      const value = kept.get(key) as T
      kept.delete(key)
      kept.set(key, value)
      return value
    }
    const value = make()
    kept.set(key, value)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
