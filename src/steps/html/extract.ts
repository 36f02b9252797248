import { z } from "zod"
import { isList } from "../../lib/json.ts"
import { defineStep, failed } from "../../model/step.ts"
import { anyJson, anyMap } from "../anyJson.ts"
import { dataProblem, wordFor } from "../data/dataProblems.ts"
import { htmlExtractJob } from "./extractJob.ts"

const selector = (description: string) => z.string().max(1000).meta({ description })

/** Takes data out of a web page by selectors. */
export const htmlExtract = defineStep({
  kind: "html.extract",
  version: 1,
  title: "Extract from HTML",
  summary: "Takes data out of a web page by CSS selectors",
  icon: "code-xml",
  group: "data",
  input: z.strictObject({
    html: z
      .string()
      .optional()
      .meta({ description: "The page's HTML; what arrives by the wire if left out" }),
    rows: selector("What holds one row, such as li.result; the whole page is one row if left out")
      .min(1)
      .optional(),
    fields: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(100).meta({ description: "The field's name" }),
          selector: selector("Where it stands in the row; the row itself if empty").default(""),
          take: z
            .enum(["text", "html", "attribute"])
            .default("text")
            .meta({ description: "Its text, what is inside as HTML, or an attribute" }),
          attribute: z
            .string()
            .min(1)
            .max(100)
            .optional()
            .meta({ description: "The attribute; href if left out" }),
          all: z
            .boolean()
            .default(false)
            .meta({ description: "All that match as a list, not the first alone" }),
        }),
      )
      .min(1)
      .max(200)
      .meta({ description: "What to take" }),
  }),
  output: { success: z.union([anyMap, z.array(anyMap)]), none: z.array(anyJson).max(0) },
  hints: {
    html: { widget: "expression", placeholder: "{{ steps.page.output.body }}" },
    rows: { placeholder: "table tr" },
  },
  outlets: ["success", "none"],
  effect: "pure",
  needs: ["jobs"],
  card: "{{ rows }} {{ html }}",
  docs: `
Takes data out of a web page. Selectors are those of CSS: \`.price\`, \`table tr\`, \`a[rel=next]\`. The page is text and
stays text: no script of it runs, and nothing that it names is loaded. Blanks within text count as one.

- **success**: with *rows*, a list with a map for each; without, one map. What is not there is null.
- **none**: nothing matches *rows*: an empty list.

Fails if a selector cannot be read.
`,
  examples: [
    {
      title: "The rows of a list",
      with: {
        html: '<ul><li><a href="/a">One</a> <b>1</b></li><li><a href="/b">Two</a></li></ul>',
        rows: "li",
        fields: [
          { name: "title", selector: "a" },
          { name: "link", selector: "a", take: "attribute" },
          { name: "count", selector: "b" },
        ],
      },
      outlets: {
        success: [
          { title: "One", link: "/a", count: "1" },
          { title: "Two", link: "/b", count: null },
        ],
      },
    },
    {
      title: "Of the whole page",
      with: {
        fields: [
          { name: "title", selector: "title" },
          { name: "tags", selector: ".tag", all: true },
        ],
      },
      scope: {
        incoming: '<title>A  page</title><script>alert(1)</script><i class="tag">x</i><i class="tag">y</i>',
      },
      outlets: { success: { title: "A page", tags: ["x", "y"] } },
    },
    {
      title: "No such rows",
      with: { html: "<p>none</p>", rows: "li", fields: [{ name: "a" }] },
      outlets: { none: [] },
    },
    {
      title: "A selector that is none",
      with: { html: "<p></p>", fields: [{ name: "a", selector: "p[" }] },
      problem: "data_bad_selector",
    },
  ],
  run: async ({ html, rows, fields }, { ports, incoming, signal, progress }) => {
    const text = html ?? incoming
    if (typeof text !== "string")
      return failed(dataProblem("data_not_text", { format: "HTML", what: wordFor(text) }))
    const input = { html: text, rows: rows ?? null, fields }
    const taken = await ports.jobs.run(htmlExtractJob, input, { signal, progress })
    if (!taken.ok) return failed(taken.error)
    const isNone = isList(taken.value) && taken.value.length === 0
    return { type: "done", outlets: { [isNone ? "none" : "success"]: taken.value } }
  },
})
