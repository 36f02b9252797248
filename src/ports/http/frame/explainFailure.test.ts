import { describe, expect, test } from "vitest"
import { createExplain, type ExplainParts } from "./explainFailure.ts"

/** Why a request failed, and what was asked to find that out. */
async function explained(url: string, parts: Partial<ExplainParts> = {}, init: RequestInit = {}) {
  const asked: (RequestInit | undefined)[] = []
  const explain = createExplain({
    fetch: async (_, how) => {
      asked.push(how)
      return Response.error()
    },
    isOnline: () => true,
    isSecure: true,
    wasForbidden: async () => false,
    ...parts,
  })
  const problem = await explain(new Request(url, init), new AbortController().signal)
  return { problem, asked }
}

const unheard = async () => {
  throw new TypeError("Failed to fetch")
}

describe("why a browser let a request fail", () => {
  test("HR-022 a server that answers, and lets no page read it, is never said to be away", async () => {
    const { problem, asked } = await explained("https://a.test/x")
    expect(problem).toMatchObject({ code: "http_not_for_pages", message: expect.stringContaining("a.test") })
    expect(asked).toMatchObject([{ method: "GET", mode: "no-cors", credentials: "omit" }])
    expect((await explained("https://a.test/x", { fetch: unheard })).problem.code).toBe("http_unheard")
  })

  test("HR-023 an address that is not safe is named as that, unless it is on this computer", async () => {
    const { problem, asked } = await explained("http://example.com/")
    expect([problem.code, asked.length]).toEqual(["http_mixed", 0])
    expect((await explained("http://localhost:1/", { fetch: unheard })).problem.code).toBe("http_unheard")
    expect((await explained("http://example.com/", { isSecure: false })).problem.code).toBe(
      "http_not_for_pages",
    )
  })

  test("what changes something is not sent again to find out", async () => {
    const { asked } = await explained("https://a.test/", {}, { method: "POST", body: "x" })
    expect(asked).toMatchObject([{ method: "HEAD" }])
  })

  test("without a network nothing is asked, and a host that was forbidden is named", async () => {
    const offline = await explained("https://a.test/", { isOnline: () => false })
    expect([offline.problem.code, offline.asked.length]).toEqual(["http_offline", 0])
    const hop = await explained("https://a.test/", { wasForbidden: async () => true })
    expect([hop.problem.code, hop.asked.length]).toEqual(["http_hop_elsewhere", 0])
  })
})
