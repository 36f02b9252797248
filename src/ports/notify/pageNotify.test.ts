import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { draftText, mailAddress } from "../../model/draftText.ts"
import { readMessage } from "../../model/messages.ts"
import { createNodeHttp } from "../http/nodeHttp.ts"
import { createMisbehavingServer, type MisbehavingServer } from "../http/testing/misbehavingServer.ts"
import { createPageNotify, webhookHosts } from "./pageNotify.ts"

let server: MisbehavingServer
beforeAll(async () => {
  server = await createMisbehavingServer()
})
afterAll(() => server.close())

function attempt(path = "/echo") {
  const secrets = { find: async () => ({ value: server.origin + path, hosts: [server.origin] }) }
  return createPageNotify({
    ...{ key: "r:s#1", run: "r", workflow: "w", now: () => 7 },
    post: () => createNodeHttp({ mayReach: () => null, secrets }),
  })
}

describe("what stays in the app", () => {
  test("is staged under the key of the effect, and read back as it was", async () => {
    const draft = { to: ["ada@example.com"], subject: "Report", text: "Here" }
    const all = async () => {
      const { notify, staged } = attempt()
      await notify.show({ title: "Done", text: "out.md" })
      await notify.draft(draft)
      await notify.chat({ session: "main", text: "hi" })
      return staged()
    }
    const staged = await all()
    expect(await all()).toEqual(staged)
    expect(staged.map(({ store, key }) => [store, key])).toEqual([
      ["messages", "r:s#1:0"],
      ["messages", "r:s#1:1"],
      ["messages", "r:s#1:2"],
    ])
    const from = { at: 7, run: "r", workflow: "w" }
    expect(staged.map(({ key, value }) => readMessage(key, value ?? undefined))).toEqual([
      { key: "r:s#1:0", type: "notice", title: "Done", text: "out.md", ...from },
      { key: "r:s#1:1", type: "draft", ...draft, ...from },
      { key: "r:s#1:2", type: "chat", session: "main", text: "hi", ...from },
    ])
  })

  test("what another version kept is passed over", () => {
    for (const value of [
      undefined,
      null,
      {},
      { type: "song", at: 1, text: "" },
      { type: "notice", at: 1, text: "" },
    ])
      expect(readMessage("k", value)).toBeUndefined()
  })

  test("a draft becomes an address of the mail program, or a file where it is too long for one", () => {
    const draft = {
      to: ["ada@example.com", "b+c@example.com"],
      subject: "A & B?\r\nBcc: x",
      text: "1\n2 & ä",
    }
    const address = new URL(mailAddress(draft) ?? "")
    expect(decodeURIComponent(address.pathname)).toBe("ada@example.com,b+c@example.com")
    expect([...address.searchParams]).toEqual([
      ["subject", "A & B? Bcc: x"],
      ["body", "1\r\n2 & ä"],
    ])
    expect(mailAddress({ ...draft, text: "x".repeat(2_000) })).toBe(null)
    expect(draftText(draft)).toContain("X-Unsent: 1")
  })
})

describe("webhooks", () => {
  test("are posted in a form that needs no leave beforehand, to hosts of the service alone", async () => {
    expect(await attempt().notify.webhook({ service: "slack", secret: "team", text: "Hi & ä" })).toEqual({
      ok: true,
    })
    const { headers, body } = server.arrived.at(-1) ?? {}
    expect(headers?.["content-type"]).toBe("application/x-www-form-urlencoded")
    expect(JSON.parse(new URLSearchParams(body).get("payload") ?? "")).toEqual({ text: "Hi & ä" })
    expect(webhookHosts.slack.map(({ text }) => text)).toEqual(["https://hooks.slack.com"])
  })

  test.each([
    ["/status/404", "webhook_gone"],
    ["/status/429?retry-after=2", "http_too_many"],
    ["/status/500", "http_server_error"],
    ["/silent", "http_no_answer"],
  ])("%s is %s", async (path, code) => {
    const sent = await attempt(path).notify.webhook({ service: "discord", secret: "team", text: "x" })
    expect(sent).toMatchObject({ error: { code } })
    expect(JSON.stringify(sent)).not.toContain(server.origin)
  })

  test("without a page nothing is sent", async () => {
    const { notify } = createPageNotify({ key: "k", run: "r", workflow: "w", now: () => 0, post: undefined })
    expect(await notify.webhook({ service: "slack", secret: "team", text: "x" })).toMatchObject({
      error: { code: "http_no_frame", data: { sent: false } },
    })
  })
})
