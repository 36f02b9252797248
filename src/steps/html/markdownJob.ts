import { defineJob } from "../../model/jobs.ts"

/** Writes a page, or the part of it that a selector names, as Markdown or plain text. */
export const htmlMarkdownJob = defineJob<
  { readonly html: string; readonly selector: string | null; readonly as: "markdown" | "text" },
  string
>({
  name: "html.markdown",
  load: () => import("./markdownWork.ts"),
})
