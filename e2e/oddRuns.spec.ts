import { writeFileSync } from "node:fs"
import { expect, test } from "./studio.ts"

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
  await expect(panel.getByRole("alert")).toContainText("damaged")
  await expect(studio.box("only")).toBeVisible()
})

test("a run file with anything in it is shown as what it is, and one of a later version says so", async ({
  studio,
}, info) => {
  const { page } = studio
  const file = info.outputPath("odd.rivulet-run.json")
  const write = (rivuletRun: number) => {
    const outlets = {
      success: {
        script: "<img src=x onerror=alert(1)><script>alert(2)</script>",
        half: "\ud800 half a character",
        binary: "\u0000\u0001\u001b[31m",
      },
    }
    const place = { at: 2, in: "", visit: 1 }
    const events = [
      { type: "run.started", v: 1, at: 1, run: "r", inputs: {}, seed: 1 },
      { type: "step.completed", ...place, step: "odd", outlets },
      { type: "step.teleported", ...place, step: "odd", where: "tomorrow" },
      { type: "step.completed", ...place, step: "large", outlets: { success: "x".repeat(50_000_000) } },
      { type: "step.completed", ...place, step: "later", outlets: { success: 7 } },
      { type: "run.ended", at: 3, status: "completed", output: 7 },
    ]
    const steps = [
      { id: "odd", kind: "set", with: { values: {} }, next: ["large"] },
      { id: "large", kind: "set", with: { values: {} }, next: ["later"] },
      { id: "later", kind: "of.tomorrow" },
    ]
    writeFileSync(file, JSON.stringify({ rivuletRun, workflow: { rivulet: 1, id: "odd", steps }, events }))
  }
  await studio.home()
  await page.getByRole("link", { name: "Runs", exact: true }).click()
  const chooser = page.locator("input[type=file]")
  write(2)
  await chooser.setInputFiles(file)
  const refused = page.getByRole("dialog", { name: "The file was not opened" })
  await expect(refused.getByRole("alert")).toContainText("newer")
  await refused.getByRole("button", { name: "Close" }).last().click()
  write(1)
  await chooser.setInputFiles(file)
  const panel = page.getByRole("region", { name: "Run", exact: true })
  await expect(panel.getByRole("status")).toHaveText("Completed", { timeout: 30_000 })
  await expect(panel.getByRole("button", { name: /Retry/ })).toHaveCount(0)
  const rows = panel.getByRole("list", { name: "Steps of the run" })
  await rows.getByRole("button", { name: "odd" }).click()
  const visit = panel.getByRole("region", { name: "Visit odd#1" })
  await expect(visit).toContainText("<img src=x onerror=alert(1)>")
  await expect(visit).toContainText("half a character")
  await rows.getByRole("button", { name: "large" }).click()
  const large = panel.getByRole("region", { name: "Visit large#1" })
  await large.getByRole("button", { name: "Load it" }).click()
  await expect(large).toContainText("xxxxxxxx", { timeout: 30_000 })
  await rows.getByRole("button", { name: "later" }).click()
  await expect(panel.getByRole("region", { name: "Visit later#1" })).toContainText("7")
})
