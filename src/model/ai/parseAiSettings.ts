import { z } from "zod"
import { type AiSettings, freshAiSettings } from "./providers.ts"

const price = z.strictObject({ input: z.number().min(0), output: z.number().min(0) })

const provider = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/),
  title: z.string().min(1).max(80),
  speaks: z.enum(["anthropic", "openai", "browser", "simulated"]),
  address: z.string().max(2000),
  secret: z.string().min(1).max(64).nullable(),
  model: z.string().max(200),
  vectors: z.string().max(200).default(""),
})

const settings = z.strictObject({
  usual: z.string().default(freshAiSettings.usual),
  providers: z.array(provider).default([]),
  prices: z
    .record(
      z.string(),
      price.extend({ above: z.strictObject({ input: z.int().min(1), prices: price }).optional() }),
    )
    .default({}),
})

/** What was chosen about models, from a file or a database; null where it cannot be read. */
export function parseAiSettings(given: unknown): AiSettings | null {
  const parsed = settings.safeParse(given)
  return parsed.success ? (parsed.data as AiSettings) : null
}
