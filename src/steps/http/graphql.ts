import { z } from "zod"
import { isMap, type Json, own } from "../../lib/json.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import {
  addressOf,
  askHints,
  askPowers,
  headersField,
  largestField,
  requestOf,
  secretField,
  timeoutField,
  urlField,
} from "./askFields.ts"
import { hostOf, readResponse } from "./readResponse.ts"

const jsonAnswer = (body: Json) => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
})

/** Asks a GraphQL server. */
export const httpGraphql = defineStep({
  kind: "http.graphql",
  version: 1,
  title: "GraphQL",
  summary: "Asks a GraphQL server for data, or changes some",
  icon: "waypoints",
  group: "connect",
  input: z.strictObject({
    url: urlField,
    operation: z
      .enum(["query", "mutation"])
      .default("query")
      .meta({ description: "A query reads; a mutation changes something" }),
    document: z.string().min(1).max(200_000).meta({ description: "The query or mutation in GraphQL" }),
    variables: z.record(z.string(), anyJson).optional().meta({ description: "The values of its variables" }),
    name: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .optional()
      .meta({ description: "Which operation is meant, if the document holds several" }),
    errors: z
      .enum(["fail", "keep"])
      .default("fail")
      .meta({ description: "What to do where only a part could be answered" }),
    headers: headersField,
    secret: secretField,
    timeout: timeoutField("60s"),
    largest: largestField(20_000_000),
  }),
  output: z.strictObject({ data: anyJson, errors: z.array(anyJson) }),
  hints: {
    ...askHints,
    url: { placeholder: "https://api.example.com/graphql", secret: true },
    document: { widget: "code", raw: true, placeholder: "query($id: ID!) { user(id: $id) { name } }" },
    variables: { widget: "keyvalue", secret: true },
    name: { advanced: true },
    errors: { advanced: true },
    headers: { ...askHints.headers, advanced: true },
  },
  outlets: ["success"],
  effect: { by: "operation", table: { query: "read", mutation: "once" }, otherwise: "once" },
  needs: ["http", "clock"],
  powers: askPowers,
  card: "{{ operation }} {{ url }}",
  docs: `
Sends a GraphQL document, and reads the answer. Braces in the document are GraphQL, not templates: what changes goes
into *variables*.

- **success**: \`data\`, and the \`errors\` of what could not be answered, where *keep* was chosen.

Fails by the names of *HTTP request*, with the server's first error (\`graphql_errors\`) where it could not answer, and if
a document with a mutation is sent as a query: a query is repeated freely, in a sandbox too, and a mutation must not be.
`,
  examples: [
    {
      title: "A query",
      with: {
        url: "https://api.example.com/graphql",
        document: "query($id: ID!) { user(id: $id) { name } }",
        variables: { id: "7" },
      },
      answers: { http: [jsonAnswer({ data: { user: { name: "Ada" } } })] },
      outlets: { success: { data: { user: { name: "Ada" } }, errors: [] } },
    },
    {
      title: "An error",
      with: { url: "https://api.example.com/graphql", document: "{ user { none } }" },
      answers: { http: [jsonAnswer({ errors: [{ message: "no field none" }] })] },
      problem: "graphql_errors",
    },
    {
      title: "A mutation in disguise",
      with: { url: "https://api.example.com/graphql", document: "# query\nmutation { pay { id } }" },
      problem: "graphql_is_mutation",
    },
  ],
  run: async (input, { ports, signal }) => {
    const url = addressOf(input.url)
    if (!url.ok) return failed(url.error)
    if (input.operation === "query" && hasMutation(input.document))
      return failed(httpProblem("graphql_is_mutation"))
    const { document, variables, name } = input
    const body = { query: document, ...(variables && { variables }), ...(name && { operationName: name }) }
    const headers = { "content-type": "application/json", accept: "application/json", ...input.headers }
    const response = await ports.http.send(
      {
        ...requestOf("POST", url.value, { ...input, headers }),
        body: JSON.stringify(body),
        ...(input.operation === "query" ? { reads: true as const } : {}),
      },
      signal,
    )
    if (!response.ok) return failed(response.error)
    const { secret } = input
    const now = ports.clock.now()
    // Some servers answer 400 to what they cannot read, and say why in JSON.
    const asked = { ...{ method: "POST", secret, now }, expect: "json" as const, url: url.value }
    const read = readResponse(response.value, { ...asked, okStatus: [400, 422] })
    if (!read.ok) return failed(read.error)
    const answer = isMap(read.value.body) ? read.value.body : {}
    const given = own(answer, "errors")
    const errors: readonly Json[] = Array.isArray(given) ? given : []
    const data = own(answer, "data") ?? null
    const [first] = errors
    if (first !== undefined && (data === null || input.errors === "fail"))
      return failed({
        ...httpProblem("graphql_errors", { host: hostOf(url.value), why: messageOf(first) }),
        data: { errors: errors.slice(0, 20) },
      })
    return done({ data, errors: [...errors] })
  },
})

/** Whether a definition of the document is a mutation: comments and texts are not looked into. */
function hasMutation(document: string): boolean {
  const bare = document.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, " ")
  let depth = 0
  for (const [token] of bare.matchAll(/[{}()]|\b(?:mutation|subscription)\b/g)) {
    if (token === "{" || token === "(") depth++
    else if (token === "}" || token === ")") depth--
    else if (depth === 0) return true
  }
  return false
}

function messageOf(error: Json): string {
  const message = isMap(error) ? own(error, "message") : undefined
  return typeof message === "string" ? message : "it gave no reason"
}
