import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Problem } from "../../model/problems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import {
  addressOf,
  askHints,
  askPowers,
  headerName,
  headersField,
  largestField,
  queryField,
  requestOf,
  secretField,
  timeoutField,
  urlField,
} from "./askFields.ts"
import { answerOutput, readResponse } from "./readResponse.ts"

const answer = (body: Json, url = "https://api.example.com/v1/items") => ({
  status: 200,
  url,
  headers: { "content-type": "application/json" },
  body: typeof body === "string" ? body : JSON.stringify(body),
})

/** Sends a request. */
export const httpRequest = defineStep({
  kind: "http.request",
  version: 1,
  title: "HTTP request",
  summary: "Asks a server for something, or sends it something",
  icon: "globe",
  group: "connect",
  input: z.strictObject({
    method: z
      .enum(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
      .default("GET")
      .meta({ description: "GET reads, POST sends, PUT and DELETE can be repeated safely" }),
    url: urlField,
    query: queryField,
    headers: headersField,
    body: anyJson.optional().meta({ description: "What is sent" }),
    bodyAs: z
      .enum(["json", "text", "form"])
      .default("json")
      .meta({ description: "How it is sent: as JSON, as it stands, or as the fields of a form" }),
    secret: secretField,
    expect: z
      .enum(["json", "text", "bytes"])
      .default("json")
      .meta({ description: "What the answer is: JSON, text, or bytes, which are given as base64" }),
    okStatus: z
      .array(z.int().min(100).max(599))
      .default([])
      .meta({ description: "Statuses that count as success besides 200 to 299" }),
    timeout: timeoutField("60s"),
    largest: largestField(20_000_000),
    keyHeader: headerName
      .optional()
      .meta({ description: "A header that carries the step's own key, the same on every attempt" }),
  }),
  output: answerOutput,
  hints: {
    ...askHints,
    url: { placeholder: "https://api.example.com/v1/items", secret: true },
    query: { widget: "keyvalue" },
    body: { widget: "code", secret: true },
    okStatus: { advanced: true },
    keyHeader: { advanced: true, placeholder: "Idempotency-Key" },
  },
  outlets: ["success"],
  effect: {
    by: "method",
    table: {
      GET: "read",
      HEAD: "read",
      OPTIONS: "read",
      PUT: "write",
      DELETE: "write",
      POST: "once",
      PATCH: "once",
    },
    otherwise: "once",
  },
  needs: ["http", "clock"],
  powers: askPowers,
  card: "{{ method }} {{ url }}",
  docs: `
Sends a request and reads the answer.

- **success**: status, address, headers and body.

Fails by name: a key that is not accepted (\`http_unauthorized\`), something that is not there (\`http_not_found\`), too
many requests (\`http_too_many\`, with the wait that the server asks for), trouble of the server
(\`http_server_error\`), a web page where JSON was expected (\`http_html_not_json\`), an answer that was cut
(\`http_cut_body\`), is empty (\`http_empty_body\`) or is not JSON (\`http_bad_json\`), takes too long
(\`http_too_slow\`) or is too large (\`http_too_large\`), a host that cannot be reached (\`http_unreachable\`,
\`http_no_host\`) or was not granted (\`grant_missing\`). A request with a secret is not sent on by a redirect.

GET, HEAD and OPTIONS only read; PUT and DELETE can be repeated; a POST or PATCH that a crash cut asks whether it
arrived. If the server knows idempotency keys, name the header in *keyHeader* and mark the step \`repeatable\`.
`,
  examples: [
    {
      title: "Read JSON",
      with: { url: "https://api.example.com/v1/items", query: { page: 2 } },
      answers: { http: [answer({ items: [1] }, "https://api.example.com/v1/items?page=2")] },
      outlets: {
        success: {
          status: 200,
          url: "https://api.example.com/v1/items?page=2",
          headers: { "content-type": "application/json" },
          body: { items: [1] },
        },
      },
    },
    {
      title: "Send JSON",
      with: {
        method: "POST",
        url: "https://api.example.com/v1/items",
        body: { name: "pen" },
        secret: "example",
        keyHeader: "Idempotency-Key",
      },
      answers: { http: [answer({ id: 7 })] },
      outlets: {
        success: {
          status: 200,
          url: "https://api.example.com/v1/items",
          headers: { "content-type": "application/json" },
          body: { id: 7 },
        },
      },
    },
    {
      title: "A login page",
      with: { url: "https://api.example.com/v1/items" },
      answers: { http: [answer("<html>login</html>")] },
      problem: "http_html_not_json",
    },
  ],
  run: async (input, { ports, key, signal }) => {
    const url = addressOf(input.url, input.query)
    if (!url.ok) return failed(url.error)
    const body = bodyToSend(input.method, input.body, input.bodyAs)
    if (!body.ok) return failed(body.error)
    const headers = {
      ...usualHeaders(body.value?.type, input.headers ?? {}),
      ...input.headers,
      ...(input.keyHeader === undefined ? {} : { [input.keyHeader]: key }),
    }
    const response = await ports.http.send(
      {
        ...requestOf(input.method, url.value, { ...input, headers }),
        ...(body.value === null ? {} : { body: body.value.text }),
      },
      signal,
    )
    if (!response.ok) return failed(response.error)
    const { method, secret, expect, okStatus } = input
    const asked = { method, url: url.value, secret, expect, okStatus, now: ports.clock.now() }
    const read = readResponse(response.value, asked)
    return read.ok ? done(read.value) : failed(read.error)
  },
})

function usualHeaders(type: string | undefined, given: { readonly [name: string]: string }) {
  const isGiven = Object.keys(given).some(name => name.toLowerCase() === "content-type")
  return type === undefined || isGiven ? {} : { "content-type": type }
}

function bodyToSend(
  method: string,
  body: Json | undefined,
  as: "json" | "text" | "form",
): Result<{ readonly text: string; readonly type: string } | null, Problem> {
  if (body === undefined) return ok(null)
  if (method === "GET" || method === "HEAD") return err(httpProblem("http_bad_body", { method }))
  if (as === "json") return ok({ text: JSON.stringify(body), type: "application/json" })
  if (as === "text" || typeof body !== "object" || body === null) {
    const text = typeof body === "string" ? body : JSON.stringify(body)
    const type = as === "form" ? "application/x-www-form-urlencoded" : "text/plain;charset=utf-8"
    return ok({ text, type })
  }
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null) fields.append(name, typeof one === "object" ? JSON.stringify(one) : String(one))
    }
  }
  return ok({ text: fields.toString(), type: "application/x-www-form-urlencoded" })
}
