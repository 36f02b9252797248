import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, test } from "./studio.ts"

test("a run outlives its workflow, and a damaged journal says so where it is looked at, and nowhere else", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  for (const id of ["gone", "hurt"]) {
    await studio.import(
      `rivulet: 1\nid: ${id}\nname: ${id}\nsteps:\n  - { id: only, kind: set, with: { values: { a: 1 } } }\nvariables: { a: 0 }\n`,
    )
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await expect(panel.getByRole("status")).toHaveText("Completed")
  }
  await studio.home()
  await page.getByRole("button", { name: "More for gone" }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await expect(page.getByRole("button", { name: "More for gone" })).toHaveCount(0)
  const hurt = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("rivulet")
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(["journal", "runs"], "readwrite")
          const [journal, runs] = [transaction.objectStore("journal"), transaction.objectStore("runs")]
          let count = 0
          runs.openCursor().onsuccess = ({ target }) => {
            const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result
            if (cursor === null) return
            if (cursor.value.workflow === "hurt") {
              journal.put({ run: cursor.value.run, seq: 0, events: '[{"type":"run.started"' })
              count++
            }
            cursor.continue()
          }
          transaction.oncomplete = () => {
            opening.result.close()
            resolve(count)
          }
        }
      }),
  )
  expect(hurt).toBe(1)
  await page.reload()
  await page.getByRole("link", { name: "Runs", exact: true }).click()
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(rows).toHaveCount(2)
  await rows.getByRole("link", { name: "gone" }).click()
  await expect(page.getByText("Its workflow is not here any more.")).toBeVisible()
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(studio.box("only")).toContainText("Completed")
  await page.getByRole("link", { name: "Runs", exact: true }).click()
  await rows.getByRole("link", { name: "hurt" }).click()
  const alert = panel.getByRole("alert")
  await expect(alert).toContainText("Part of what this run wrote down cannot be read any more.")
  await expect(alert).toContainText("Run the workflow again")
  // What only those need who look into it is folded away.
  await expect(alert.getByText(/event 0/)).toBeHidden()
  await alert.getByRole("button", { name: "Details" }).click()
  await expect(alert.getByText(/^Run \S+, event 0: .*JSON/)).toBeVisible()
  await expect(studio.box("only")).toBeVisible()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(panel.getByRole("status")).toHaveText("Completed")
})

test("a run of which a later row cannot be read shows what comes before it, and says that it does not go on", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  await studio.import(`rivulet: 1
id: half
name: half
steps:
  - { id: before, kind: file.write, with: { path: a.txt, content: a } }
  - { id: ask, kind: approve, with: { title: "Go on?" } }
`)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Waiting")
  await page.goto("about:blank")
  await page.goto("./?again#/settings")
  await page.evaluate(damageLastRow)
  await page.goto("./#/runs")
  await page.getByRole("list", { name: "All runs" }).getByRole("link", { name: "half" }).click()
  await expect(panel.getByRole("alert")).toContainText(
    "Part of what this run wrote down cannot be read any more.",
  )
  await expect(panel.getByRole("button", { name: "Approve" })).toHaveCount(0)
  await expect(panel.getByRole("status").first()).toHaveText("Cannot be read further")
  await expect(panel.getByRole("button", { name: /^(Pause|Cancel)$/ })).toHaveCount(0)
  await expect(studio.box("before")).toContainText(/Not known|Completed/)
})

/** Cuts the last row of the only journal in the middle. Handed to the page as text. */
async function damageLastRow(): Promise<void> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((go, fail) => {
      request.onsuccess = () => go(request.result)
      request.onerror = () => fail(request.error)
    })
  const database = await asked(indexedDB.open("rivulet"))
  const journal = database.transaction("journal", "readwrite").objectStore("journal")
  const rows: { seq: number; events?: string }[] = await asked(journal.getAll())
  const last = rows.filter(({ events }) => events !== undefined).sort((a, b) => b.seq - a.seq)[0]
  await asked(journal.put({ ...last, events: last?.events?.slice(0, 20) }))
  database.close()
}

