import { createHmac } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Page } from "@playwright/test"
import { addKey, grant } from "./keyDesk.ts"
import { kill } from "./kill.ts"
import { expect, Studio, test } from "./studio.ts"

/* What ports do in the page that no unit test sees whole: keys that sign unseen, and outboxes within outboxes. */

const key = "whsec-canary-5521"
const signer = `rivulet: 1
id: signer
name: Signer
steps:
  - { id: sign, kind: crypto.sign, with: { value: hello, secret: "{{ secrets.hook }}" }, next: same }
  - { id: same, kind: crypto.verify, with: { value: hello, secret: hook, signature: "{{ steps.sign.output }}" }, next: { true: say, false: no } }
  - { id: say, kind: log, with: { message: "It holds" } }
  - { id: no, kind: stop, with: { as: failed, message: "It does not hold" } }
output: "{{ steps.sign.output }}"
`

test("a key of the vault signs and checks in the page once it is granted, and is nowhere to be read", async ({
  studio,
}) => {
  const { page } = studio
  await addKey(page, { name: "hook", key, host: "https://hooks.test" })
  // SE-010, SE-017: no browser fills it in or keeps it, and nobody who looks on reads it, now or later.
  await page.getByRole("button", { name: "Add key" }).click()
  const field = page.getByRole("dialog").getByLabel("Key", { exact: true })
  await expect(field).toHaveAttribute("type", "password")
  await expect(field).toHaveAttribute("autocomplete", "off")
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click()
  await expect(page.getByRole("listitem").filter({ hasText: "hook" }).first()).toBeVisible()
  expect(await page.content()).not.toMatch(/whsec|5521/)
  await studio.import(signer)
  // SE-011: what is copied names the key.
  await studio.box("sign").click()
  await page.keyboard.press("Control+c")
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain("secrets.hook")
  expect(await copied()).not.toContain(key)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("button", { name: "Allow all and run" }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status").first()).toHaveText("Completed")
  const signature = createHmac("sha256", key).update("hello").digest("hex")
  await expect(panel.getByRole("region", { name: "Output" })).toContainText(signature)
  const kept = JSON.stringify(await studio.stored())
  expect(kept).toContain(signature)
  expect(kept).not.toContain(key)
})

const called = `rivulet: 1
id: called
name: Called
steps:
  - { id: look, kind: file.read, with: { path: caller.txt } }
  - { id: save, kind: file.write, with: { path: called.txt, content: "inside of {{ steps.look.output.content }}" } }
  - { id: tell, kind: notify.show, with: { title: Told from inside, text: "" } }
`
const caller = `rivulet: 1
id: caller
name: Caller
steps:
  - { id: save, kind: file.write, with: { path: caller.txt, content: outside } }
  - { id: call, kind: workflow.run, with: { workflow: called } }
  - { id: back, kind: file.read, with: { path: called.txt } }
output: "{{ steps.back.output.content }}"
`

test("what a called workflow would do stands in its caller's outbox, and what is ticked of it is done", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(called)
  await studio.saved()
  await studio.import(caller)
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  const would = page.getByRole("region", { name: "What this run would do" })
  await expect(would.getByRole("button", { name: /caller\.txt/ })).toContainText("+1 line")
  await expect(would.getByRole("button", { name: /called\.txt/ })).toContainText("+1 line · called")
  // Each saw what the other had changed.
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("inside of outside")
  await would.getByRole("checkbox", { name: "Do: called.txt" }).click({ force: true })
  await expect(would).toContainText("2 of 3 ticked")
  await would.getByRole("button", { name: "Apply" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Completed")
  await page.goto("#/inbox")
  await expect(page.getByRole("heading", { name: "Told from inside" })).toBeVisible()
  const files = (await studio.stored()).kept?.map(({ key: [store, path] }) => `${store} ${path}`)
  expect(files).toContain("files caller.txt")
  expect(files).not.toContain("files called.txt")
})

const script = `rivulet: 1
id: script
name: Script
steps:
  - { id: work, kind: shell.run, with: { command: "mkdir made; seq 9 | sort -r > made/nine; sleep 600" } }
`

test("a script says on its card which command it has come to; stopped, it has changed nothing", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(script)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("button", { name: "Allow all and run" }).click()
  await expect(studio.box("work")).toContainText("$ sort -r $ sleep 600")
  const panel = page.getByRole("region", { name: "The run" })
  await panel.getByRole("button", { name: "Cancel the run" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Cancelled")
  expect(JSON.stringify((await studio.stored()).kept ?? [])).not.toContain("made")
})

const large = `rivulet: 1
id: large
name: Large
steps:
  - { id: make, kind: code.run, with: { source: "return 'x'.repeat(5000000)" } }
  - { id: save, kind: file.write, with: { path: big.txt, content: "{{ steps.make.output.result }}" } }
  - { id: copy, kind: file.copy, with: { from: big.txt, to: copies/big.txt } }
  - { id: sum, kind: file.hash, with: { path: copies/big.txt } }
output: "{{ steps.copy.output.size }}"
`

/** The sizes of what stands beside the database. */
const beside = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle("large-files", { create: true })
    const sizes: number[] = []
    for await (const handle of folder.values()) {
      // What is swept away while one looks is not there.
      const file = await (handle as FileSystemFileHandle).getFile().catch(() => null)
      if (file) sizes.push(file.size)
    }
    return sizes
  })

test("a file too large for a row stands beside the database, and what no file names is gone after a reload", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(large)
  const panel = page.getByRole("region", { name: "The run" })
  const run = async (number: number) => {
    await page.getByRole("button", { name: "Run", exact: true }).click()
    // The one before it stands there until then, and has completed.
    await expect(panel.getByRole("heading", { name: `Run ${number}` })).toBeVisible()
    await expect(panel.getByRole("status").first()).toHaveText("Completed", { timeout: 30_000 })
    await expect(panel.getByRole("region", { name: "Output" })).toContainText("5000000")
  }
  await run(1)
  expect(await beside(page)).toEqual([5_000_000, 5_000_000])
  await run(2)
  // It is written anew; the copy says the same already, and stays.
  await expect.poll(() => beside(page)).toHaveLength(3)
  await page.reload()
  await expect.poll(() => beside(page)).toEqual([5_000_000, 5_000_000])
})

