import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import { createNodeHttp } from "../../ports/http/nodeHttp.ts"
import {
  createMisbehavingServer,
  type MisbehavingServer,
} from "../../ports/http/testing/misbehavingServer.ts"
import { runStep } from "../testing/runExample.ts"
import { httpDownload } from "./download.ts"
import { httpFeed } from "./feed.ts"
import { httpGraphql } from "./graphql.ts"
import { httpPages } from "./pages.ts"
import { httpUpload } from "./upload.ts"

/* Steps that ask servers, against a real one on this computer. */

let server: MisbehavingServer
beforeAll(async () => {
  server = await createMisbehavingServer()
})
afterAll(() => server.close())

const http = createNodeHttp({ mayReach: () => null, secrets: { find: async () => undefined } })
type Step = Parameters<typeof runStep>[0]

async function ask(step: Step, parameters: object, files: { readonly [path: string]: string } = {}) {
  const { outcome, ports } = await runStep(step, parameters, { ports: { http }, files })
  const code = outcome.type === "failed" ? outcome.problem.code : null
  const value: Json = outcome.type === "done" ? (outcome.outlets.success ?? null) : null
  return { code, value, files: ports.files.all() }
}

describe("upload", () => {
  test("a form arrives as browsers send it", async () => {
    const { value } = await ask(
      httpUpload,
      {
        url: `${server.origin}/echo`,
        fields: { 'ti"tle': "ü\r\n" },
        files: [{ path: "d/a.txt", name: "doc", type: "text/plain" }],
      },
      { "d/a.txt": "hello" },
    )
    const { headers, body } = (value as { readonly body: { readonly headers: Json; readonly body: string } })
      .body
    const type = String((headers as { readonly [name: string]: string })["content-type"])
    const form = await new Response(body, { headers: { "content-type": type } }).formData()
    expect(form.get('ti"tle')).toBe("ü\r\n")
    const file = form.get("doc") as File
    expect([file.name, file.type, await file.text()]).toEqual(["a.txt", "text/plain", "hello"])
  })
})

describe("download", () => {
  test("what was cut leaves the file as it was", async () => {
    const before = { "a.bin": "old" }
    for (const [path, code] of [
      ["cut", "http_cut_body"],
      ["silent", "http_no_answer"],
      ["status/503", "http_server_error"],
    ]) {
      const ended = await ask(httpDownload, { url: `${server.origin}/${path}`, path: "a.bin" }, before)
      expect(ended.code, path).toBe(code)
      expect(ended.files).toEqual(before)
    }
    const endless = await ask(
      httpDownload,
      { url: `${server.origin}/endless`, path: "a.bin", largest: 100_000 },
      before,
    )
    expect(endless).toMatchObject({ code: "http_too_large", files: before })
  })
})

describe("pages", () => {
  const pages = (answers: readonly Json[], parameters: object = {}) =>
    runStep(httpPages, { url: "https://a.test/items", ...parameters }, { answers: { http: answers } })
  const sent = ({ ports }: Awaited<ReturnType<typeof pages>>) =>
    ports.asked.map(({ with: request }) => (request as { readonly url: string }).url)

  test("a page that leads back is an end with a name, not a loop", async () => {
    const link = '<https://a.test/items>; rel="next"'
    const { outcome } = await pages([{ headers: { link }, body: "[1]" }])
    expect(outcome).toMatchObject({ problem: { code: "http_page_again" } })
  })

  test("relative addresses, offsets and numbers lead on", async () => {
    const links = await pages([
      { headers: { Link: '<https://a.test/0>; rel="first", </items?p=2>; rel=next' }, body: "[1]" },
      { body: "[2]" },
    ])
    expect(sent(links)).toEqual(["https://a.test/items", "https://a.test/items?p=2"])
    const offsets = await pages([{ body: "[1,2]" }, { body: "[3]" }, { body: "[]" }], {
      by: "offset",
      parameter: "from",
    })
    expect(sent(offsets).map(url => new URL(url).search)).toEqual(["?from=0", "?from=2", "?from=3"])
    expect(offsets.outcome).toMatchObject({ outlets: { success: { items: [1, 2, 3], complete: true } } })
  })

  test("a page that fails fails them all, with the wait that the server asks for", async () => {
    const { outcome } = await pages([{ body: "[1]" }, { status: 429, headers: { "retry-after": "7" } }], {
      by: "page",
    })
    expect(outcome).toMatchObject({
      problem: { code: "http_too_many", retryable: true, data: { retryAfter: 7000 } },
    })
  })
})

test("a document is a mutation by its definitions, not by its words", async () => {
  const code = async (document: string) => {
    const answers = { http: [{ body: '{"data":{}}' }] }
    const { outcome } = await runStep(httpGraphql, { url: "https://a.test/g", document }, { answers })
    return outcome.type === "failed" ? outcome.problem.code : outcome.type
  }
  expect(await code('{ mutation(text: "mutation {") { id } }')).toBe("done")
  expect(await code("# mutation { a }\nquery Q { mutation }")).toBe("done")
  expect(await code("query A { a } mutation B { b }")).toBe("graphql_is_mutation")
})

test("a feed of another age, and one that is hostile", async () => {
  const read = async (body: string) => {
    const { outcome } = await runStep(
      httpFeed,
      { url: "https://a.test/f" },
      { answers: { http: [{ body }] } },
    )
    return outcome.type === "done"
      ? outcome.outlets.success
      : outcome.type === "failed" && outcome.problem.code
  }
  const rdf = `<rdf:RDF xmlns:rdf="r"><channel/><item><title>T</title><link>/x</link><dc:date>2026-01-01</dc:date></item></rdf:RDF>`
  expect(await read(rdf)).toMatchObject([
    { title: "T", link: "https://a.test/x", published: "2026-01-01T00:00:00.000Z" },
  ])
  expect(await read("<rss><channel><item><link>javascript:x</link></item></channel></rss>")).toMatchObject([
    { link: "javascript:x" },
  ])
  expect(await read("<rss><channel><item>")).toBe("http_no_feed")
})
