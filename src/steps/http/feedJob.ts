import { defineJob } from "../../model/jobs.ts"

/** An entry of a feed. */
export interface FeedEntry {
  readonly id: string
  readonly title: string
  readonly link: string
  /** ISO text; null where the feed does not say. */
  readonly published: string | null
  readonly author: string
  readonly summary: string
}

/** Reads a feed; null where the text is none. */
export const feedJob = defineJob<
  { readonly text: string; readonly from: string },
  readonly FeedEntry[] | null
>({
  name: "http.feed",
  load: () => import("./feedWork.ts"),
  inPlace: ({ text }) => text.length < 100_000,
})
