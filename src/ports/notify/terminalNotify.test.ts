import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ok } from "../../lib/result.ts"
import { draftPath, draftText } from "../../model/draftText.ts"
import type { NotifyPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { createSeen } from "../createSeen.ts"
import { createFiles } from "../files/files.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { createNodeHttp } from "../http/nodeHttp.ts"
import { createMisbehavingServer, type MisbehavingServer } from "../http/testing/misbehavingServer.ts"
import { type ChatMessage, createTerminalNotify } from "./terminalNotify.ts"

let server: MisbehavingServer
let other: MisbehavingServer
beforeAll(async () => {
  ;[server, other] = [await createMisbehavingServer(), await createMisbehavingServer()]
})
afterAll(async () => {
  await server.close()
  await other.close()
})

function situation(address?: string, hosts = [server.origin]) {
  const home = createMemoryHome(() => 0)
  const [lines, messages]: [string[], ChatMessage[]] = [[], []]
  const secrets = {
    find: async (name: string) =>
      name === "team" && address !== undefined ? { value: address, hosts } : undefined,
  }
  const seen = createSeen()
  const notify = (key: string): NotifyPort =>
    createTerminalNotify(
      {
        write: text => lines.push(text),
        files: createFiles(home),
        secrets,
        http: mayReach => createNodeHttp({ mayReach, secrets }),
        transcript: {
          append: async message => {
            messages.push(message)
            return ok(undefined)
          },
        },
        now: () => 0,
        seen,
      },
      key,
    )
  return { notify, lines, messages, files: () => home.all() }
}

describe("on this computer", () => {
  test("a notification is a line, once for each effect", async () => {
    const { notify, lines } = situation()
    for (const key of ["a", "a", "b"]) await notify(key).show({ title: "Done", text: "out/x.md" })
    await notify("c").show({ title: "\u001b[2Jgone\u0007", text: "" })
    expect(lines).toEqual(["Done\nout/x.md\n", "Done\nout/x.md\n", "\ufffd[2Jgone\ufffd\n"])
  })

  test("a chat message is appended, once for each effect", async () => {
    const { notify, messages } = situation()
    for (const key of ["a", "a", "b"]) await notify(key).chat({ session: "s", text: "hi" })
    expect(messages).toEqual([
      { session: "s", text: "hi", id: "a" },
      { session: "s", text: "hi", id: "b" },
    ])
  })

  test("a draft is a file that mail programs open, one for each effect", async () => {
    const { notify, files } = situation()
    const draft = { to: ["ada@example.com", "bob@example.com"], subject: "The report", text: "Here\nit is ä" }
    for (const key of ["a", "a", "b"]) expect(await notify(key).draft(draft)).toEqual({ ok: true })
    expect(Object.keys(files()).length).toBe(2)
    const [[path, text] = ["", ""]] = Object.entries(files())
    expect(path).toMatch(/^drafts\/mail-the-report-[0-9a-f]{10}\.eml$/)
    const [headers, body] = text.split("\r\n\r\n")
    expect(headers).toContain(
      "To: ada@example.com,\r\n bob@example.com\r\nSubject: The report\r\nX-Unsent: 1",
    )
    expect(Buffer.from(body ?? "", "base64").toString()).toBe("Here\r\nit is ä")
  })

  test("whatever a draft says, its headers are its own and each line is short enough", () => {
    const wild = fc.string({ unit: "binary", maxLength: 200 })
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 3 }), wild, wild, (to, subject, text) => {
        const [headers = "", body = ""] = draftText({ to, subject, text }).split("\r\n\r\n")
        const names = headers
          .split("\r\n")
          .filter(line => !line.startsWith(" "))
          .map(line => line.split(":")[0])
        expect(names.slice(0, 3)).toEqual(["To", "Subject", "X-Unsent"])
        expect(names.length).toBe(6)
        expect(Buffer.from(body, "base64").toString()).toBe(text.toWellFormed().replace(/\r?\n/g, "\r\n"))
        const subjectLines = headers
          .slice(headers.indexOf("Subject:"), headers.indexOf("X-Unsent"))
          .split("\r\n")
        for (const line of subjectLines) expect(line.length).toBeLessThan(998)
        expect(draftPath(subject, "0123456789abcdef")).toMatch(/^drafts\/mail[a-z0-9-]*-0123456789\.eml$/)
      }),
    )
  })

  test("a subject in any script is read back as it was", () => {
    const subject = "Größe: 日本語のとても長い件名です、まだ続きます、もっと続きます 🎉"
    const [, encoded = ""] = draftText({ to: [], subject, text: "" }).split("Subject: ")
    const words = (encoded.split("\r\nX-")[0] ?? "").split("\r\n ")
    expect(words.length).toBeGreaterThan(1)
    for (const word of words) expect(word.length).toBeLessThanOrEqual(75)
    const read = words.map(word => Buffer.from(word.slice(10, -2), "base64").toString()).join("")
    expect(read).toBe(subject)
  })
})

