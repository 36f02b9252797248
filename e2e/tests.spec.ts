import { readFileSync } from "node:fs"
import { expect, test } from "./studio.ts"

const triage = `rivulet: 1
id: triage
name: Triage a ticket
steps:
  - id: judge
    name: Judge the ticket
    kind: ai.generate
    with: { provider: simulated, prompt: How urgent is it? }
    next: { success: urgent, failure: note }
  - id: urgent
    kind: condition
    with: { if: "{{ steps.judge.output.text.length > 10 }}" }
    next: { true: save, false: aside }
  - { id: aside, kind: log, with: { message: aside } }
  - { id: save, kind: file.write, with: { path: ticket.txt, content: "{{ steps.judge.output.text }}" } }
  - { id: note, name: Note the failure, kind: log, with: { message: "{{ error.message }}" } }
output: "{{ steps.save.output.path }}"
`

test("a run is kept as a test, fails when the workflow says something else, and expects that from then on", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(triage)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  const status = panel.getByRole("status").first()
  await expect(status).toHaveText("Completed")
  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "Keep as a test" }).click()
  const dialog = page.getByRole("dialog", { name: "Keep this run as a test" })
  await dialog.getByLabel("Name").fill("Urgent")
  await dialog.getByRole("button", { name: "Expect something of a field" }).click()
  await dialog.getByLabel("Field 3", { exact: true }).fill("steps.judge.output.text")
  await expect(dialog.getByLabel("Value 3", { exact: true })).toHaveValue(/simulated answer/)
  await dialog.getByRole("button", { name: "Keep the test" }).click()
  await expect(page.getByRole("button", { name: "Tests: 1 passed" })).toBeVisible()

  // What no test and no run went through is hatched.
  await panel.getByText("Show what was never exercised").click()
  await expect(panel.getByText("3 of 7 outlets exercised")).toBeVisible()
  await expect(studio.box("urgent").locator(".is-untried")).toHaveAttribute(
    "title",
    /^false: never exercised/,
  )

  // Broken on purpose, the canvas shows what caught it.
  await panel.getByRole("button", { name: "More for the test Urgent" }).click()
  await page.getByRole("menuitem", { name: "Break it" }).click()
  const table = panel.getByRole("table", { name: "What catches what" })
  await expect(table.getByRole("button")).toHaveText(["Caught", "Caught", "Caught", "Unnoticed"])
  await table.getByRole("button", { name: "Caught" }).first().click()
  await expect(studio.box("judge")).toContainText("Failed")
  await expect(studio.box("note")).toContainText("Completed")
  await expect(
    panel.getByText(/The failure outlet of “Judge the ticket” takes it, on to “Note the failure”/),
  ).toBeVisible()
  await panel.getByRole("button", { name: "Tests", exact: true }).click()

  // The workflow is changed: what the test said before says nothing of it.
  await studio.box("save").click()
  await page.keyboard.press("d")
  await expect(page.getByRole("button", { name: "Tests: 1 not run since the last change" })).toBeVisible()
  await panel.getByRole("button", { name: "Run all tests" }).click()
  await expect(page.getByRole("button", { name: "Tests: 1 failed" })).toBeVisible()
  await expect(panel.getByRole("list", { name: "Differences" })).toContainText("ticket.txt")
  await panel.getByRole("button", { name: "Expect what came from now on" }).click()
  await expect(page.getByRole("button", { name: "Tests: 1 passed" })).toBeVisible()

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("button", { name: "Export the tests" }).click(),
  ])
  expect(download.suggestedFilename()).toBe("triage.test.json")
  const file = JSON.parse(readFileSync(await download.path(), "utf8"))
  expect(file).toMatchObject({ rivuletTests: 1, tests: [{ name: "Urgent" }] })
  await studio.home()
  await expect(page.getByText("1 test passes")).toBeVisible()
})