test("a tab that dies in the middle of a large write leaves what was there before; who takes the run up writes it whole", async ({
  studio,
}) => {
  const { page } = studio
  const context = page.context()
  // It sends enough to stand beside the database, and the end only once it may.
  let letEnd = () => {}
  const end = new Promise<void>(go => {
    letEnd = go
  })
  const server = createServer((_, response) => {
    response.writeHead(200, { "access-control-allow-origin": "*", "content-length": 10_000_000 })
    response.write(Buffer.alloc(5_000_000, "x"))
    void end.then(() => response.end(Buffer.alloc(5_000_000, "x")))
  })
  await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
  const { port } = server.address() as AddressInfo
  await studio.import(`rivulet: 1
id: fetches
name: Fetches
steps:
  - { id: before, kind: file.write, with: { path: big.bin, content: what was there before } }
  - { id: load, kind: http.download, with: { url: "http://127.0.0.1:${port}/big", path: big.bin } }
output: "{{ steps.load.output.size }}"
`)
  await studio.saved()
  await grant(page, "fetches", [`http:http://127.0.0.1:${port}`])
  await page.reload()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect.poll(() => beside(page)).not.toEqual([])
  // Meanwhile its card says how much of it has come.
  await expect(studio.box("load").locator(".run-share > span")).toHaveCSS("scale", "0.5 1")
  await kill(page)

  const next = new Studio(await context.newPage())
  await next.page.goto("#/runs")
  await expect(next.page.getByRole("heading", { name: "Runs" })).toBeVisible()
  const row = async () =>
    JSON.stringify((await next.stored()).kept?.find(({ key: [, path] }) => path === "big.bin")?.value)
  const before = await row()
  expect(before).not.toContain("large")
  letEnd()
  await expect.poll(row, { timeout: 30_000 }).toContain('"size":10000000')
  await next.page.reload()
  await expect.poll(() => beside(next.page)).toEqual([10_000_000])
  server.closeAllConnections()
  await new Promise(go => server.close(go))
})
