import { ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"

/** Remembers by key what was done, so that the repeat of an effect does nothing. */
export interface Seen {
  /** Does the work, unless it was done under this key before. Work that fails may be tried again. */
  once(key: string, work: () => Promise<Result<void, Problem>>): Promise<Result<void, Problem>>
}

/** Makes a memory of the latest keys. */
export function createSeen(most = 10_000): Seen {
  const keys = new Set<string>()
  return {
    async once(key, work) {
      if (keys.has(key)) return ok(undefined)
      keys.add(key)
      const done = await work()
      if (!done.ok) keys.delete(key)
      for (const oldest of keys) {
        if (keys.size <= most) break
        keys.delete(oldest)
      }
      return done
    },
  }
}
