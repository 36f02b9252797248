import { z } from "zod"
import { joinBytes } from "../../lib/joinBytes.ts"
import { ok, type Result } from "../../lib/result.ts"
import type { FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { filePath } from "../file/filePath.ts"
import {
  addressOf,
  askHints,
  askPowers,
  headersField,
  largestField,
  queryField,
  requestOf,
  secretField,
  timeoutField,
  urlField,
} from "./askFields.ts"
import { answerOutput, readResponse } from "./readResponse.ts"

const sentFile = z.strictObject({
  path: filePath("The file of the workspace"),
  name: z.string().min(1).max(200).default("file").meta({ description: "The field that carries it" }),
  filename: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "Its name there; its own if left out" }),
  type: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*$/)
    .default("application/octet-stream")
    .meta({ description: "Its type, such as image/png" }),
})

/** Uploads files. */
export const httpUpload = defineStep({
  kind: "http.upload",
  version: 1,
  title: "Upload",
  summary: "Sends files of the workspace to a server, alone or in a form",
  icon: "upload",
  group: "connect",
  input: z.strictObject({
    method: z
      .enum(["POST", "PUT", "PATCH"])
      .default("POST")
      .meta({ description: "PUT can be repeated safely" }),
    url: urlField,
    files: z.array(sentFile).min(1).max(50).meta({ description: "The files" }),
    as: z
      .enum(["form", "body"])
      .default("form")
      .meta({ description: "A form with fields and files, or the one file as it stands" }),
    fields: z
      .record(z.string().min(1).max(200), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .meta({ description: "The form's other fields" }),
    query: queryField,
    headers: headersField,
    secret: secretField,
    expect: z.enum(["json", "text"]).default("json").meta({ description: "What the answer is" }),
    timeout: timeoutField("5m"),
    largest: largestField(20_000_000),
  }),
  output: answerOutput,
  hints: {
    ...askHints,
    url: { placeholder: "https://api.example.com/v1/files", secret: true },
    fields: { widget: "keyvalue" },
    query: { widget: "keyvalue", advanced: true },
    headers: { ...askHints.headers, advanced: true },
  },
  outlets: ["success"],
  effect: { by: "method", table: { POST: "once", PUT: "write", PATCH: "once" }, otherwise: "once" },
  needs: ["http", "files", "clock", "random"],
  powers: [...askPowers, { power: "files", is: "read" }],
  card: "{{ method }} {{ url }}",
  docs: `
Sends files: in a form as browsers send them (multipart), with other fields beside them, or one file as the whole
body.

- **success**: status, address, headers and body of the answer.

Fails by the names of *Read a file* where a file is not there, before anything is sent, and by those of *HTTP request*
for what the server answers. A POST or PATCH that a crash cut asks whether it arrived.
`,
  examples: [
    {
      title: "A file in a form",
      with: {
        url: "https://api.example.com/files",
        files: [{ path: "a.txt", type: "text/plain" }],
        fields: { title: "A" },
      },
      files: { "a.txt": "hello" },
      answers: { http: [{ headers: { "content-type": "application/json" }, body: '{"id":1}' }] },
      outlets: {
        success: {
          status: 200,
          url: "https://api.example.com/files",
          headers: { "content-type": "application/json" },
          body: { id: 1 },
        },
      },
    },
    {
      title: "A file as it stands",
      with: {
        method: "PUT",
        url: "https://files.example.com/a.txt",
        files: [{ path: "a.txt" }],
        as: "body",
        expect: "text",
      },
      files: { "a.txt": "hello" },
      answers: { http: [{ body: "" }] },
      outlets: { success: { status: 200, url: "https://files.example.com/a.txt", headers: {}, body: "" } },
    },
    {
      title: "No such file",
      with: { url: "https://api.example.com/files", files: [{ path: "none.txt" }] },
      problem: "file_missing",
    },
  ],
  run: async (input, { ports, signal }) => {
    const url = addressOf(input.url, input.query)
    if (!url.ok) return failed(url.error)
    const body = await bodyOf(ports.files, input, ports.random.uuid())
    if (!body.ok) return failed(body.error)
    const headers = { "content-type": body.value.type, ...input.headers }
    const response = await ports.http.send(
      { ...requestOf(input.method, url.value, { ...input, headers }), body: body.value.bytes },
      signal,
    )
    if (!response.ok) return failed(response.error)
    const { method, secret, expect } = input
    const now = ports.clock.now()
    const read = readResponse(response.value, {
      ...{ method, secret, expect, now },
      url: url.value,
      okStatus: [],
    })
    return read.ok ? done(read.value) : failed(read.error)
  },
})

interface Body {
  readonly bytes: Uint8Array
  readonly type: string
}

async function bodyOf(
  port: FilesPort,
  input: {
    readonly files: readonly z.output<typeof sentFile>[]
    readonly as: "form" | "body"
    readonly fields?: { readonly [name: string]: string | number | boolean } | undefined
  },
  drawn: string,
): Promise<Result<Body, Problem>> {
  const contents: Uint8Array[] = []
  for (const { path } of input.files) {
    const bytes = await port.read(path)
    if (!bytes.ok) return bytes
    contents.push(bytes.value)
  }
  const [only] = input.files
  if (input.as === "body" && only) return ok({ bytes: contents[0] ?? new Uint8Array(), type: only.type })
  // The same on every attempt and in a replay; what stands in a file by chance never looks so.
  const boundary = `rivulet-${drawn}`
  const text = (line: string) => new TextEncoder().encode(line)
  const parts: Uint8Array[] = []
  for (const [name, value] of Object.entries(input.fields ?? {})) {
    parts.push(
      text(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`),
    )
  }
  for (const [at, { path, name, filename, type }] of input.files.entries()) {
    const called = quoted(filename ?? path.slice(path.lastIndexOf("/") + 1))
    parts.push(
      text(
        `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"; filename="${called}"\r\ncontent-type: ${type}\r\n\r\n`,
      ),
      contents[at] ?? new Uint8Array(),
      text("\r\n"),
    )
  }
  parts.push(text(`--${boundary}--\r\n`))
  return ok({ bytes: joinBytes(parts), type: `multipart/form-data; boundary=${boundary}` })
}

/** As browsers write names in a form. */
function quoted(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}