describe("webhooks", () => {
  async function post(path: string, more: { service?: "slack" | "discord"; hosts?: string[] } = {}) {
    const address = path.startsWith("/") ? server.origin + path : path
    const { notify } = situation(address, more.hosts)
    const text = "Hi @everyone \u2028"
    return notify("k").webhook({ service: more.service ?? "slack", secret: "team", text })
  }
  async function refusal(...asked: Parameters<typeof post>): Promise<Problem> {
    const sent = await post(...asked)
    if (sent.ok) throw new Error("Expected a problem but the message was taken")
    return sent.error
  }

  test("take the form that the service reads, and call nobody", async () => {
    expect(await post("/echo/T0/B0")).toEqual({ ok: true })
    const { method, headers, body } = server.arrived.at(-1) ?? {}
    expect(method).toBe("POST")
    expect(headers?.["content-type"]).toBe("application/x-www-form-urlencoded")
    expect(new URLSearchParams(body).get("payload")).toBe('{"text":"Hi @everyone \u2028"}')
    await post("/echo/T0/B0", { service: "discord" })
    expect(JSON.parse(server.arrived.at(-1)?.body ?? "")).toEqual({
      content: "Hi @everyone \u2028",
      allowed_mentions: { parse: [] },
    })
  })

  test.each([
    ["/status/404", "webhook_gone", false],
    ["/status/400", "webhook_refused", false],
    ["/status/500", "http_server_error", true],
    ["/status/429?retry-after=3", "http_too_many", true],
    ["/silent", "http_no_answer", true],
  ])("%s is %s", async (path, code, retryable) => {
    const refused = await refusal(path)
    expect(refused).toMatchObject({ code, retryable })
    expect(JSON.stringify(refused)).not.toContain(path)
    if (path.includes("429")) expect(refused.data).toMatchObject({ retryAfter: 3000 })
  })

  test("that nobody answers end within 100 ms once they are told to, as what may have been sent", async () => {
    const stop = new AbortController()
    const { notify } = situation(`${server.origin}/hang`)
    const before = server.arrived.length
    const message = { service: "slack", secret: "team", text: "x" } as const
    const posting = notify("k").webhook({ ...message, signal: stop.signal })
    await expect.poll(() => server.arrived.length).toBe(before + 1)
    const told = performance.now()
    stop.abort()
    expect(await posting).toMatchObject({ error: { code: "http_stopped", data: { answered: false } } })
    expect(performance.now() - told).toBeLessThan(100)
  })

  test("are not sent on to elsewhere", async () => {
    const refused = await refusal(`/to?status=307&url=${other.origin}/echo`)
    expect(refused.code).toBe("secret_elsewhere")
    expect(other.arrived).toEqual([])
  })

  test("go to no host that the secret is not for, and to nothing that is no address", async () => {
    const before = server.arrived.length
    expect(await refusal("/echo", { hosts: ["hooks.slack.com"] })).toMatchObject({
      code: "secret_elsewhere",
      data: { sent: false },
    })
    const bad = await refusal("T0/B0/sk-canary")
    expect(bad).toMatchObject({ code: "webhook_no_address", data: { sent: false } })
    expect(JSON.stringify(bad)).not.toContain("sk-canary")
    const { notify } = situation()
    const missing = await notify("k").webhook({ service: "slack", secret: "none", text: "" })
    expect(missing).toMatchObject({ error: { code: "secret_missing", data: { sent: false } } })
    expect(server.arrived.length).toBe(before)
  })
})
