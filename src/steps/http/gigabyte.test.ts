import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ok } from "../../lib/result.ts"
import { createFiles } from "../../ports/files/files.ts"
import { createMemoryHome } from "../../ports/files/memoryHome.ts"
import { createNodeHttp } from "../../ports/http/nodeHttp.ts"
import { createTestPorts } from "../testing/createTestPorts.ts"
import { heldMemory } from "../testing/heldMemory.ts"
import { httpDownload } from "./download.ts"

/* A server that really sends a gigabyte, with or without saying so beforehand. */

const gigabyte = 1_000_000_000
const piece = Buffer.alloc(1_000_000, "x")
let sent = 0

const server = createServer((request, response) => {
  if (request.url === "/said") response.setHeader("content-length", gigabyte)
  let left = gigabyte
  const go = (): void => {
    while (left > 0) {
      left -= piece.length
      sent += piece.length
      if (!response.write(piece)) return void response.once("drain", go)
    }
    response.end()
  }
  go()
})
let origin = ""
beforeAll(async () => {
  await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Downloads into a workspace that counts what is written, and looks at the memory that this takes. */
async function download(path: string, parameters: object = {}) {
  let [written, most] = [0, 0]
  sent = 0
  const before = heldMemory()
  const home = createMemoryHome(() => 0)
  const files = createFiles({
    ...home,
    async writeStream(target, bytes) {
      try {
        for await (const each of bytes) {
          written += each.length
          if (written % 100_000_000 < each.length) most = Math.max(most, heldMemory() - before)
        }
      } catch {
        return home.read(target) as never
      }
      return ok(undefined)
    },
    info: async target => ok({ path: target, kind: "file", size: written, changed: 0 }),
  })
  const http = createNodeHttp({ mayReach: () => null, secrets: { find: async () => undefined } })
  const input = httpDownload.input.parse({
    url: origin + path,
    path: "big.bin",
    timeout: "5m",
    ...parameters,
  })
  const outcome = await httpDownload.run?.(
    input as never,
    {
      ports: { ...createTestPorts(), http, files },
      signal: new AbortController().signal,
      progress() {},
    } as never,
  )
  return { outcome, written, most }
}

test("a gigabyte comes into a file, and takes no more memory than its pieces", {
  timeout: 120_000,
}, async () => {
  const { outcome, written, most } = await download("/unsaid", { largest: 2 * gigabyte })
  expect(outcome).toMatchObject({ outlets: { success: { size: gigabyte, downloaded: true } } })
  expect(written).toBe(gigabyte)
  expect(most).toBeLessThan(100_000_000)
})

test("a gigabyte that is said beforehand is refused before it comes", async () => {
  const { outcome, written } = await download("/said")
  expect(outcome).toMatchObject({ problem: { code: "http_too_large" } })
  expect(written).toBe(0)
  expect(sent).toBeLessThan(50_000_000)
})

test("a gigabyte that nobody announced ends at the limit", async () => {
  const { outcome } = await download("/unsaid", { largest: 30_000_000 })
  expect(outcome).toMatchObject({ type: "failed" })
  expect(sent).toBeLessThan(100_000_000)
})
