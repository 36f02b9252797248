import type { JsonMap } from "../lib/json.ts"

/** The step that decides whether a wire may be taken. `{ ai: text }` is short for the kind that judges. */
export function stepOfValidator(validator: { readonly [key: string]: unknown }): {
  readonly kind: string
  readonly with: JsonMap
} {
  if (typeof validator.kind === "string")
    return { kind: validator.kind, with: (validator.with ?? {}) as JsonMap }
  const { ai, ...rest } = validator
  return { kind: "ai.judge", with: { question: ai ?? "", ...rest } as unknown as JsonMap }
}
