import type { Json } from "../lib/json.ts"

/** What code of a kind says while it runs: shown, and not kept. */
export type Note =
  | {
      readonly type: "log"
      readonly level: "debug" | "info" | "warn" | "error"
      readonly message: string
      readonly data?: Json
    }
  | { readonly type: "progress"; readonly share: number; readonly say?: string }
  | { readonly type: "text"; readonly text: string }
