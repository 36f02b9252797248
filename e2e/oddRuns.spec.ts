import { expect, test } from "./studio.ts"

const script = "<img src=x onerror=alert(1)><script>alert(2)</script>"

/** A run that a later program wrote, of kinds that nobody here knows, with values of every unpleasant sort. */
function oddRun(): string {
  const at = 1_764_000_000_000
  const kinds = { huge: "nobody.knows", script: "set", half: "set", bytes: "set" }
  const steps = Object.entries(kinds).map(([id, kind]) => ({ id, kind, name: id === "script" ? script : id }))
  const huge = Array.from({ length: 100_000 }, (_, index) => ({ index, text: `row ${index} `.repeat(45) }))
  const values = {
    huge,
    script,
    half: `half \ud83d of a sign and ${"\u202e"}backwards`,
    bytes: { $bytes: Buffer.from([0, 255, 1, 254]).toString("base64") },
  }
  const done = Object.entries(values).map(([step, value], index) => ({
    ...{ type: "step.completed", at: at + index, in: "", step, visit: 1 },
    outlets: { success: value },
  }))
  const events = [
    { type: "run.started", v: 9, at, run: "odd", inputs: {}, seed: 1 },
    ...done,
    { type: "step.dreamt", at: at + 5, in: "", step: "huge", visit: 1 },
    { type: "run.ended", at: at + 9, status: "completed", output: script },
  ]
  return JSON.stringify({ rivuletRun: 1, workflow: { rivulet: 1, id: "odd", name: script, steps }, events })
}

test("a run of another time is shown honestly: unknown kinds and events, script, 50 MB, half signs, bytes", async ({
  studio,
}) => {
  const { page } = studio
  await studio.home()
  await page.getByRole("link", { name: "Runs", exact: true }).click()
  const buffer = Buffer.from(oddRun())
  expect(buffer.length).toBeGreaterThan(45e6)
  const file = { name: "odd.rivulet-run.json", mimeType: "application/json", buffer }
  await page.locator("input[type=file]").setInputFiles(file)

  const panel = page.getByRole("region", { name: "Run", exact: true })
  await expect(panel.getByRole("status")).toHaveText("Completed", { timeout: 30_000 })
  await expect(panel.getByRole("region", { name: "Output" })).toContainText(script)
  await expect(page.getByRole("heading", { name: script })).toBeVisible()

  // The drawing shows it as it was, and a box leads to what it gave.
  await expect(studio.box("huge").locator(".is-unknown")).toBeVisible()
  await expect(studio.box("huge")).toContainText("Completed")
  await studio.box("huge").click()
  const visit = page.getByRole("region", { name: "Visit huge#1" })
  await expect(visit.getByRole("columnheader", { name: "index" })).toBeVisible()
  await expect(visit).toContainText("row 3 row 3")
  await visit.getByRole("radio", { name: "JSON" }).click()
  await expect(visit).toContainText('"index": 0')
  await studio.box("half").click()
  await expect(page.getByRole("region", { name: "Visit half#1" })).toContainText("backwards")
  await studio.box("bytes").click()
  await expect(page.getByRole("region", { name: "Visit bytes#1" })).toContainText("AP8B/g==")
  await studio.box("script").click()
  await expect(page.getByRole("region", { name: "Visit script#1" })).toContainText("onerror")
})

test("a run outlives its workflow, and a damaged journal says so where it is looked at, and nowhere else", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "Run", exact: true })
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
  await expect(page.getByRole("link", { name: "gone" })).toHaveCount(0)
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
  await expect(panel.getByRole("alert")).toContainText("damaged")
  await expect(studio.box("only")).toBeVisible()
})