test("what a run gave is text and nothing else, large values come when asked for, and what is newer or gone is named", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  await studio.import(`rivulet: 1
id: odd
variables: { html: "", half: "" }
steps:
  - id: script
    kind: set
    with: { values: { html: '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>', half: "{{ String.fromCharCode(0xD800) + 'x' }}" } }
    next: big
  - { id: big, kind: data.template, with: { template: "{{ 'abc '.repeat(300000) }}" } }
output: { html: "{{ vars.html }}", half: "{{ vars.half }}" }
`)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("status")).toHaveText("Completed")
  const output = panel.getByRole("region", { name: "Output" })
  await expect(output).toContainText('<img src=x onerror="window.hacked=1">')
  await expect(output).toContainText("\\ud800x")
  await studio.box("big").click()
  await page.getByRole("tab", { name: "Output", exact: true }).click()
  await page.getByRole("button", { name: "Load it" }).click()
  await expect(page.getByText(/^abc abc abc/).first()).toBeVisible()
  expect(await page.evaluate(() => "hacked" in window)).toBe(false)

  // What a later version wrote, with a kind that this one does not have.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("rivulet")
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(["journal", "blobs"], "readwrite")
          const rewrite = (store: string, field: "events" | "text", from: string, to: string) => {
            transaction.objectStore(store).openCursor().onsuccess = ({ target }) => {
              const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result
              if (cursor === null) return
              const text: unknown = cursor.value[field]
              if (typeof text === "string" && text.length < 100_000 && text.includes(from))
                cursor.update({ ...cursor.value, [field]: text.replace(from, to) })
              cursor.continue()
            }
          }
          rewrite("journal", "events", '"v":1', '"v":2')
          rewrite("blobs", "text", '"data.template"', '"later.kind"')
          transaction.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
  )
  await page.reload()
  await page.getByRole("link", { name: "Runs", exact: true }).click()
  await page.getByRole("list", { name: "All runs" }).getByRole("link", { name: "odd" }).click()
  await expect(panel.getByText("A newer version of Rivulet began this run.")).toBeVisible()
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(studio.box("big")).toContainText("Completed")
})

let server: Server | undefined
test.afterEach(() => {
  server?.close()
})

test("50 MB of JSON and bytes that are no text are kept, come when asked for, and are shown as what they are", async ({
  studio,
}) => {
  const { page } = studio
  const item = JSON.stringify({ id: 1, name: "x".repeat(100_000) })
  const list = `[${Array(500).fill(item).join()}]`
  expect(list.length).toBeGreaterThan(50_000_000)
  const bytes = Buffer.from([0, 255, 254, 128, 27, 91, 60, 115, 99, 114])
  server = createServer(({ url }, response) => {
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "application/json" })
    response.end(url === "/list" ? list : bytes)
  })
  await new Promise<void>(go => server?.listen(0, "127.0.0.1", go))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await studio.import(`rivulet: 1
id: heavy
steps:
  - { id: list, kind: http.request, with: { url: "${origin}/list", largest: 100000000 } }
  - { id: bytes, kind: http.request, with: { url: "${origin}/bytes", expect: bytes } }
output: "{{ steps.list.output.body.length }}"
`)
  await studio.saved()
  await studio.grant("heavy", `http:${origin}`)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status")).toHaveText("Completed", { timeout: 40_000 })
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("500")

  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await studio.box("list").click()
  await inspector.getByRole("tab", { name: "Output" }).click()
  await inspector.getByRole("button", { name: "Load it" }).click()
  await expect(inspector.getByText("500 items")).toBeVisible({ timeout: 20_000 })
  await inspector.getByRole("radio", { name: "JSON" }).click()
  await expect(inspector.getByText(/"status": 200/)).toBeVisible({ timeout: 20_000 })
  await studio.box("bytes").click()
  await expect(inspector.getByText(bytes.toString("base64"))).toBeVisible()
})
