import { z } from "zod"
import { isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { JobOptions, JobsPort } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { parseJson } from "../parseJson.ts"
import { csvCell } from "./csv.ts"
import { dataProblem, wordFor } from "./dataProblems.ts"
import { type CsvInput, parseCsvJob } from "./parseCsvJob.ts"
import { readFormJob } from "./readFormJob.ts"
import { writeXml } from "./xml.ts"

const format = z.enum(["value", "json", "csv", "lines", "xml", "yaml"])

/** Turns text into data, and data into text. */
export const dataConvert = defineStep({
  kind: "data.convert",
  version: 1,
  title: "Convert",
  summary: "Turns JSON, CSV, XML, YAML or lines of text into data, and back",
  icon: "arrow-left-right",
  group: "data",
  input: z.strictObject({
    value: anyJson
      .optional()
      .meta({ description: "What is converted; what arrives by the wire if left out" }),
    from: format
      .default("value")
      .meta({ description: "What it is: data, or text in JSON, CSV, XML, YAML or lines" }),
    to: format.default("value").meta({ description: "What it becomes" }),
    separator: z
      .string()
      .length(1)
      .regex(/^[^"\r\n]$/)
      .default(",")
      .meta({ description: "What stands between the cells of CSV" }),
    header: z.boolean().default(true).meta({ description: "Whether the first row of CSV names the columns" }),
  }),
  output: anyJson,
  hints: {
    value: { widget: "expression", placeholder: "{{ incoming }}" },
    separator: { advanced: true },
    header: { advanced: true },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["jobs"],
  card: "{{ from }} → {{ to }}",
  docs: `
Reads text as data, or writes data as text.

- *json*: any value; written with indents.
- *csv*: a list of rows. With a header each row is a map by column; without, a list of cells. Cells are read as text.
  Quotes may hold separators and line breaks; a column without a name is called \`column_3\`, a name that comes twice
  \`name_2\`.
- *lines*: a list of lines.
- *xml*: an element is a map of its elements by name and its attributes (\`@id\`), with its text as \`#text\`; one that
  holds text alone is that text. An element that comes several times is a list. All values are text. Entities that a
  document declares are never expanded. To be written, data needs one key at its root.
- *yaml*: any value; comments are not kept.

- **success**: the data or the text.

Fails if the text is not what *from* says, or the data cannot be written so: only lists become CSV or lines.
`,
  examples: [
    {
      title: "CSV to data",
      with: { value: 'name,note\nAda,"likes, commas"\n', from: "csv" },
      outlets: { success: [{ name: "Ada", note: "likes, commas" }] },
    },
    {
      title: "Data to CSV",
      with: {
        value: [
          { a: 1, b: "x;y" },
          { b: null, c: true },
        ],
        to: "csv",
        separator: ";",
      },
      outlets: { success: 'a;b;c\n1;"x;y";\n;;true\n' },
    },
    { title: "JSON to data", with: { value: '{"a":[1]}', from: "json" }, outlets: { success: { a: [1] } } },
    {
      title: "Lines to JSON",
      with: { value: "a\nb\n", from: "lines", to: "json" },
      outlets: { success: '[\n  "a",\n  "b"\n]' },
    },
    {
      title: "XML to data",
      with: { value: '<order id="7"><line>a &amp; b</line><line>c</line></order>', from: "xml" },
      outlets: { success: { order: { "@id": "7", line: ["a & b", "c"] } } },
    },
    {
      title: "Data to XML",
      with: { value: { order: { "@id": 7, line: ["a & b", { "@n": 2, "#text": "c" }] } }, to: "xml" },
      outlets: {
        success:
          '<?xml version="1.0" encoding="UTF-8"?>\n<order id="7">\n  <line>a &amp; b</line>\n  <line n="2">c</line>\n</order>\n',
      },
    },
    {
      title: "YAML to JSON",
      with: { value: "name: Ada\ntags: [a, b]\n", from: "yaml" },
      outlets: { success: { name: "Ada", tags: ["a", "b"] } },
    },
    {
      title: "Data to YAML",
      with: { value: { name: "Ada", tags: ["yes"] }, to: "yaml" },
      outlets: { success: "name: Ada\ntags:\n  - yes\n" },
    },
    { title: "XML that is not closed", with: { value: "<a><b></a>", from: "xml" }, problem: "data_bad_xml" },
    { title: "Cut JSON", with: { value: '{"a":', from: "json" }, problem: "data_bad_json" },
    { title: "A quote left open", with: { value: 'a\n"b', from: "csv" }, problem: "data_bad_csv" },
  ],
  run: async ({ value, from, to, separator, header }, { incoming, ports, signal, progress }) => {
    const given = value === undefined ? (incoming ?? null) : value
    const data =
      from === "csv" && typeof given === "string"
        ? await parseInPortions(ports.jobs, { text: given, separator, header }, { signal, progress })
        : (from === "xml" || from === "yaml") && typeof given === "string"
          ? await ports.jobs.run(readFormJob, { form: from, text: given }, { signal, progress })
          : readAs(given, from)
    if (!data.ok) return failed(data.error)
    const written = await writeAs(data.value, to, separator, header)
    return written.ok ? done(written.value) : failed(written.error)
  },
})

/** The rows of CSV, gathered as they come, so that many of them are never handed over at once. */
async function parseInPortions(
  jobs: JobsPort,
  input: CsvInput,
  options: Pick<JobOptions, "signal" | "progress">,
): Promise<Result<Json, Problem>> {
  const rows: Json[] = []
  const part = (portion: unknown): void => {
    for (const row of portion as readonly Json[]) rows.push(row)
  }
  const parsed = await jobs.run(parseCsvJob, input, { ...options, part })
  return parsed.ok ? ok(rows) : parsed
}

type Format = z.output<typeof format>

function readAs(value: Json, from: Format): Result<Json, Problem> {
  if (from === "value") return ok(value)
  if (typeof value !== "string")
    return err(dataProblem("data_not_text", { format: from, what: wordFor(value) }))
  if (from === "lines") return ok(value.replace(/(?:\r\n|\n|\r)$/, "").split(/\r\n|\n|\r/))
  const parsed = parseJson(value)
  return parsed.ok ? parsed : err(dataProblem("data_bad_json", { why: parsed.error }))
}

async function writeAs(
  value: Json,
  to: Format,
  separator: string,
  header: boolean,
): Promise<Result<Json, Problem>> {
  if (to === "value") return ok(value)
  if (to === "json") return ok(JSON.stringify(value, null, 2))
  if (to === "xml") return writeXml(value)
  if (to === "yaml") return ok((await import("yaml")).stringify(value))
  if (!Array.isArray(value)) return err(dataProblem("data_not_list", { what: wordFor(value) }))
  const items = value as readonly Json[]
  if (to === "lines") return ok(items.map(item => `${cellText(item)}\n`).join(""))
  const columns = [...new Set(items.flatMap(item => (isMap(item) ? Object.keys(item) : [])))]
  const line = (cells: readonly string[]) =>
    `${cells.map(cell => csvCell(cell, separator)).join(separator)}\n`
  const rows = items.map(item => {
    if (isMap(item)) return line(columns.map(name => cellText(Object.hasOwn(item, name) ? item[name] : null)))
    return line((Array.isArray(item) ? (item as readonly Json[]) : [item]).map(cellText))
  })
  return ok((header && columns.length > 0 ? line(columns) : "") + rows.join(""))
}

function cellText(value: Json | undefined): string {
  if (value === null || value === undefined) return ""
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
