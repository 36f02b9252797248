import { z } from "zod"
import { fileProblem } from "../../model/fileProblems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { parseWritablePath } from "../../model/workspacePath.ts"
import { filePath } from "../file/filePath.ts"
import {
  addressOf,
  askHints,
  askPowers,
  headersField,
  queryField,
  requestOf,
  secretField,
  timeoutField,
  urlField,
} from "./askFields.ts"
import { readStreamed } from "./readResponse.ts"

/** Downloads to a file. */
export const httpDownload = defineStep({
  kind: "http.download",
  version: 1,
  title: "Download",
  summary: "Writes what a server gives into a file of the workspace",
  icon: "download",
  group: "connect",
  input: z.strictObject({
    url: urlField,
    path: filePath("Its path within the workspace; folders on the way are made"),
    query: queryField,
    headers: headersField,
    secret: secretField,
    ifExists: z
      .enum(["overwrite", "skip", "fail"])
      .default("overwrite")
      .meta({ description: "What to do where the file exists already" }),
    timeout: timeoutField("5m"),
    largest: z
      .int()
      .min(1)
      .max(100_000_000_000)
      .default(200_000_000)
      .meta({ description: "The most bytes that are taken" }),
  }),
  output: z.strictObject({ path: z.string(), size: z.number(), type: z.string(), downloaded: z.boolean() }),
  hints: {
    ...askHints,
    url: { placeholder: "https://example.com/report.pdf", secret: true },
    path: { widget: "file", placeholder: "reports/report.pdf" },
    query: { widget: "keyvalue", advanced: true },
    headers: { ...askHints.headers, advanced: true },
    ifExists: { advanced: true },
  },
  outlets: ["success"],
  // Repeated after a crash, it would take its own work for another's where a file that is there is a failure.
  effect: { by: "ifExists", table: { overwrite: "write", skip: "write", fail: "once" }, otherwise: "once" },
  needs: ["http", "files", "clock"],
  powers: [...askPowers, { power: "files", is: "write" }],
  card: "{{ url }} → {{ path }}",
  docs: `
Asks a server with GET, and writes the answer into a file, byte for byte, as it comes: it may be as large as the disk
has room for, in a sandbox run 100 MB. The file is there once all of it has come: an answer that is cut leaves what was
there before.

- **success**: path, size and type; \`downloaded\` is false where the file was there and *skip* was chosen.

Fails by the names of *HTTP request* where the server does not give it, and by those of *Write a file* where it cannot
be written.
`,
  examples: [
    {
      title: "A file",
      with: { url: "https://example.com/a.csv", path: "in/a.csv" },
      answers: { http: [{ headers: { "content-type": "text/csv" }, body: "a,b\n" }] },
      outlets: { success: { path: "in/a.csv", size: 4, type: "text/csv", downloaded: true } },
      filesAfter: { "in/a.csv": "a,b\n" },
    },
    {
      title: "It is here already",
      with: { url: "https://example.com/a.csv", path: "a.csv", ifExists: "skip" },
      files: { "a.csv": "old" },
      outlets: { success: { path: "a.csv", size: 3, type: "", downloaded: false } },
      filesAfter: { "a.csv": "old" },
    },
    {
      title: "Only where nothing is yet",
      with: { url: "https://example.com/a.csv", path: "a.csv", ifExists: "fail" },
      answers: { http: [{ body: "a,b\n" }] },
      outlets: { success: { path: "a.csv", size: 4, downloaded: true } },
      filesAfter: { "a.csv": "a,b\n" },
    },
    {
      title: "It is not there",
      with: { url: "https://example.com/none", path: "a.csv" },
      files: { "a.csv": "old" },
      answers: { http: [{ status: 404 }] },
      problem: "http_not_found",
    },
  ],
  run: async (input, { ports, signal, progress }) => {
    const { path, ifExists } = input
    const url = addressOf(input.url, input.query)
    if (!url.ok) return failed(url.error)
    const target = parseWritablePath(path)
    if (!target.ok) return failed(target.error)
    if (ifExists !== "overwrite") {
      const info = await ports.files.info(path)
      if (!info.ok) return failed(info.error)
      if (info.value !== null && ifExists === "fail") return failed(fileProblem("file_exists", { path }))
      if (info.value !== null) return done({ path, size: info.value.size, type: "", downloaded: false })
    }
    progress(0, "Asking")
    const response = await ports.http.open(requestOf("GET", url.value, input), signal)
    if (!response.ok) return failed(response.error)
    const asked = { url: url.value, secret: input.secret, now: ports.clock.now() }
    const read = await readStreamed(response.value, asked, share => progress(share, "Downloading"))
    if (!read.ok) return failed(read.error)
    const written = await ports.files.writeStream(path, read.value.bytes)
    if (!written.ok) return failed(written.error)
    return done({ path, size: written.value.size, type: read.value.type, downloaded: true })
  },
})
