import { readFileSync } from "node:fs"
import { expect, test } from "./studio.ts"

const greeting = `rivulet: 1
id: greeting
name: Greeting
inputs:
  who: { type: string, required: true }
steps:
  - { id: draft, name: Draft, kind: ai.generate, with: { provider: simulated, prompt: "Greet {{ inputs.who }}" } }
  - { id: polish, name: Polish, kind: ai.generate, with: { provider: simulated, prompt: "Polish {{ steps.draft.output.text }}" } }
settings: { budget: { requests: 1 }, retention: { runs: 2 } }
output: "{{ inputs.who }}"
`
const patient = `rivulet: 1
id: patient
name: Patient
steps:
  - { id: read, name: Read it, kind: file.read, with: { path: missing.txt }, retry: { on: ["*"], attempts: 2, delay: 1h, jitter: none } }
`
const tidying = `rivulet: 1
id: tidying
name: Tidying
steps:
  - id: work
    kind: group
    steps:
      - { id: rest, kind: wait, with: { for: 1h } }
    always:
      - { id: tidy, name: Tidy up, kind: wait, with: { for: 1h } }
`

test("inputs are kept as a preset, a budget that is used up is raised, and the next run is estimated from it", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  const status = panel.getByRole("status").first()
  await studio.import(greeting)
  const ask = () => page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Greeting”" })
  const who = dialog.getByLabel("who")
  await ask()
  await who.fill("Grace")
  await dialog.getByText("Keep these inputs").click()
  await dialog.getByLabel("Name of the preset").fill("An admiral")
  await dialog.getByRole("button", { name: "Keep", exact: true }).click()
  await who.fill("Ada")
  await dialog.getByLabel("Preset", { exact: true }).click()
  await page.getByRole("option", { name: "An admiral" }).click()
  await expect(who).toHaveValue("Grace")
  // One that is no longer wanted goes.
  await dialog.getByLabel("Name of the preset").fill("Anybody")
  await dialog.getByRole("button", { name: "Keep", exact: true }).click()
  const presets = dialog.getByRole("list", { name: "Presets" }).getByRole("listitem")
  await expect(presets).toHaveText(["An admiral", "Anybody"])
  await presets.last().getByRole("button", { name: "Delete the preset Anybody" }).click()
  await expect(presets).toHaveText(["An admiral"])
  await dialog.getByLabel("Preset", { exact: true }).click()
  await expect(page.getByRole("option")).toHaveText(["An admiral"])
  await page.keyboard.press("Escape")
  await expect(dialog.getByText(/earlier run/)).toHaveCount(0)
  await dialog.getByRole("button", { name: "Run", exact: true }).click()

  // It stops before it asks for more than was allowed, and goes on from there.
  const budget = panel.getByRole("region", { name: "Budget used up" })
  await expect(budget).toContainText("request")
  await expect(studio.box("draft")).toContainText("Completed")
  await expect(studio.box("polish")).not.toContainText("Completed")
  await budget.getByLabel("Requests, in all").fill("1")
  await expect(budget.getByText("Give more than has been used")).toBeVisible()
  await expect(budget.getByRole("button", { name: "Raise and go on" })).toBeDisabled()
  await budget.getByLabel("Requests, in all").fill("5")
  await budget.getByRole("button", { name: "Raise and go on" }).click()
  await expect(status).toHaveText("Completed")

  // What was typed last is there again, as a form and as JSON, beside what such a run takes.
  await ask()
  await expect(who).toHaveValue("Grace")
  await expect(dialog.getByText(/^About .+ from one earlier run$/)).toBeVisible()
  await dialog.getByRole("radio", { name: "JSON" }).click()
  await dialog.getByLabel("Inputs, as JSON").fill('["Ada"]')
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(dialog.getByLabel("Inputs, as JSON")).toHaveAttribute("aria-invalid", "true")
  await dialog.getByLabel("Inputs, as JSON").fill('{ "who": "Ada" }')
  await dialog.getByText("For this run only").click()
  await dialog.getByLabel("Requests").fill("9")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("Ada")
  await ask()
  await expect(dialog.getByText(/from 2 earlier runs$/)).toBeVisible()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Run 3" })).toBeVisible()
  await expect(status).toHaveText("Completed")

  // The workflow keeps two runs; they go into a file, a line each, with all that happened.
  await page.reload()
  await page.getByRole("link", { name: "Runs", exact: true }).click()
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(rows).toHaveCount(2)
  await expect(rows.filter({ hasText: "Run 1" })).toHaveCount(0)
  await page.getByRole("button", { name: "Choose the 2 shown" }).click()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ])
  const lines = readFileSync(await download.path(), "utf8").split("\n")
  const [first] = lines.map(line => JSON.parse(line))
  expect(lines).toHaveLength(2)
  expect(first.summary).toMatchObject({ workflow: "greeting", number: 3, status: "completed" })
  expect(first.events[0]).toMatchObject({ type: "run.started" })
  expect(first.events.at(-1)).toMatchObject({ type: "run.ended", status: "completed" })
})

test("a step is tried again at once, a run that tidies up is stopped at once, and the title counts who waits", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  const status = panel.getByRole("status").first()
  await studio.import(patient)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const again = panel.getByRole("region", { name: "Read it tries again" })
  await expect(again).toContainText("Try 2. There is no file missing.txt.")
  await again.getByRole("button", { name: "Retry now" }).click()
  await expect(status).toHaveText("Failed")
  await expect(panel.getByRole("list", { name: "Steps of the run" })).toContainText("failed, 2 tries")

  await studio.import(tidying)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Waiting")
  await panel.getByRole("button", { name: "Cancel the run" }).click()
  await expect(studio.box("tidy")).toContainText("Waiting")
  await panel.getByRole("button", { name: "Stop at once" }).click()
  await expect(status).toHaveText("Cancelled")

  await studio.import(
    "rivulet: 1\nid: asking\nname: Asking\nsteps:\n  - { id: ask, kind: approve, with: { title: Go on? } }\n",
  )
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Go on?" })).toBeVisible()
  await expect(page).toHaveTitle("(1) Rivulet")
  await page.getByRole("link", { name: "Inbox, 1 waiting" }).click()
  await page.getByRole("region", { name: "Asking" }).getByRole("button", { name: "Approve" }).click()
  await expect(page).toHaveTitle("Rivulet")
})
