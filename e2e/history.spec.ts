import { expect, test } from "./studio.ts"

const asking = `rivulet: 1
id: asking
name: Asking
tags: [night]
inputs:
  who: { type: string, default: Ada }
steps:
  - { id: ask, kind: approve, with: { title: "Greet {{ inputs.who }}?" }, next: { approved: greet } }
  - { id: greet, kind: set, with: { values: { greeted: "{{ inputs.who }}" } } }
variables: { greeted: "" }
output: "{{ vars.greeted }}"
`
const failing = `rivulet: 1
id: failing
name: Failing
steps:
  - { id: calm, kind: set, with: { values: { a: 1 } }, next: read }
  - { id: read, name: Read what is not there, kind: file.read, with: { path: missing.txt }, next: use }
  - { id: use, kind: log, with: { message: "{{ steps.read.output.content }}" } }
variables: { a: 0 }
`

test("runs are found, answered from the inbox, counted, shared and taken away", async ({ studio }) => {
  const { page } = studio
  await studio.import(failing)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status")).toHaveText("Failed")
  // Where it began is named, with what to do; what merely followed is no failure.
  const reason = panel.getByRole("region", { name: "Why it failed" })
  await expect(reason).toContainText("Read what is not there")
  await expect(reason).toContainText("Check its name")
  await expect(studio.box("read").locator("[data-look]")).toHaveAttribute("data-look", "bad")
  await expect(studio.box("use").locator('[data-look="bad"]')).toHaveCount(0)

  // Whoever has the link sees the run, and its past, without anything else.
  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "Share this run" }).click()
  await page.getByRole("button", { name: "Copy a link" }).click()
  await expect(page.getByText("The link is copied.")).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const other = await page.context().newPage()
  await other.goto(link)
  await expect(other.getByRole("heading", { name: "Failing" })).toBeVisible()
  const shared = other.getByRole("region", { name: "The run" })
  await expect(shared.getByRole("status")).toHaveText("Failed")
  const box = (id: string) => other.locator(`.react-flow__node[data-id="${id}"]`)
  await expect(box("read")).toContainText("Failed")
  await expect(box("calm")).toContainText("Completed")
  await box("read").click()
  await expect(shared.getByRole("region", { name: "Visit read#1" })).toContainText("missing.txt")
  await shared.getByRole("button", { name: "One event back" }).click()
  await expect(shared.getByRole("status")).not.toHaveText("Failed")
  await shared.getByRole("button", { name: "One event back" }).click()
  await expect(box("read")).not.toContainText("Failed")
  await shared.getByRole("button", { name: "Back to now" }).click()
  await expect(box("read")).toContainText("Failed")
  await other.close()

  // A run that waits for a time asks nothing of anybody.
  await studio.import("rivulet: 1\nid: resting\nsteps:\n  - { id: rest, kind: wait, with: { for: 1h } }\n")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("status")).toHaveText("Waiting")

  await studio.import(asking)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Asking”" })
  await dialog.getByLabel("who").fill("Grace")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Greet Grace?" })).toBeVisible()

  await page.getByRole("link", { name: "Inbox, 1 waiting" }).click()
  const asked = page.getByRole("region", { name: "Asking" })
  await asked.getByRole("button", { name: "Approve" }).click()
  await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible()

  await page.getByRole("link", { name: "Runs", exact: true }).click()
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(rows).toHaveCount(3)
  await page.getByRole("searchbox", { name: "Find a run" }).fill("grace")
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText("Completed")
  await page.getByRole("searchbox", { name: "Find a run" }).fill("missing")
  await expect(rows).toContainText("Failing")
  await page.getByRole("searchbox", { name: "Find a run" }).fill("")

  await rows.filter({ hasText: "Failing" }).getByRole("checkbox").check()
  await page.getByRole("button", { name: "Delete" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await expect(rows).toHaveCount(2)

  await rows.getByRole("link", { name: "Asking" }).click()
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(studio.box("greet")).toContainText("Completed")
})

