import { defineJob } from "../../model/jobs.ts"

/** Writes Markdown as HTML: in a thread of its own, for some Markdown takes long to read. */
export const markdownJob = defineJob<{ readonly text: string; readonly raw: "escape" | "keep" }, string>({
  name: "markdown.html",
  load: () => import("./htmlWork.ts"),
  inPlace: ({ text }) => text.length < 2_000,
})
