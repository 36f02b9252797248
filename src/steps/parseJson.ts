import type { Json } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"

/** The value that JSON text stands for, or why it is none. A byte order mark before it is passed over. */
export function parseJson(text: string): Result<Json, string> {
  try {
    return ok(JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as Json)
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : "unreadable")
  }
}