test("a past value is changed, what follows runs again, and both runs stand side by side", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(`rivulet: 1
id: forking
name: Forking
variables: { a: 1, b: 0 }
steps:
  - { id: give, name: Give, kind: file.write, with: { path: a.txt, content: one }, next: double }
  - { id: double, name: Double, kind: set, with: { values: { b: "{{ steps.give.output.size * 2 }}" } } }
output: "{{ vars.b }}"
`)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("6")
  await panel.getByRole("list", { name: "Steps of the run" }).getByRole("button", { name: /^Give/ }).click()
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await inspector.getByRole("button", { name: "Try another way" }).click()
  await page.getByRole("menuitem", { name: "Change what it gave" }).click()
  await page.getByLabel("Values by outlet, as JSON").fill('{ "success": { "size": 21 } }')
  await page.getByRole("button", { name: "Run what follows" }).click()
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("42")
  await panel.getByRole("tab", { name: "Compare" }).click()
  await panel.getByRole("button", { name: /^Give/ }).click()
  await expect(panel.getByRole("list", { name: "Differences" })).toContainText("21")

  // Alone, up to it, and from it on: each is a run of its own, that takes over what it does not do.
  const again = async (step: string, item: string) => {
    await studio.box(step).click()
    await inspector.getByRole("tab", { name: "Output" }).click()
    await inspector.getByRole("button", { name: "Try another way" }).click()
    await page.getByRole("menuitem", { name: item }).click()
  }
  await again("give", "Run up to here")
  await expect(panel.getByRole("heading", { name: "Run 3" })).toBeVisible()
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(studio.box("double")).not.toContainText("Completed")
  await panel.getByRole("tab", { name: "Runs" }).click()
  await panel.getByRole("button", { name: /^Run 2/ }).click()
  await again("double", "Run again from here")
  await expect(panel.getByRole("heading", { name: "Run 4" })).toBeVisible()
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("42")
  await expect(studio.box("give")).toContainText("taken over")

  // Beside any other run of the workflow: what both kept and gave.
  await panel.getByRole("tab", { name: "Compare" }).click()
  await expect(panel.getByText("Every step gave the same as in the other run.")).toBeVisible()
  await panel.getByRole("button", { name: /Compare with$/ }).click()
  await page.getByRole("option", { name: /^Run 1 / }).click()
  await panel
    .getByRole("list", { name: "Runs compared" })
    .getByRole("button", { name: /^Output/ })
    .click()
  await expect(panel.getByRole("list", { name: "Differences" })).toContainText("before: 6")
  await expect(panel.getByRole("list", { name: "Differences" })).toContainText("42")
  await again("give", "Run this step again")
  await expect(panel.getByRole("heading", { name: "Run 5" })).toBeVisible()
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(studio.box("give")).not.toContainText("taken over")
  await expect(studio.box("double")).not.toContainText("Completed")

  // What was changed since, and what follows from it, says that it is stale.
  await panel.getByRole("tab", { name: "Runs" }).click()
  await panel.getByRole("button", { name: /^Run 4/ }).click()
  await inspector.getByRole("tab", { name: "Configure" }).click()
  await studio.box("double").click()
  await page.keyboard.press("d")
  await expect(studio.box("double")).toContainText("stale: Switched off since this run")
  await expect(studio.box("give")).not.toContainText("stale")
})

test("two runs whose outputs are large stand side by side: what differs is shown, by keys alone, and the page goes on", async ({
  studio,
}) => {
  const { page } = studio
  test.setTimeout(150_000)
  await studio.import(`rivulet: 1
id: large
name: Large
inputs: { odd: { type: string, default: first } }
steps:
  - id: rows
    name: Rows
    kind: code.run
    with:
      timeout: 1m
      input: "{{ inputs.odd }}"
      source: "return Array.from({ length: 100000 }, (_, at) => ({ id: at, name: at === 70000 ? inputs : 'row' }))"
  - id: text
    name: Text
    kind: code.run
    with:
      timeout: 1m
      input: "{{ inputs.odd }}"
      source: "return 'a line of text\\\\n'.repeat(350000) + inputs"
`)
  const panel = page.getByRole("region", { name: "The run" })
  const dialog = page.getByRole("dialog", { name: "Run “Large”" })
  for (const [at, odd] of ["first", "second"].entries()) {
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await dialog.getByLabel("odd").fill(odd)
    await dialog.getByRole("button", { name: "Run", exact: true }).click()
    await expect(panel.getByRole("heading", { name: `Run ${at + 1}` })).toBeVisible()
    await expect(panel.getByRole("status").first()).toHaveText("Completed", { timeout: 40_000 })
  }
  await panel.getByRole("tab", { name: "Timeline" }).focus()
  const compare = panel.getByRole("tab", { name: "Compare" })
  while (!(await compare.evaluate(each => each.matches(":focus")))) await page.keyboard.press("ArrowRight")
  const steps = panel.getByRole("list", { name: "Steps compared" })
  const differences = panel.getByRole("list", { name: "Differences" })
  /** Opens a step by its keys, and looks that the page was never stuck while its values were compared. */
  const open = async (name: RegExp) => {
    const row = steps.getByRole("button", { name })
    for (let at = 0; at < 12 && !(await row.evaluate(each => each.matches(":focus"))); at++)
      await page.keyboard.press("Tab")
    await expect(row).toBeFocused()
    await page.keyboard.press("Enter")
  }
  await open(/^Rows/)
  await expect(differences).toContainText("70000.name")
  await expect(differences.getByRole("listitem")).toHaveText([/before: first.*after: second/])
  await page.keyboard.press("Enter")
  await expect(differences).toHaveCount(0)
  await open(/^Text/)
  await expect(differences).toContainText("Removed: first")
  await expect(differences).toContainText("Added: second")
  expect((await differences.textContent())?.length).toBeLessThan(1_000)
})
