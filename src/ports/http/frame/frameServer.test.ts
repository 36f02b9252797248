import { afterEach, expect, test } from "vitest"
import { createFrameClient } from "./frameClient.ts"
import type { ToFrame } from "./frameMessages.ts"
import { createFrameServer } from "./frameServer.ts"
import { createGrantedFetch, FetchRefused, problemInError } from "./grantedFetch.ts"

const ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** A line to a server whose network answers as the function does. */
function lineTo(answer: (request: Request) => Response | Promise<Response>) {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const server = createFrameServer(port2, {
    fetch: async input => answer(input as Request),
    secrets: { find: async () => ({ value: "sk-canary", hosts: ["a.test"] }) },
    explain: async () => ({ code: "why", message: "Why", severity: "error", retryable: false }),
  })
  port2.onmessage = ({ data }: MessageEvent<ToFrame>) => server.take(data)
  return createFrameClient(port1)
}

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const left = [...pieces]
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift()
      if (piece) controller.enqueue(piece)
      else controller.close()
    },
  })
}

test("a body is called for piece by piece: what nobody reads is not fetched", async () => {
  let fetched = 0
  const body = () =>
    new ReadableStream(
      {
        pull(controller) {
          fetched++
          controller.enqueue(new Uint8Array(20_000).fill(fetched))
        },
      },
      { highWaterMark: 0 },
    )
  const ask = createGrantedFetch(async () => lineTo(() => new Response(body())))
  const reader = (await ask(new Request("https://a.test/"))).body?.getReader()
  for (let at = 1; at <= 5; at++)
    expect((await reader?.read())?.value).toEqual(new Uint8Array(20_000).fill(at))
  await new Promise(go => setTimeout(go, 20))
  expect(fetched).toBe(5)
})

test("the first piece goes at once; small ones soon after another go together, also when the connection ends then", async () => {
  let give = (_: string): void => {}
  let cut = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      give = text => controller.enqueue(new TextEncoder().encode(text))
      cut = () => controller.error(new TypeError("gone"))
    },
  })
  const ask = createGrantedFetch(async () => lineTo(() => new Response(body)))
  const reader = (await ask(new Request("https://a.test/"))).body?.getReader()
  const read = async () => new TextDecoder().decode((await reader?.read())?.value)
  give("one ")
  expect(await read()).toBe("one ")
  for (const word of ["two ", "three ", "four "]) give(word)
  expect(await read()).toBe("two three four ")
  const last = read()
  give("five ")
  await new Promise(go => setTimeout(go))
  cut()
  expect(await last).toBe("five ")
  await expect(read()).rejects.toThrow("ended before the answer was whole")
})

test("a secret that comes back in pieces is taken out, and nothing else is held back", async () => {
  const pieces = ["data: one\n\n", "data: sk-ca", "nary\n\n", "data: s"].map(text =>
    new TextEncoder().encode(text),
  )
  const ask = createGrantedFetch(async () => lineTo(() => new Response(streamOf(pieces))))
  const response = await ask(new Request("https://a.test/"), { secret: { name: "k" } })
  const seen: string[] = []
  for await (const bytes of response.body ?? []) seen.push(new TextDecoder().decode(bytes))
  expect(seen[0]).toBe("data: one\n\n")
  expect(seen.join("")).toBe("data: one\n\ndata: [secret]\n\ndata: s")
})

test("what kept a request from leaving is found in the error, however it was wrapped", async () => {
  const ask = createGrantedFetch(async () => lineTo(() => Promise.reject(new TypeError("no"))))
  const cause = await ask(new Request("https://a.test/")).catch(cause => cause)
  expect(cause).toBeInstanceOf(FetchRefused)
  expect(problemInError(new Error("wrapped", { cause }))?.code).toBe("why")
})

test("a line whose worker is gone fails what is under way, and sends no more", async () => {
  const line = lineTo(() => new Promise(() => {}))
  const request = { method: "GET", url: "https://a.test/", headers: [] }
  const asked = line.send(request)
  line.end()
  expect(await asked).toMatchObject({ error: { code: "http_no_frame", data: { answered: false } } })
  expect(await line.send(request)).toMatchObject({ error: { code: "http_no_frame", data: { sent: false } } })
  expect(line.busy()).toBe(0)
})
