import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { dataProblem, wordFor } from "../data/dataProblems.ts"
import { markdownJob } from "./htmlJob.ts"

/** Writes Markdown as HTML. */
export const markdownHtml = defineStep({
  kind: "markdown.html",
  version: 1,
  title: "Markdown to HTML",
  summary: "Writes Markdown as HTML, for a page or an e-mail",
  icon: "file-type",
  group: "data",
  input: z.strictObject({
    text: z.string().optional().meta({ description: "The Markdown; what arrives by the wire if left out" }),
    raw: z.enum(["escape", "keep"]).default("escape").meta({
      description: "What becomes of HTML in it: shown as the text that it is, or kept as it stands",
    }),
  }),
  output: z.string(),
  hints: { text: { widget: "multiline", placeholder: "{{ incoming }}" }, raw: { advanced: true } },
  outlets: ["success"],
  effect: "pure",
  needs: ["jobs"],
  card: "{{ text }}",
  docs: `
Writes Markdown (with the tables and task lists of GitHub) as HTML. HTML that stands in it is shown as text, and links
that would run something are left out, unless *raw* keeps them: do that only with text of your own.

- **success**: the HTML, without a page around it.

Fails if it is given no text.
`,
  examples: [
    {
      title: "A note",
      with: { text: "# Title\n\nSome **bold** text." },
      outlets: { success: "<h1>Title</h1>\n<p>Some <strong>bold</strong> text.</p>\n" },
    },
    {
      title: "What a stranger wrote",
      with: {},
      scope: { incoming: "Hi <script>alert(1)</script> [x](javascript:alert(1))" },
      outlets: { success: "<p>Hi &lt;script&gt;alert(1)&lt;/script&gt; x</p>\n" },
    },
  ],
  run: async ({ text, raw }, { ports, incoming, signal, progress }) => {
    const given = text ?? incoming
    if (typeof given !== "string")
      return failed(dataProblem("data_not_text", { format: "Markdown", what: wordFor(given) }))
    const written = await ports.jobs.run(markdownJob, { text: given, raw }, { signal, progress })
    return written.ok ? done(written.value) : failed(written.error)
  },
})
