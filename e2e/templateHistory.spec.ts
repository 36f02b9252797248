import { readFileSync } from "node:fs"
import { expect, test } from "./studio.ts"
import { startFrom } from "./templateDesk.ts"

/* Runs of the templates that are over: looked through sheet by sheet, and found again. */

test.use({ viewport: { width: 1900, height: 1000 } })

test("a history too long to be shown at once is shown a part at a time, in its workflow and in all of it", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "Report a failed run", "keep")
  const { page, panel, status } = desk
  await desk.run()
  await expect(status).toHaveText("Completed")
  await page.evaluate(copyRun, 119)
  await page.goto("#/runs")
  await page.reload()
  await expect(page.getByText("120 runs", { exact: true })).toBeVisible()
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  const older = page.getByRole("button", { name: "Show older runs" })
  for (const shown of [50, 100]) {
    await expect(rows).toHaveCount(shown)
    await older.click()
  }
  await expect(rows).toHaveCount(120)
  await expect(older).toHaveCount(0)
  await expect(rows.last()).toContainText("Run 1")
  // What is asked for is asked of all of it, and shown from its newest on.
  await page.getByRole("button", { name: /Status$/ }).click()
  await page.getByRole("option", { name: "Failed" }).click()
  await expect(page.getByText("59 runs", { exact: true })).toBeVisible()
  await expect(rows).toHaveCount(50)
  await page.getByRole("searchbox", { name: "Find a run" }).fill("no such run")
  await expect(page.getByText("No run matches")).toBeVisible()

  await page.goto("#/w/report-failure")
  await page.getByRole("button", { name: "Runs", exact: true }).click()
  const own = panel.getByRole("list", { name: "Runs of this workflow" }).getByRole("listitem")
  await expect(own).toHaveCount(30)
  await panel.getByRole("button", { name: "Show older runs" }).click()
  await expect(own).toHaveCount(60)
})

/** Puts older runs beside the only one that there is, every other of them failed. Handed to the page as text. */
async function copyRun(count: number): Promise<void> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((go, fail) => {
      request.onsuccess = () => go(request.result)
      request.onerror = () => fail(request.error)
    })
  const database = await asked(indexedDB.open("rivulet"))
  const transaction = database.transaction("runs", "readwrite")
  const runs = transaction.objectStore("runs")
  const [only] = await asked(runs.getAll())
  runs.put({ ...only, summary: { ...only.summary, number: count + 1 } })
  for (let at = 0; at < count; at++) {
    const status = at % 2 === 0 ? "completed" : "failed"
    const startedAt = only.startedAt - (count - at) * 60_000
    const run = `older-${at}`
    const summary = { ...only.summary, run, status, startedAt, endedAt: startedAt + 50, number: at + 1 }
    runs.put({ ...only, run, status, startedAt, summary })
  }
  await new Promise((go, fail) => {
    transaction.oncomplete = go
    transaction.onerror = () => fail(transaction.error)
  })
  database.close()
}

