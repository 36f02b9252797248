import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { ok } from "../../lib/result.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { csvFileJob } from "./csvFileJob.ts"
import { createFeed, nextPiece } from "./feed.ts"
import { filePath } from "./filePath.ts"
import { sinkInto, takeBytes } from "./sink.ts"

/** Reads a CSV file. */
export const fileCsv = defineStep({
  kind: "file.csv",
  version: 1,
  title: "Read a CSV file",
  summary: "Reads the rows of a CSV file of any size",
  icon: "table",
  group: "files",
  input: z.strictObject({
    path: filePath("The file"),
    first: z
      .int()
      .min(0)
      .max(100_000)
      .default(1_000)
      .meta({ description: "How many rows are given, from the first on" }),
    to: filePath("A file that all rows go to, a line of JSON each").optional(),
    separator: z
      .string()
      .length(1)
      .regex(/^[^"\r\n]$/)
      .default(",")
      .meta({ description: "What stands between the cells" }),
    header: z.boolean().default(true).meta({ description: "Whether the first row names the columns" }),
  }),
  output: z.strictObject({
    rows: z.array(z.union([z.record(z.string(), z.string()), z.array(z.string())])),
    count: z.int(),
    columns: z.array(z.string()),
    path: z.string().nullable(),
  }),
  hints: {
    path: { widget: "file", placeholder: "in/orders.csv" },
    to: { widget: "file", placeholder: "out/orders.jsonl" },
    separator: { advanced: true },
    header: { advanced: true },
  },
  outlets: ["success"],
  effect: "write",
  needs: ["files", "jobs"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ path }}",
  docs: `
Reads a CSV file as it comes from the disk, in a thread of its own, so that its size is no matter. What is given is the
first rows and how many there are; all rows go into a file of JSON lines where *to* names one.

With a header each row is a map by column; without, a list of cells. Cells are text. Quotes may hold separators and
line breaks.

- **success**: \`rows\` (the first), \`count\` (of all), \`columns\`, and the \`path\` of the lines, null without one.

Fails if the file is missing, is not UTF-8, or a quote is never closed; nothing of the lines is left then.
`,
  examples: [
    {
      title: "The first rows",
      with: { path: "a.csv", first: 1 },
      files: { "a.csv": 'name,note\nAda,"likes, commas"\nBob,\n' },
      outlets: {
        success: {
          ...{ rows: [{ name: "Ada", note: "likes, commas" }], count: 2 },
          ...{ columns: ["name", "note"], path: null },
        },
      },
    },
    {
      title: "All rows as lines of JSON",
      with: { path: "a.csv", first: 0, to: "out/a.jsonl", header: false },
      files: { "a.csv": "1,2\n3,4" },
      outlets: { success: { rows: [], count: 2, columns: [], path: "out/a.jsonl" } },
      filesAfter: { "a.csv": "1,2\n3,4", "out/a.jsonl": '["1","2"]\n["3","4"]\n' },
    },
    {
      title: "A quote left open",
      with: { path: "a.csv", to: "a.jsonl" },
      files: { "a.csv": 'a\n"b' },
      problem: "data_bad_csv",
      filesAfter: { "a.csv": 'a\n"b' },
    },
  ],
  run: async ({ path, first, to, separator, header }, { ports, signal, progress }) => {
    const info = await ports.files.info(path)
    if (!info.ok) return failed(info.error)
    const feed = createFeed(ports.files)
    const unread = await feed.open(path)
    if (unread !== null) return failed(unread)
    const lines = to === undefined ? null : sinkInto(ports.files, to)
    const rows: Json[] = []
    const input = { separator, header, first, isWritten: lines !== null, size: info.value?.size ?? 0 }
    const read = await ports.jobs.run(csvFileJob, input, {
      ...{ signal, progress },
      part: portion => void rows.push(...(portion as readonly Json[])),
      async answer(what, [value]) {
        if (what === nextPiece) return feed.next()
        return what === takeBytes && lines !== null ? lines.take(value as Uint8Array) : null
      },
    })
    await feed.end()
    const problem = feed.problem() ?? (read.ok ? null : read.error)
    const written = (await lines?.end(problem)) ?? ok(undefined)
    if (problem !== null) return failed(problem)
    if (!written.ok) return failed(written.error)
    return read.ok ? done({ ...read.value, rows, path: to ?? null }) : failed(read.error)
  },
})
