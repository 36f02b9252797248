import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Problem } from "../../model/problems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { fieldPath, fieldReader } from "../data/fieldPath.ts"
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
import { hostOf, readResponse } from "./readResponse.ts"

const by = z.enum(["link", "address", "cursor", "page", "offset"])

/** Asks for page after page. */
export const httpPages = defineStep({
  kind: "http.pages",
  version: 1,
  title: "All pages",
  summary: "Asks a server for one page after another, and gives all their items",
  icon: "book-copy",
  group: "connect",
  input: z.strictObject({
    url: urlField,
    by: by.default("link").meta({
      description:
        "How the next page is found: by the header Link, an address or a cursor in the answer, a page number, or an offset",
    }),
    items: fieldPath("Where the items stand in an answer; the answer itself if empty").default(""),
    next: fieldPath("Where the address or cursor of the next page stands in an answer").default("next"),
    parameter: z
      .string()
      .min(1)
      .max(100)
      .default("page")
      .meta({ description: "What the page, offset or cursor is called in the address" }),
    start: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(1)
      .meta({ description: "The number of the first page, or offset" }),
    mostPages: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .meta({ description: "The most pages that are asked for" }),
    mostItems: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(100_000)
      .meta({ description: "The most items that are gathered" }),
    query: queryField,
    headers: headersField,
    secret: secretField,
    timeout: timeoutField("60s"),
    largest: largestField(20_000_000),
  }),
  output: z.strictObject({ items: z.array(anyJson), pages: z.int(), complete: z.boolean() }),
  hints: {
    ...askHints,
    url: { placeholder: "https://api.example.com/v1/items", secret: true },
    items: { placeholder: "data.items" },
    query: { widget: "keyvalue" },
    headers: { ...askHints.headers, advanced: true },
    start: { advanced: true },
    mostItems: { advanced: true },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["http", "clock"],
  powers: askPowers,
  card: "{{ url }}",
  docs: `
Asks a server for page after page of a list with GET, until there is no next one, and gathers the items.

- *link*: the header \`Link\` with \`rel="next"\`, as GitHub has it.
- *address*: the answer holds the next page's address under *next*.
- *cursor*: the answer holds a cursor under *next*, which goes into the address as *parameter*.
- *page*: the number under *parameter* goes up by one, until a page has no items.
- *offset*: the number under *parameter* goes up by the items that came, until none come.

- **success**: all \`items\`, how many \`pages\` there were, and whether that is \`complete\`: not so where *mostPages* or
  *mostItems* ended it.

Fails by the names of *HTTP request*, and if a server leads back to a page that it gave already. Nothing is given then:
asked again, it begins with the first page.
`,
  examples: [
    {
      title: "By the header Link",
      with: { url: "https://api.example.com/items" },
      answers: {
        http: [
          { headers: { link: '<https://api.example.com/items?after=2>; rel="next"' }, body: "[1,2]" },
          { body: "[3]" },
        ],
      },
      outlets: { success: { items: [1, 2, 3], pages: 2, complete: true } },
    },
    {
      title: "By a cursor",
      with: {
        url: "https://api.example.com/items",
        by: "cursor",
        items: "data",
        next: "meta.cursor",
        parameter: "after",
      },
      answers: {
        http: [
          { body: '{"data":["a"],"meta":{"cursor":"x y"}}' },
          { body: '{"data":["b"],"meta":{"cursor":null}}' },
        ],
      },
      outlets: { success: { items: ["a", "b"], pages: 2, complete: true } },
    },
    {
      title: "By number, two at most",
      with: { url: "https://api.example.com/items", by: "page", mostPages: 2 },
      answers: { http: [{ body: "[1]" }, { body: "[2]" }] },
      outlets: { success: { items: [1, 2], pages: 2, complete: false } },
    },
    {
      title: "No list",
      with: { url: "https://api.example.com/items", items: "rows" },
      answers: { http: [{ body: '{"error":"none"}' }] },
      problem: "http_no_items",
    },
  ],
  run: async (input, { ports, signal, progress }) => {
    const first = addressOf(input.url, input.query)
    if (!first.ok) return failed(first.error)
    const readItems = fieldReader(input.items)
    const readNext = fieldReader(input.next)
    const items: Json[] = []
    const asked = new Set<string>()
    let pages = 0
    for (let url: string | null = firstPage(first.value, input); url !== null; ) {
      if (pages === input.mostPages || items.length >= input.mostItems)
        return done({ items: items.slice(0, input.mostItems), pages, complete: false })
      if (asked.has(url)) return failed(httpProblem("http_page_again", { host: hostOf(url), pages }))
      asked.add(url)
      const response = await ports.http.send(requestOf("GET", url, input), signal)
      if (!response.ok) return failed(response.error)
      const now = ports.clock.now()
      const { secret } = input
      const read = readResponse(response.value, {
        ...{ method: "GET", url, secret, expect: "json" as const, okStatus: [], now },
      })
      if (!read.ok) return failed(read.error)
      const body = read.value.body ?? null
      const found = readItems(body)
      if (!Array.isArray(found))
        return failed(httpProblem("http_no_items", { host: hostOf(url), field: input.items || "the answer" }))
      for (const item of found as readonly Json[]) items.push(item)
      pages++
      progress(Math.min(pages / input.mostPages, items.length / input.mostItems), `${items.length} items`)
      const link = String((read.value.headers as { readonly link?: string } | undefined)?.link ?? "")
      const next = nextPage(url, input, { link, next: readNext(body), count: found.length })
      if (!next.ok) return failed(next.error)
      url = next.value
    }
    return done({ items, pages, complete: true })
  },
})

interface Way {
  readonly by: z.output<typeof by>
  readonly parameter: string
  readonly start: number
}

function firstPage(url: string, way: Way): string {
  return way.by === "page" || way.by === "offset"
    ? withParameter(url, way.parameter, String(way.by === "offset" && way.start === 1 ? 0 : way.start))
    : url
}

function nextPage(
  url: string,
  way: Way,
  got: { readonly link: string; readonly next: Json | undefined; readonly count: number },
): Result<string | null, Problem> {
  if (way.by === "link")
    return absolute(/<([^<>]{1,4000})>\s*;[^,<>]*\brel="?next\b/i.exec(got.link)?.[1], url)
  if (way.by === "address") return absolute(typeof got.next === "string" ? got.next : undefined, url)
  if (way.by === "cursor") {
    const { next } = got
    const isThere = (typeof next === "string" && next !== "") || typeof next === "number"
    return ok(isThere ? withParameter(url, way.parameter, String(next)) : null)
  }
  if (got.count === 0) return ok(null)
  const here = Number(new URL(url).searchParams.get(way.parameter))
  return ok(withParameter(url, way.parameter, String(here + (way.by === "page" ? 1 : got.count))))
}

function absolute(next: string | undefined, from: string): Result<string | null, Problem> {
  if (next === undefined || next === "") return ok(null)
  return URL.canParse(next, from)
    ? ok(new URL(next, from).href)
    : err(httpProblem("http_bad_hop", { host: hostOf(from), target: next }))
}

function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed.href
}
