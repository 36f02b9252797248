import type { Page } from "@playwright/test"
import { expect, test } from "./studio.ts"

/* A run as those follow it who look on: what it asks is answered in place, and what it was stays to be seen. */

const filling = `rivulet: 1
id: filling
name: Filling
variables: { said: "" }
steps:
  - { id: ask, name: Ask them, kind: form, with: { title: Who is it, text: "For the **letter**", fields: { who: { type: string, required: true, title: Who }, loud: { type: boolean, title: Loud } }, submit: Send it } }
  - { id: greet, name: Greet, kind: set, with: { values: { said: "Hello {{ steps.ask.output.who }}{{ steps.ask.output.loud ? '!' : '' }}" } } }
output: "{{ vars.said }}"
`

test("a form is filled in where the run stands, while another tab sees the history change; the workflow as it ran stays to be seen", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  await studio.import(filling)
  await studio.saved()
  const history = await page.context().newPage()
  await history.goto(new URL("#/runs", page.url()).href)
  await expect(history.getByText("Nothing has run yet")).toBeVisible()
  await page.getByRole("button", { name: "Run", exact: true }).click()

  // How far it is, and what it waits for; and that stands in the history of whoever looks at that.
  await expect(panel.getByText("0 of 2 steps")).toBeVisible()
  await expect(panel.getByText("waits for you: Ask them")).toBeVisible()
  const row = history.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(row).toContainText("Waiting")

  const form = panel.getByRole("region", { name: "Question of Ask them" })
  await expect(form.getByText("letter", { exact: true })).toBeVisible()
  await form.getByRole("button", { name: "Send it" }).click()
  await expect(form.getByText("Fill this in")).toBeVisible()
  await form.getByLabel("Who").fill("Ada")
  await form.getByText("Loud").click()
  // What is typed stays while one looks at what the run did before it asked.
  await panel.getByRole("slider", { name: "Moment of the run" }).focus()
  await page.keyboard.press("Home")
  await expect(form).toBeHidden()
  await page.keyboard.press("End")
  await expect(form.getByLabel("Who")).toHaveValue("Ada")
  await form.getByRole("button", { name: "Send it" }).click()
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("Hello Ada!")
  await expect(panel.getByText("2 of 2 steps")).toBeVisible()
  await expect(row).toContainText("Completed")
  await history.close()

  // What a step was given is what its templates came to, and not how they are written.
  await studio.box("greet").click()
  await page.getByRole("tab", { name: "Input", exact: true }).click()
  const input = page.getByRole("tabpanel", { name: "Input" })
  await expect(input.getByRole("region", { name: "values" })).toContainText("Hello Ada!")
  await expect(input).not.toContainText("{{")

  // The workflow goes on; the run keeps the one that it began with.
  await page.getByRole("tab", { name: "Configure" }).click()
  await page.keyboard.press("Escape")
  await studio.box("greet").click()
  await page.keyboard.press("Delete")
  await expect(studio.box("greet")).toHaveCount(0)
  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "See the workflow as it ran" }).click()
  await expect(page.getByText("The workflow as it was when this run began")).toBeVisible()
  await expect(studio.box("greet")).toContainText("Completed")
  await expect(panel.getByRole("status")).toHaveText("Completed")

  // What was only tried says so.
  await page.goBack()
  await expect(studio.box("ask")).toBeVisible()
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  await expect(panel.getByText("Test run: nothing was changed")).toBeVisible()
})

const talking = `rivulet: 1
id: talking
name: Talking
steps:
  - id: both
    kind: parallel
    steps:
      - { id: work, kind: shell.run, with: { command: "seq 9 | sort; sleep 600" } }
      - { id: think, kind: code.run, with: { timeout: 5m, source: 'console.log("Begins to think"); for (;;);' } }
`

test("who looks at a run in the middle of it sees what its steps have said so far, here and in another tab", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(talking)
  await studio.saved()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("button", { name: "Allow all and run" }).click()
  const isSeen = async (seen: Page) => {
    const box = (id: string) => seen.locator(`.react-flow__node[data-id="${id}"]`)
    const panel = seen.getByRole("region", { name: "The run" })
    await expect(box("work")).toContainText("$ sort $ sleep 600")
    await expect(box("think")).toContainText("Running")
    await panel.getByRole("tab", { name: "Log" }).click()
    const lines = panel.getByRole("list", { name: "Log" }).getByRole("listitem")
    await expect(lines.filter({ hasText: "Begins to think" })).toHaveCount(1)
    return panel
  }
  await isSeen(page)

  // Elsewhere and back again.
  const open = async (seen: Page) => {
    await seen.goto(new URL("#/runs", page.url()).href)
    await seen
      .getByRole("list", { name: "All runs" })
      .getByRole("link", { name: /Talking/ })
      .click()
  }
  await open(page)
  const panel = await isSeen(page)
  const other = await page.context().newPage()
  await open(other)
  await isSeen(other)
  await isSeen(page)
  await panel.getByRole("button", { name: "Cancel the run" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Cancelled")
})

test("what a sandbox run would do hundreds of times over is gone through, ticked off and looked into without being drawn whole", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  await studio.import(`rivulet: 1
id: much
name: Much
steps:
  - id: each
    kind: foreach
    with: { items: "{{ Array.from({ length: 400 }, (_, at) => at + 1000) }}", concurrency: 4 }
    steps:
      - { id: write, kind: file.write, with: { path: "out/{{ item }}.txt", content: "Text {{ item }}" } }
`)
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Completed in sandbox", { timeout: 60_000 })
  const would = panel.getByRole("region", { name: "What this run would do" })
  await expect(would.getByText("400 of 400 ticked")).toBeVisible()
  const rows = would.getByRole("listitem")
  expect(await rows.count()).toBeLessThan(200)
  await would.getByRole("button", { name: /out\/1000\.txt/ }).click()
  await expect(would.getByText("Text 1000")).toBeVisible()
  await would.getByText("Do: out/1001.txt").locator("..").click()
  await expect(would.getByText("399 of 400 ticked")).toBeVisible()
  const last = would.getByRole("button", { name: /out\/1399\.txt/ })
  await expect(async () => {
    await would.getByRole("list").evaluate(list => {
      list.parentElement?.scrollTo({ top: list.parentElement.scrollHeight })
    })
    await expect(last).toBeVisible({ timeout: 500 })
  }).toPass()
  expect(await rows.count()).toBeLessThan(200)
  // Back at the top all is as it was left.
  await would.getByRole("list").evaluate(list => list.parentElement?.scrollTo({ top: 0 }))
  await expect(would.getByText("Text 1000")).toBeVisible()
  await expect(would.getByRole("checkbox", { name: "Do: out/1001.txt" })).not.toBeChecked()
  await expect(would.getByRole("checkbox", { name: "Do: out/1002.txt" })).toBeChecked()
})
