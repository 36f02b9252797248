import { expect, inject, test } from "vitest"
import { grantOf } from "../../model/grants.ts"
import type { HttpRequest } from "../../model/ports.ts"
import { parseProxy } from "../../model/proxy.ts"
import { createPageHttp } from "../../ports/http/frame/pageHttp.ts"
import type { SecretValue } from "../../ports/secrets/secretSource.ts"
import { linesForTests } from "./testing/linesForTests.ts"

const [server, proxy] = inject("servers")
const secrets: { [name: string]: SecretValue } = {
  both: { value: "key-for-both", hosts: [server, proxy] },
  one: { value: "key-for-one", hosts: [server] },
}
const lines = linesForTests(name => secrets[name])

/** Asks the server by way of the proxy, where one is set for these hosts. */
async function ask(
  path: string,
  hosts: readonly string[] | null,
  more: Partial<HttpRequest> = {},
  granted = [server],
) {
  const http = createPageHttp({
    grants: () => granted.map(origin => grantOf("http", origin)),
    lines,
    async proxy() {
      const parsed = hosts && parseProxy({ address: `${proxy}/via?url={url}`, hosts })
      return parsed?.ok ? parsed.value : null
    },
  })
  const given = await http.send({ method: "GET", url: server + path, ...more })
  return given.ok ? { ...given.value, text: new TextDecoder().decode(given.value.body) } : given.error
}

test("a server that refuses pages is asked by the proxy, and stays the one that was asked", async () => {
  expect(await ask("/echo?closed", null)).toMatchObject({
    code: "http_not_for_pages",
    message: expect.stringContaining("set a proxy under Settings"),
  })
  const given = await ask("/echo?closed", [server], { method: "POST", body: "hello" })
  expect(given).toMatchObject({ status: 200, url: `${server}/echo?closed` })
  expect(JSON.parse("text" in given ? given.text : "")).toMatchObject({ method: "POST", body: "hello" })
})

test("what was not granted the proxy is not asked either, nor hosts that it is not for", async () => {
  expect(await ask("/echo", [server], {}, [])).toMatchObject({ code: "grant_missing" })
  expect(await ask("/echo?closed", ["other.example.com"])).toMatchObject({ code: "http_not_for_pages" })
  // Hosts of this computer are meant only where they are named.
  expect(await ask("/echo?closed", [])).toMatchObject({ code: "http_not_for_pages" })
})

test("a key goes through the proxy only if it is for the proxy's host too", async () => {
  const before = ((await (await fetch(`${proxy}/seen`)).json()) as { arrived: unknown[] }).arrived.length
  expect(await ask("/echo", [server], { secret: "one" })).toMatchObject({ code: "secret_elsewhere" })
  expect(((await (await fetch(`${proxy}/seen`)).json()) as { arrived: unknown[] }).arrived.length).toBe(
    before,
  )
  const given = await ask("/echo", [server], { secret: "both" })
  expect(given).toMatchObject({ status: 200 })
  expect(JSON.stringify(given)).not.toContain("key-for-both")
})
