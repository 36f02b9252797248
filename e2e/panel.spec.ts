import { expect, test } from "./studio.ts"

const rounds = `rivulet: 1
id: rounds
name: Rounds
tags: [nightly]
inputs:
  fails: { type: boolean, default: false }
variables: { total: 0 }
steps:
  - id: all
    kind: foreach
    with: { items: [1, 2, 3] }
    steps:
      - { id: tell, kind: log, with: { message: "Round {{ item }}", level: "{{ item == 2 ? 'warn' : 'info' }}", data: { of: 3 } }, next: add }
      - { id: add, kind: set, with: { values: { total: "{{ vars.total + item }}" } } }
    next: { done: think }
  - { id: think, kind: ai.generate, with: { provider: simulated, prompt: "Say what {{ vars.total }} is" }, next: check }
  - { id: check, kind: condition, with: { if: "{{ inputs.fails }}" }, next: { true: break } }
  - { id: break, kind: file.read, with: { path: not-there.txt }, next: after }
  - { id: after, kind: log, with: { message: Never } }
`

test("the log is searched and copied, variables and messages are shown, each visit is gone through, and runs are found by what they were", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(rounds)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status")).toHaveText("Completed")

  // The log, by the words of its lines and by how loud they are.
  await panel.getByRole("tab", { name: "Log" }).click()
  await panel.getByRole("searchbox", { name: "Find in the log" }).fill("tell")
  await expect(panel.getByText("6 lines", { exact: true })).toBeVisible()
  await panel.getByRole("button", { name: "Copy the log" }).click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(async () => (await copied()).split("\n").length).toBe(6)
  expect(await copied()).toMatch(/info {2}all\[0\]#1\/tell {2}completed by success\n/)
  expect(await copied()).toMatch(/info {2}all\[2\]#1\/tell {2}Round 3 \{"of":3\}\n/)
  const warned = panel.getByRole("button", { name: 'all[1]#1/tell Round 2 {"of":3}' })
  await panel.getByRole("radio", { name: "Warnings" }).click()
  await expect(panel.getByText("1 line", { exact: true })).toBeVisible()
  await expect(warned).toBeVisible()
  const follow = panel.getByRole("button", { name: "Follow the log" })
  await expect(follow).toHaveAttribute("aria-pressed", "true")
  await follow.click()
  await expect(follow).toHaveAttribute("aria-pressed", "false")

  await panel.getByRole("tab", { name: "Variables" }).click()
  await expect(panel.getByRole("region", { name: "Variables" })).toContainText("total6")
  await panel.getByRole("tab", { name: "Messages" }).click()
  await expect(panel.getByRole("region", { name: "think" })).toContainText("Say what 6 is")

  // The visits of a step within the list, and everything as it was then.
  await studio.box("add").click()
  await page.getByRole("tab", { name: "Output" }).click()
  const output = page.getByRole("tabpanel", { name: "Output" })
  const visits = output.getByRole("group", { name: "Visits of the step" })
  await expect(visits).toContainText("of 3")
  await visits.getByRole("button", { name: "2", exact: true }).click()
  await expect(visits.getByRole("button", { name: "2", exact: true })).toHaveAttribute("aria-current", "true")
  await output.getByText("Show the whole workflow as it was then").click()
  await panel.getByRole("tab", { name: "Variables" }).click()
  await expect(panel.getByRole("region", { name: "Variables" })).toContainText("total3")
  await visits.getByRole("button", { name: "The visit before" }).click()
  await expect(panel.getByRole("region", { name: "Variables" })).toContainText("total1")

  // Opened anew, the run says what its steps wrote, and a line leads to where it was written.
  await page.goto("#/runs")
  await page.reload()
  await page.getByRole("list", { name: "All runs" }).getByRole("link", { name: "Rounds" }).click()
  await panel.getByRole("tab", { name: "Log" }).click()
  await expect(panel.getByText("Round 1", { exact: false })).toBeVisible()
  await panel.getByRole("radio", { name: "Warnings" }).click()
  await expect(panel.getByText("1 line", { exact: true })).toBeVisible()
  await warned.click()
  await panel.getByRole("tab", { name: "Variables" }).click()
  await expect(panel.getByRole("region", { name: "Variables" })).toContainText("total1")

  // At a moment of its past, too, it is a run that is over.
  await panel.getByRole("button", { name: "More for this run" }).click()
  await expect(page.getByRole("menuitem", { name: "Break its calls" })).toBeVisible()
  await expect(page.getByRole("menuitem", { name: "Stop everything at once" })).toHaveCount(0)
  await page.keyboard.press("Escape")

  // A second run fails.
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByText("fails", { exact: true }).click()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("status")).toHaveText("Failed")
  await expect(studio.box("break")).toContainText("Failed")

  // Runs are found by what they were and by what came of them.
  await page.goto("#/runs")
  const list = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(list).toHaveCount(2)
  const choose = async (field: string, choice: string | RegExp) => {
    await page.getByRole("button", { name: new RegExp(`${field}$`) }).click()
    await page.getByRole("option", { name: choice }).click()
  }
  await choose("Status", "Failed")
  await expect(list).toHaveCount(1)
  await expect(list).toContainText("Failed")
  await choose("Status", "Any status")
  await choose("Tag", "nightly")
  await expect(list).toHaveCount(2)
  await choose("Time", "Last hour")
  await expect(list).toHaveCount(2)
  await choose("Cost", "$10 or more")
  await expect(list).toHaveCount(0)
  await choose("Cost", "Any cost")
  await choose("Trigger", /schedule/i)
  await expect(list).toHaveCount(0)
  // All wishes are taken back at once, whether something is found or not.
  await page.getByRole("button", { name: "Show all runs" }).click()
  await expect(list).toHaveCount(2)
  await choose("Status", "Failed")
  await expect(list).toHaveCount(1)
  await page.getByRole("button", { name: "Show all runs" }).press("Enter")
  await expect(list).toHaveCount(2)
  await expect(page.getByRole("button", { name: "Show all runs" })).toHaveCount(0)
  await expect(page.getByRole("heading", { name: "Runs", exact: true })).toBeFocused()
})
