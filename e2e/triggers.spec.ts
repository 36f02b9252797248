import { expect, test } from "./studio.ts"

/** Once an hour, at a minute that has just gone: no tick of its own comes while the journey goes on. */
const hourly = `${new Date(Date.now() - 20 * 60_000).getMinutes()} * * * *`
const ticking = `rivulet: 1
id: ticking
name: Ticking
triggers: [{ id: often, type: schedule, with: { cron: "${hourly}" }, missed: run_once }]
steps: [{ id: note, kind: log, with: { message: "It is {{ trigger.at }}" } }]
`

test("a workflow that is switched on starts by itself, once over two tabs, and no more once it is off", async ({
  studio,
  context,
}) => {
  const { page } = studio
  await studio.import(ticking)
  await page.getByRole("button", { name: "Starts by itself: off" }).click()
  const dialog = page.getByRole("dialog")
  await expect(dialog.getByRole("heading", { name: "Let Ticking start by itself?" })).toBeVisible()
  await expect(dialog.getByText(hourly)).toBeVisible()
  await expect(dialog.getByRole("list", { name: "Next times" }).getByRole("listitem")).toHaveCount(3)
  await expect(dialog.getByText("only while a tab of Rivulet is open")).toBeVisible()
  await dialog.getByRole("button", { name: "Switch on" }).click()
  await expect(dialog.getByRole("heading", { name: "Ticking starts by itself" })).toBeVisible()
  await dialog.getByRole("button", { name: "Close" }).last().click()
  await expect(page.getByRole("button", { name: "Starts by itself: on" })).toBeVisible()

  // As if the computer had slept over the last hours: the tick of the hour is due, and was missed.
  await page.evaluate(async () => {
    const opening = indexedDB.open("rivulet")
    await new Promise(go => {
      opening.onsuccess = go
    })
    const since = Date.now() - 3 * 3_600_000
    const transaction = opening.result.transaction(["switches", "standings"], "readwrite")
    transaction.objectStore("switches").put({ workflow: "ticking", since })
    transaction.objectStore("standings").put({ workflow: "ticking", trigger: "often", since })
    await new Promise(go => {
      transaction.oncomplete = go
    })
    opening.result.close()
  })
  const other = await context.newPage()
  await Promise.all([page.reload(), other.goto("#/w/ticking")])
  await page.getByRole("button", { name: "Runs", exact: true }).click()
  const runs = page.getByRole("list", { name: "Runs of this workflow" }).getByRole("button")
  await expect(runs).toHaveCount(1, { timeout: 30_000 })
  await expect(runs.first()).toContainText("Completed", { timeout: 10_000 })

  await page.getByRole("button", { name: "Starts by itself: on" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click()
  await expect(other.getByRole("button", { name: "Starts by itself: off" })).toBeVisible()
  await expect(runs).toHaveCount(1)

  // In the list too it is seen, and switched, with what it would come to shown before.
  await studio.home()
  const row = page.getByRole("list", { name: "Workflows" }).getByRole("listitem")
  await expect(row.getByText("on average")).toBeAttached()
  const onOff = row.getByRole("switch", { name: "Ticking starts by itself" })
  await expect(onOff).not.toBeChecked()
  await row.getByText("Ticking starts by itself").locator("..").click()
  await expect(dialog.getByRole("list", { name: "Next times" })).toBeVisible()
  await dialog.getByRole("button", { name: "Switch on" }).click()
  await dialog.getByRole("button", { name: "Close" }).last().click()
  await expect(onOff).toBeChecked()
  await row.getByText("Ticking starts by itself").locator("..").click()
  await expect(onOff).not.toBeChecked()
})