test("what the stages said, asked and share is read sheet by sheet; they are gone through again from the recording, and the history in another tab shows it", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "A feature in four stages", "plan")
  const { page, panel, status } = desk
  await desk.run()
  await expect(status).toHaveText("Completed")
  const history = await page.context().newPage()
  await history.goto(new URL("#/runs", page.url()).href)
  const runs = history.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(runs).toHaveCount(1)
  await page.bringToFront()

  await panel.getByRole("tab", { name: "Log" }).click()
  await panel.getByRole("searchbox", { name: "Find in the log" }).fill("keep_plan")
  const log = panel.getByRole("list", { name: "Log" }).getByRole("listitem")
  await expect(log).toHaveText([/keep_plan completed by success$/])
  await panel.getByRole("button", { name: "Copy the log" }).click()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/keep_plan {2}completed by success$/)
  // An event leads to its moment: what came later has not been.
  await desk.seeAll("keep_plan", "report")
  await log.getByRole("button").click()
  await expect(studio.box("keep_plan")).toContainText("Completed")
  await expect(studio.box("report")).not.toContainText("Completed")
  await panel.getByRole("button", { name: "Back to now" }).click()
  await expect(studio.box("report")).toContainText("Completed")
  await panel.getByRole("searchbox", { name: "Find in the log" }).fill("Scored")
  await expect(log).toHaveCount(1)
  await panel.getByRole("radio", { name: "Warnings" }).click()
  await expect(log).toHaveCount(0)
  const follow = panel.getByRole("button", { name: "Follow the log" })
  await follow.click()
  await expect(follow).toHaveAttribute("aria-pressed", "false")
  await panel.getByRole("tab", { name: "Variables" }).click()
  const variables = panel.getByRole("region", { name: "Variables" })
  for (const name of ["skills", "plan", "code", "feedback", "score"])
    await expect(variables).toContainText(name)
  await panel.getByRole("tab", { name: "Messages" }).click()
  await expect(panel.getByRole("region", { name: "Plan", exact: true })).toContainText(
    "A button that copies the address",
  )
  await panel.getByRole("tab", { name: "Tests" }).click()
  await panel.getByText("Show what was never exercised").click()
  await expect(panel.getByText(/^\d+ of \d+ outlets exercised$/)).toBeVisible()
  await expect(page.locator(".react-flow__node .is-untried").first()).toHaveAttribute(
    "title",
    /: never exercised/,
  )

  await page.getByRole("button", { name: "Choose how to run" }).click()
  await page.getByRole("radio", { name: "Replay" }).click()
  const replaying = page.getByRole("dialog", { name: "Replay “A feature in four stages”" })
  await replaying.getByRole("button", { name: "Replay", exact: true }).click()
  await expect(status).toHaveText("Completed from a recording")
  await expect(runs).toHaveCount(2)
})

test("runs are found by what started them, when, what they cost and their tags; the last two are kept, taken along in a file, and taken away", async ({
  studio,
}) => {
  const review = await startFrom(studio, "Automated code review", "review")
  await review.run()
  await expect(review.status).toHaveText("Completed")
  const desk = await startFrom(studio, "Report a failed run", "keep")
  const { page, panel, status, inspector } = desk
  await inspector.getByRole("button", { name: "More about its runs" }).click()
  await inspector.getByLabel("Runs kept").fill("2")
  await expect.poll(() => studio.text()).toContain("runs: 2")
  await studio.saved()
  for (const number of [1, 2, 3]) {
    await desk.run()
    await expect(panel.getByRole("heading", { name: `Run ${number}` })).toBeVisible()
    await expect(status).toHaveText("Completed")
  }

  // What is beyond what the workflow keeps is gone with the next start.
  await page.goto("#/runs")
  await page.reload()
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(rows).toHaveCount(3)
  await expect(rows.filter({ hasText: "Report a failed run" })).toHaveText([/Run 3/, /Run 2/])

  const ask = (field: string, choice: string) =>
    desk.choose(page.locator("body"), new RegExp(`${field}$`), choice)
  await ask("Tag", "code")
  await expect(rows).toHaveText([/Automated code review/])
  await ask("Tag", "Any tag")
  await ask("Trigger", "By hand")
  await expect(rows).toHaveCount(3)
  await ask("Trigger", "On a schedule")
  await expect(rows).toHaveCount(0)
  await ask("Trigger", "Any trigger")
  await ask("Cost", "$0.01 or more")
  await expect(rows).toHaveCount(0)
  await ask("Cost", "Any cost")
  await ask("Time", "Between two days")
  await page.getByLabel("Until").fill("2001-01-01")
  await expect(rows).toHaveCount(0)
  await ask("Time", "Last hour")
  await expect(rows).toHaveCount(3)

  await page.getByRole("searchbox", { name: "Find a run" }).fill("failed run")
  await page.getByRole("button", { name: "Choose the 2 shown" }).click()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ])
  const lines = readFileSync(await download.path(), "utf8").split("\n")
  expect(lines.map(line => JSON.parse(line).summary.number)).toEqual([3, 2])
  expect(JSON.parse(lines[0] ?? "").events.at(-1)).toMatchObject({ type: "run.ended", status: "completed" })
  await page.getByRole("button", { name: "Delete" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await expect(page.getByText("No run matches")).toBeVisible()
  await page.getByRole("button", { name: "Show all runs" }).click()
  await expect(rows).toHaveText([/Automated code review/])
})
