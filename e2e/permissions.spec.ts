import { createServer, type Server } from "node:http"
import { expect, test } from "./studio.ts"

/** A server that web pages may read, and what it was asked. */
function serveFor(hits: string[]): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    hits.push(request.url ?? "")
    response.setHeader("access-control-allow-origin", "*")
    response.setHeader("content-type", "application/json").end('{"answer":42}')
  })
  return new Promise(go =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      go({ server, origin: `http://127.0.0.1:${port}` })
    }),
  )
}

test("a workflow reaches nothing before that was allowed, and nothing after it was taken back", async ({
  studio,
}) => {
  const { page } = studio
  const hits: string[] = []
  const { server, origin } = await serveFor(hits)
  /** Every request to another host than the page's own, whatever part of the page sends it. */
  const foreign: string[] = []
  page.context().on("request", request => {
    const { hostname, href, protocol } = new URL(request.url())
    if (protocol !== "blob:" && hostname !== "localhost") foreign.push(href)
  })
  try {
    await studio.import(
      `rivulet: 1\nid: asking\nname: Asking\nsteps:\n  - { id: get, kind: http.request, with: { url: "${origin}/x" } }\noutput: "{{ steps.get.output.body.answer }}"\n`,
    )
    const run = page.getByRole("button", { name: "Run", exact: true })
    await run.click()
    const dialog = page.getByRole("dialog", { name: "“Asking” asks to" })
    await expect(dialog.getByText(`Send requests to ${origin}`)).toBeVisible()
    await dialog.getByRole("button", { name: "Cancel" }).click()
    expect([...hits, ...foreign]).toEqual([])

    await run.click()
    await dialog.getByRole("button", { name: "Allow all and run" }).click()
    const panel = page.getByRole("region", { name: "The run" })
    await expect(panel.getByRole("region", { name: "Output" })).toContainText("42")
    expect(hits).toEqual(["/x"])

    await page.goto("#/settings")
    const allowed = page.getByRole("list", { name: "Permissions of Asking" })
    await expect(allowed.getByRole("listitem")).toHaveText([`Send requests to ${origin}`])
    await page.getByRole("button", { name: "Take all back" }).click()
    await expect(page.getByText("Nothing was allowed yet")).toBeVisible()
    await page.goto("#/w/asking")
    await run.click()
    await dialog.getByText(`Send requests to ${origin}`).click()
    await dialog.getByRole("button", { name: "Run and ask later" }).click()
    const question = panel.getByRole("region", { name: `Asks to send requests to ${origin}` })
    await question.getByRole("button", { name: "Refuse" }).click()
    await expect(panel.getByRole("region", { name: "Why it failed" })).toBeVisible()
    expect(hits).toEqual(["/x"])
    await run.click()
    await question.getByRole("button", { name: "Allow" }).click()
    await expect(panel.getByRole("region", { name: "Output" })).toContainText("42")
    expect(hits).toEqual(["/x", "/x"])
    expect(new Set(foreign)).toEqual(new Set([`${origin}/x`]))
  } finally {
    server.close()
  }
})
