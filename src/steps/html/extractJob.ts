import type { Json } from "../../lib/json.ts"
import { defineJob } from "../../model/jobs.ts"

/** One thing to take out of a page. */
export interface Taken {
  readonly name: string
  readonly selector: string
  readonly take: "text" | "html" | "attribute"
  readonly attribute?: string | undefined
  readonly all: boolean
}

/** A page, and what to take out of it. */
export interface ExtractInput {
  readonly html: string
  /** What holds one row; without it the page is the one row. */
  readonly rows: string | null
  readonly fields: readonly Taken[]
}

/** Takes rows out of a page: always in a thread of its own, for selectors decide how long it takes. */
export const htmlExtractJob = defineJob<ExtractInput, Json>({
  name: "html.extract",
  load: () => import("./extractWork.ts"),
})
