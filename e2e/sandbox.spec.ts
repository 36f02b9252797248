import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, test } from "./studio.ts"

const report = `rivulet: 1
id: report
name: Report
steps:
  - { id: ask, kind: ai.generate, with: { provider: simulated, prompt: Say hello } }
  - { id: save, kind: file.write, with: { path: out/report.md, content: "# Report\\n{{ steps.ask.output.text }}\\n" } }
  - { id: log, kind: file.append, with: { path: log.txt, content: "reported\\n" } }
  - { id: tell, kind: event.emit, with: { name: reported, value: 1 } }
output: "{{ steps.ask.output.text }}"
`

test("a sandbox run shows what it would do, and what is ticked of it is applied exactly", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(report)
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status").first()).toHaveText("Completed in sandbox")
  const would = panel.getByRole("region", { name: "What this run would do" })
  await expect(would.getByRole("button", { name: /out\/report\.md/ })).toContainText("+2 lines")
  await would.getByRole("button", { name: /out\/report\.md/ }).click()
  await expect(would).toContainText("# Report")
  await expect(would.getByRole("button", { name: /Event: reported/ })).toContainText("held back")
  await expect(would).toContainText(/simulated-1.*tokens/)
  expect(await studio.workspace()).toEqual({})

  // It is still there after a reload: it stands in the journal.
  await page.reload()
  await page.getByRole("button", { name: "Runs", exact: true }).click()
  await panel.getByRole("list", { name: "Runs of this workflow" }).getByRole("button").click()
  await would.getByRole("checkbox", { name: "Do: log.txt" }).click({ force: true })
  await would.getByRole("button", { name: /out\/report\.md/ }).click()
  await expect(would.locator("pre").first()).toContainText("# Report")
  const shown = await would.locator("pre").first().locator("span.block").allTextContents()
  await expect(would.getByText("2 of 3 ticked")).toBeVisible()
  await would.getByRole("button", { name: "Apply" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Completed")
  const files = await studio.workspace()
  expect(Object.keys(files)).toEqual(["out/report.md"])
  const lines = shown.map(line => line.replace(/^\+ Added: /, ""))
  expect(files["out/report.md"]?.trimEnd().split("\n")).toEqual(lines)
  await panel.getByRole("tab", { name: "Files" }).click()
  await expect(panel.getByRole("list", { name: "Files changed" }).getByRole("button")).toHaveText(
    /^out\/report\.md/,
  )
})

let server: Server | undefined
test.afterEach(() => {
  server?.close()
})

test("a real answer that differs from the simulated one is shown before anything is done with it", async ({
  studio,
}) => {
  const { page } = studio
  let asked = 0
  server = createServer((_, response) => {
    asked++
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "application/json" })
    response.end('{"id":42}')
  })
  await new Promise<void>(go => server?.listen(0, "127.0.0.1", go))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await studio.import(`rivulet: 1
id: ordering
name: Ordering
steps:
  - { id: order, kind: http.request, with: { method: POST, url: "${origin}/orders" } }
  - { id: save, kind: file.write, with: { path: order.txt, content: "{{ JSON.stringify(steps.order.output.body) }}" } }
`)
  await studio.saved()
  await studio.grant("ordering", `http:${origin}`)
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status").first()).toHaveText("Completed in sandbox")
  expect(asked).toBe(0)
  await panel.getByRole("button", { name: "Apply" }).click()
  const differs = panel.getByRole("region", { name: "Not as approved: save" })
  await expect(differs).toContainText('{"id":42}')
  await expect(panel.getByRole("status").first()).toHaveText("Waits for you: a real answer differs")
  expect(await studio.workspace()).toEqual({})
  expect(asked).toBe(1)
  await differs.getByRole("button", { name: "Do it like this" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Completed")
  expect(await studio.workspace()).toEqual({ "order.txt": '{"id":42}' })
  expect(asked).toBe(1)

  // The history says what it was for, and finds it by that.
  await page.goto("#/runs")
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(rows).toHaveCount(2)
  await page.getByRole("searchbox", { name: "Find a run" }).fill("applies")
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText("Applies run 1")
})
