import { expect, test } from "./studio.ts"

const asking = `rivulet: 1
id: asking
name: Asking
inputs:
  count: { type: integer, required: true, title: How many }
variables: { double: 0 }
steps:
  - { id: twice, kind: set, with: { values: { double: "{{ inputs.count * 2 }}" } }, next: ask }
  - { id: ask, kind: approve, with: { title: "Write {{ vars.double }}?", text: "It is **doubled**" }, next: { approved: save, rejected: none } }
  - { id: save, kind: file.write, with: { path: out.txt, content: "{{ [vars.double].map(n => n + 1)[0] }}" }, next: { success: read } }
  - { id: none, kind: stop }
  - { id: read, kind: file.read, with: { path: out.txt } }
output: "{{ steps.read.output.content }}"
`

test("a workflow is run with its inputs, waits for a person over a reload, and says what it gave", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(asking)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Asking”" })
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(dialog.getByText("Fill this in")).toBeVisible()
  await dialog.getByLabel("How many (required)").fill("21")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()

  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("heading", { name: "Write 42?" })).toBeVisible()
  await expect(panel.getByText("doubled", { exact: true })).toBeVisible()
  await expect(panel.getByRole("status")).toHaveText("Waiting")
  await expect(studio.box("twice")).toContainText("Completed")
  await expect(studio.box("ask")).toContainText("Waiting")

  await page.reload()
  await page.getByRole("button", { name: "Runs", exact: true }).click()
  await panel.getByRole("list", { name: "Runs of this workflow" }).getByRole("button").click()
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("43")
  await expect(panel.getByRole("listitem").filter({ hasText: "none" })).toContainText("skipped")

  // What it changed for real stands there, with what it was before.
  await panel.getByRole("tab", { name: "Files" }).click()
  await expect(panel.getByRole("list", { name: "Files changed" }).getByRole("button")).toHaveText(
    "out.txt+1 line",
  )
  await expect(panel.getByRole("region", { name: "What changed in out.txt" })).toContainText("43")

  // Any event of the past shows everything as it was then.
  await panel.getByRole("tab", { name: "Log" }).click()
  await panel.getByRole("button", { name: /ask waits for a person/ }).click()
  await expect(studio.box("ask")).toContainText("Waiting")
  await expect(studio.box("save")).not.toContainText("Completed")
  await panel.getByRole("button", { name: "One event back" }).click()
  await expect(studio.box("ask")).toContainText("Ready")
  await panel.getByRole("tab", { name: "Files" }).click()
  await expect(panel.getByText("No file was changed up to this moment")).toBeVisible()
  await panel.getByRole("button", { name: "Back to now" }).click()
  await expect(studio.box("save")).toContainText("Completed")
})

test("a run is paused, resumed and cancelled", async ({ studio }) => {
  const { page } = studio
  await studio.import("rivulet: 1\nid: resting\nsteps:\n  - { id: rest, kind: wait, with: { for: 1h } }\n")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  const status = panel.getByRole("status")
  await expect(status).toHaveText("Waiting")
  await panel.getByRole("button", { name: "Pause" }).click()
  await expect(status).toHaveText("Paused")
  await panel.getByRole("button", { name: "Resume" }).click()
  await expect(status).toHaveText("Waiting")
  await panel.getByRole("button", { name: "Cancel the run" }).click()
  await expect(status).toHaveText("Cancelled")
})
