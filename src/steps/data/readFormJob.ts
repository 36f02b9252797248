import type { Json } from "../../lib/json.ts"
import { defineJob } from "../../model/jobs.ts"

/** Text in a form that a module reads into data. */
export interface ReadInput {
  readonly form: "xml" | "yaml"
  readonly text: string
}

/** Reads XML or YAML: in a thread of its own where there is much of it. */
export const readFormJob = defineJob<ReadInput, Json>({
  name: "data.read",
  load: () => import("./readFormWork.ts"),
  inPlace: ({ text }) => text.length < 100_000,
})
