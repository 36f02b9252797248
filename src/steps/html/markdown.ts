import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { dataProblem, wordFor } from "../data/dataProblems.ts"
import { htmlMarkdownJob } from "./markdownJob.ts"

/** Writes a web page as Markdown or plain text. */
export const htmlMarkdown = defineStep({
  kind: "html.markdown",
  version: 1,
  title: "HTML to Markdown",
  summary: "Writes a web page, or a part of it, as Markdown or plain text",
  icon: "book-text",
  group: "data",
  input: z.strictObject({
    html: z
      .string()
      .optional()
      .meta({ description: "The page's HTML; what arrives by the wire if left out" }),
    selector: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: "The part that is meant, such as article; the whole page if left out" }),
    as: z.enum(["markdown", "text"]).default("markdown").meta({ description: "Markdown, or the text alone" }),
  }),
  output: z.string(),
  hints: {
    html: { widget: "expression", placeholder: "{{ steps.page.output.body }}" },
    selector: { placeholder: "article" },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["jobs"],
  card: "{{ selector }} {{ html }}",
  docs: `
Writes what a web page says as Markdown: headings, paragraphs, lists, tables, links, quotes and code; what a model
reads best. Scripts and styles are left out, and so are links that would run something.

- **success**: the text.

Fails if the selector cannot be read, or if it is given no text.
`,
  examples: [
    {
      title: "A page",
      with: {
        html: '<h1>News</h1><script>x()</script><p>See <a href="https://a.test/x">this</a>, <b>now</b>.</p><ul><li>one</li><li>two</li></ul>',
      },
      outlets: { success: "# News\n\nSee [this](https://a.test/x), **now**.\n\n- one\n- two\n" },
    },
    {
      title: "The text of a part",
      with: { selector: "main", as: "text" },
      scope: { incoming: "<nav>Menu</nav><main><p>Body &amp; soul</p></main>" },
      outlets: { success: "Body & soul\n" },
    },
    {
      title: "A selector that is none",
      with: { html: "<p></p>", selector: ":what(" },
      problem: "data_bad_selector",
    },
  ],
  run: async ({ html, selector, as }, { ports, incoming, signal, progress }) => {
    const text = html ?? incoming
    if (typeof text !== "string")
      return failed(dataProblem("data_not_text", { format: "HTML", what: wordFor(text) }))
    const written = await ports.jobs.run(
      htmlMarkdownJob,
      { html: text, selector: selector ?? null, as },
      { signal, progress },
    )
    return written.ok ? done(written.value) : failed(written.error)
  },
})
