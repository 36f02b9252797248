import { expect, test } from "./studio.ts"
import { startFrom } from "./templateDesk.ts"

/* Runs of the templates, stopped at and tried another way. */

test.use({ viewport: { width: 1900, height: 1000 } })

test("a feature is built in stages: stopped at, run in part, changed, and only what is stale is done again", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "A feature in four stages", "plan")
  const { page, panel, status, inspector } = desk
  await desk.seeAll("skills", "report")

  // Before anything has run there is nothing to begin from, and it says so.
  const ways = await desk.otherWays("plan")
  await expect(
    page.getByText(/run the workflow first: what leads here is taken over from a run\./),
  ).toBeVisible()
  await expect(ways.getByRole("menuitem")).toHaveText([
    "Run this step alone",
    "Run up to here",
    "Run again from here",
    "Change what it gave",
  ])
  for (const way of (await ways.getByRole("menuitem").all()).slice(2))
    await expect(way).toHaveAttribute("aria-disabled", "true")
  await page.keyboard.press("Escape")

  // Of two breakpoints on steps, the run stops at the one whose condition holds.
  const stopAt = async (step: string, when: string) => {
    await studio.box(step).click()
    await inspector.getByRole("tab", { name: "Input" }).click()
    await inspector.getByRole("button", { name: "Stop runs before this step" }).click()
    const stop = inspector.getByRole("region", { name: "Runs stop before this step" })
    await stop.getByLabel("Only when").fill(when)
    await stop.getByLabel("Only when").press("Enter")
  }
  await stopAt("share_skills", "inputs.target_score > 90")
  await stopAt("keep_plan", "incoming.text != ''")
  await desk.run()
  await expect(status).toHaveText("Stopped before “Share the plan”")
  const stopped = panel.getByRole("region", { name: "Stopped" })
  await desk.seeAll("skills", "report")
  await stopped.getByRole("button", { name: "Run one step" }).click()
  await expect(status).toHaveText("Stopped before “Rounds of work”")
  await panel.getByRole("button", { name: "Resume" }).last().click()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("plan")).toContainText("Completed")
  await studio.box("keep_plan").click()
  await page.keyboard.press("b")

  // Up to a step, and that alone: the rest is left out.
  await desk.otherWays("plan")
  await page.getByRole("menuitem", { name: "Run this step again" }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("share_skills")).toContainText("taken over")
  await expect(studio.box("plan")).not.toContainText("taken over")
  await expect(studio.box("keep_plan")).not.toContainText("Completed")
  // A step that this run did not come to is run with what leads to it.
  const upTo = await desk.otherWays("keep_plan")
  await expect(page.getByText("The run has not come to this step.").first()).toBeVisible()
  await expect(upTo.getByRole("menuitem", { name: "Run again from here" })).toHaveAttribute(
    "aria-disabled",
    "true",
  )
  await page.getByRole("menuitem", { name: "Run up to here" }).click()
  await expect(panel.getByRole("heading", { name: "Run 3" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("keep_plan")).toContainText("Completed")
  await expect(studio.box("plan")).toContainText("taken over")
  // The menu of the box offers the same.
  await studio.box("plan").locator(".card-name").first().click({ button: "right" })
  await page.getByRole("menuitem", { name: "Run this step alone" }).click()
  await expect(panel.getByRole("heading", { name: "Run 4" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("plan")).not.toContainText("taken over")
  await expect(studio.box("keep_plan")).not.toContainText("Completed")

  // The plan is changed in the inspector: it is stale, and so is what follows, but nothing before it.
  await panel.getByRole("tab", { name: "Runs" }).click()
  await panel.getByRole("button", { name: /^Run 1/ }).click()
  await expect(panel.getByRole("heading", { name: "Run 1" })).toBeVisible()
  await studio.box("plan").click()
  await inspector.getByRole("tab", { name: "Configure" }).click()
  await inspector.getByRole("textbox", { name: "System" }).fill("Role: a planner of very small steps.")
  await expect(studio.box("plan")).toContainText("stale: Changed since this run")
  await expect(inspector.getByText("Changed since this run", { exact: true })).toBeVisible()
  await expect(studio.box("keep_plan")).toContainText("stale: “Plan”, which leads here, was changed")
  await expect(studio.box("share_skills")).not.toContainText("stale")

  // From a step on, in the workflow as it is now: what is stale is done again as well, and nothing else.
  await desk.otherWays("rounds")
  await expect(
    page.getByText("The workflow was changed since this run: what is stale runs again as well."),
  ).toBeVisible()
  await page.getByRole("menuitem", { name: "Run again from here" }).click()
  await expect(panel.getByRole("heading", { name: "Run 5" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("share_skills")).toContainText("taken over")
  for (const again of ["plan", "keep_plan", "report"]) {
    await expect(studio.box(again)).toContainText("Completed")
    await expect(studio.box(again)).not.toContainText("taken over")
    await expect(studio.box(again)).not.toContainText("stale")
  }
  await studio.box("plan").click()
  await inspector.getByRole("tab", { name: "Input" }).click()
  await expect(inspector.getByRole("region", { name: "system" })).toContainText("very small steps")
})

test("each round of the stages is gone through, and one of them is given another end; both runs stand side by side", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "A feature in four stages", "plan")
  const { page, panel, status, inspector } = desk
  await desk.run(dialog => dialog.getByLabel("Good enough from").fill("100"))
  await expect(status).toHaveText("Completed")
  await desk.seeAll("skills", "report")
  await expect(studio.box("hand_over")).toContainText("Completed")

  // The rounds of a step, and all as it was at the end of one.
  await studio.box("check").click()
  await inspector.getByRole("tab", { name: "Output" }).click()
  const visits = inspector.getByRole("group", { name: "Visits of the step" })
  await expect(visits).toContainText("of 3")
  await visits.getByRole("button", { name: "1", exact: true }).click()
  await inspector.getByText("Show the whole workflow as it was then").click()
  await expect(studio.box("hand_over")).not.toContainText("Completed")
  await expect(studio.box("check")).toContainText("Completed")
  await panel.getByRole("button", { name: "Back to now" }).click()

  // What is inside may have given something else.
  await desk.otherWays("check")
  await page.getByRole("menuitem", { name: "Change what it gave" }).click()
  await page
    .getByLabel("Values by outlet, as JSON")
    .fill('{ "success": { "score": 100, "feedback": "It is good" } }')
  await page.getByRole("button", { name: "Run what follows" }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("deliver")).toContainText("Completed")
  await expect(studio.box("hand_over")).not.toContainText("Completed")
  await expect(studio.box("plan")).toContainText("taken over")
  await panel.getByRole("tab", { name: "Files" }).click()
  await expect(panel.getByRole("list", { name: "Files changed" }).getByRole("button")).toHaveText(
    /^build\/feature\.txt/,
  )
  await panel.getByRole("tab", { name: "Compare" }).click()
  await panel
    .getByRole("list", { name: "Runs compared" })
    .getByRole("button", { name: /^Output/ })
    .click()
  const differences = panel.getByRole("list", { name: "Differences" })
  await expect(differences.getByRole("listitem").filter({ hasText: /^good/ })).toHaveText(
    /before: false.*after: true/,
  )
  await expect(differences.getByRole("listitem").filter({ hasText: /^score/ })).toContainText("100")
})

test("a step inside a round runs alone, up to it, and with its whole round, in the round that is shown", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "A feature in four stages", "plan")
  const { page, panel, status, inspector } = desk
  const dialog = page.getByRole("dialog")
  await desk.seeAll("skills", "report")

  // Without an earlier run: what leads to the step, the first round up to it, and nothing else.
  const fresh = await desk.otherWays("keep_code")
  await expect(fresh.getByRole("menuitem", { name: "Run this step alone" })).toHaveAttribute(
    "aria-disabled",
    "true",
  )
  await expect(page.getByText("Running up to here begins this container.", { exact: false })).toBeVisible()
  await page.getByRole("menuitem", { name: "Run up to here" }).click()
  await expect(
    dialog.getByText("“Share the code” runs with what leads to it, and nothing else."),
  ).toBeVisible()
  await dialog.getByLabel("Good enough from").fill("100")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Completed")
  await expect(panel.getByText("Up to step “Share the code”")).toBeVisible()
  await desk.seeAll("skills", "report")
  for (const done of ["plan", "code", "keep_code"]) await expect(studio.box(done)).toContainText("Completed")
  await expect(studio.box("rounds")).toContainText("In part")
  for (const other of ["test_simply", "check", "report"])
    await expect(studio.box(other)).not.toContainText("Completed")

  // All of it, and then one step of the first round alone, with what that round was given.
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await desk.seeAll("skills", "report")
  await studio.box("check").locator(".card-name").first().click()
  await inspector.getByRole("tab", { name: "Output" }).click()
  const visits = inspector.getByRole("group", { name: "Visits of the step" })
  await expect(visits).toContainText("of 3")
  await visits.getByRole("button", { name: "1", exact: true }).click()
  await inspector.getByRole("button", { name: "Try another way" }).click()
  await expect(page.getByRole("menu", { name: "Try another way" }).getByRole("menuitem")).toHaveText([
    "Run this step again",
    "Run up to here",
    "Run iteration 1 again",
    "Run again from here",
    "Change what it gave",
  ])
  await page.getByRole("menuitem", { name: "Run this step again" }).click()
  await expect(panel.getByRole("heading", { name: "Run 3" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(panel.getByText("“Check” alone")).toBeVisible()
  await expect(studio.box("check")).toContainText("Completed")
  await expect(studio.box("check")).not.toContainText("taken over")
  await expect(studio.box("code")).toContainText("taken over")
  await expect(studio.box("rounds")).toContainText("In part")
  await expect(studio.box("keep_grade")).not.toContainText("Completed")
  await inspector.getByRole("tab", { name: "Input" }).click()
  await expect(inspector.getByRole("region", { name: "prompt" })).toContainText("Round 1")

  // From there on in the second round: the third is another one then, and the first stays.
  await panel.getByRole("tab", { name: "Runs" }).click()
  await panel.getByRole("button", { name: /^Run 2/ }).click()
  await inspector.getByRole("tab", { name: "Output" }).click()
  await visits.getByRole("button", { name: "2", exact: true }).click()
  await inspector.getByRole("button", { name: "Try another way" }).click()
  await page.getByRole("menuitem", { name: "Run again from here" }).click()
  await expect(panel.getByRole("heading", { name: "Run 4" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("hand_over")).toContainText("Completed")
  await expect(studio.box("plan")).toContainText("taken over")
  await expect(visits).toContainText("of 3")
  for (const [round, isTaken] of [
    ["1", true],
    ["2", false],
    ["3", false],
  ] as const) {
    await visits.getByRole("button", { name: round, exact: true }).click()
    await expect(inspector.getByText("taken over from the run before")).toHaveCount(isTaken ? 1 : 0)
  }

  // The whole of the second round, asked for at its container.
  await studio.box("rounds").locator(".card-name").first().click()
  await inspector.getByRole("button", { name: "Try another way" }).click()
  await page.getByRole("menuitem", { name: "Run iteration 3 again" }).click()
  await expect(panel.getByRole("heading", { name: "Run 5" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(panel.getByText("“Rounds of work”, iteration 3 alone", { exact: true })).toBeVisible()
  for (const again of ["code", "test_simply", "check", "keep_grade"]) {
    await expect(studio.box(again)).toContainText("Completed")
    await expect(studio.box(again)).not.toContainText("taken over")
  }
  await expect(studio.box("hand_over")).not.toContainText("Completed")
})
