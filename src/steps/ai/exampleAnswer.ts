import type { JsonMap } from "../../lib/json.ts"

/** What a model says in an example. */
export function says(text: string): JsonMap {
  return { text, model: "simulated-1", stop: "end", usage: { inputTokens: 10, outputTokens: 5, usd: 0 } }
}
