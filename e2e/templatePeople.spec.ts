import { expect, test } from "./studio.ts"
import { startFrom } from "./templateDesk.ts"

/* Templates in whose middle people stand: a form, a decision, and what is made of both. */

test.use({ viewport: { width: 1900, height: 1000 } })

test("a claim is filled in and decided in the inbox, stands in the files, is read there and explained; a small one asks nobody", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "Claim an expense", "claim")
  const { page, panel, status, inspector } = desk
  await desk.run(async dialog => {
    await desk.choose(dialog, /Whose budget$/, "Training")
    await dialog.getByLabel("Paid without asking up to").fill("ten")
    await dialog.getByRole("button", { name: "Run", exact: true }).click()
    await expect(dialog.getByText("Enter a number")).toBeVisible()
    await dialog.getByLabel("Paid without asking up to").fill("10")
  })
  await expect(status).toHaveText("Waiting")
  await expect(panel.getByText("waits for you: Fill in the claim")).toBeVisible()
  await expect(page).toHaveTitle("(1) Rivulet")

  // The page is closed, and opened again at the inbox. What is no claim is not sent.
  await page.goto("#/inbox")
  await page.reload()
  const asked = page.getByRole("region", { name: "Claim an expense" })
  await expect(asked.locator("strong")).toHaveText("Training")
  const send = asked.getByRole("button", { name: "Send the claim" })
  await send.click()
  await expect(asked.getByText("Fill this in")).toHaveCount(3)
  await asked.getByLabel("What for (required)").fill("A course, “the long one”")
  await asked.getByLabel("Amount (required)").fill("6000")
  await desk.choose(asked, /Kind$/, "other")
  await expect(asked.getByLabel("Paid on (required)")).toHaveAttribute("type", "date")
  await asked.getByLabel("Paid on (required)").fill("2026-11-02")
  await asked.getByLabel("What it was good for").fill("We learn.\nAll of us.")
  await send.click()
  await expect(asked.getByText("Enter at most 5000")).toBeVisible()
  await asked.getByLabel("Amount (required)").fill("120.5")
  await send.click()

  // Decided over another restart, with a note.
  await expect(asked.getByRole("heading", { name: "120.5 for A course, “the long one”?" })).toBeVisible()
  await page.reload()
  await expect(asked).toContainText("Paid on 2026-11-02 (other), from the budget Training.")
  await asked.getByLabel("Note").fill("Well spent")
  await asked.getByRole("button", { name: "Approve" }).click()
  await expect(asked).toHaveCount(0)
  await expect(page.getByRole("heading", { name: "A course, “the long one”: accepted" })).toBeVisible()
  await expect(page).toHaveTitle("Rivulet")
  const toast = page.getByRole("alertdialog").filter({ hasText: "“Claim an expense” completed" })
  await toast.getByRole("button", { name: "Show" }).click()
  await expect(status).toHaveText("Completed")
  const files = await studio.workspace()
  expect(files["expenses/ledger.csv"]).toBe('2026-11-02,120.5,other,accepted,"A course, “the long one”"\n')
  expect(files["expenses/2026-11.md"]).toContain("| 2026-11-02 | 120.5 | other | Training | **accepted** |")
  expect(files["expenses/2026-11.md"]).toContain("We learn.\nAll of us.\n\n> Well spent")

  // What was kept, as people read it and as it is written.
  await desk.seeAll("claim", "tell")
  await desk.look("keep", "Input")
  const content = inspector.getByRole("region", { name: "content" })
  await expect(content.getByRole("table").getByRole("row").last()).toHaveText(/120\.5.*Training.*accepted/)
  await expect(content.getByRole("blockquote")).toHaveText("Well spent")
  await content.getByRole("radio", { name: "Text" }).click()
  await expect(content).toContainText("> Well spent")

  // Why it came out like that: the way of whoever decided stays lit.
  await panel
    .getByRole("region", { name: "Output" })
    .getByRole("button", { name: "Where decision came from" })
    .click()
  const why = page.getByRole("region", { name: "Why it is so" })
  await expect(why).toContainText("accepted")
  await expect(studio.box("refuse").locator('[data-run="aside"]')).toBeVisible()
  await expect(studio.box("accept").locator('[data-run="aside"]')).toHaveCount(0)
  await why.getByRole("button", { name: "Close" }).click()

  // What was typed last stands there again. A small claim, filled in where the run stands, is decided by nobody.
  await desk.run(async dialog => {
    await expect(dialog.getByRole("button", { name: /Whose budget$/ })).toContainText("Training")
    await expect(dialog.getByLabel("Paid without asking up to")).toHaveValue("10")
  })
  const form = panel.getByRole("region", { name: "Question of Fill in the claim" })
  await form.getByLabel("What for (required)").fill("Chalk")
  await form.getByLabel("Amount (required)").fill("8")
  await form.getByLabel("Paid on (required)").fill("2026-12-01")
  await form.getByRole("button", { name: "Send the claim" }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("decide")).not.toContainText("Completed")
  expect((await studio.workspace())["expenses/ledger.csv"]?.split("\n")[1]).toBe(
    '2026-12-01,8,travel,accepted,"Chalk"',
  )
})

const lamp = { what: "A lamp", amount: 80, kind: "equipment", day: "2026-11-03" }

test("a form is filled in by what is pinned, asks again without it, and runs out of time for one run; a decision that fails is named, and nothing after it is red", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "Claim an expense", "claim")
  const { page, panel, status } = desk
  await desk.seeAll("claim", "tell")
  // What is pinned stands in for the form: whoever decides is asked at once.
  await desk.pin("claim", { success: lamp })
  await desk.run(async dialog => {
    await expect(dialog.getByText("1 step is pinned: use what is pinned")).toBeVisible()
  })
  await expect(panel.getByRole("heading", { name: "80 for A lamp?" })).toBeVisible()
  await expect(panel.getByText("1 step pinned")).toBeVisible()
  await panel.getByLabel("Note").fill("Too bright")
  await panel.getByRole("button", { name: "Reject" }).click()
  await expect(status).toHaveText("Completed")
  await desk.seeAll("claim", "tell")
  await expect(studio.box("claim")).toContainText("pinned")
  expect((await studio.workspace())["expenses/2026-11.md"]).toContain("> Too bright")

  // The decision fails: it is the cause, and nothing of what comes after it is red.
  await desk.run(dialog => desk.makeUp(dialog, "Pay it back?", "Fails"))
  await expect(status).toHaveText("Failed")
  const reason = panel.getByRole("region", { name: "Why it failed" })
  await expect(reason.getByRole("heading")).toHaveText("“Pay it back?” failed")
  await expect(studio.box("decide").locator("[data-look]")).toHaveAttribute("data-look", "bad")
  for (const after of ["accept", "keep", "tell"])
    await expect(studio.box(after).locator("[data-look]")).toHaveCount(0)

  // Pins are set aside for the next run: the form asks again.
  await desk.run(dialog => dialog.getByText("1 step is pinned: use what is pinned").click())
  await expect(panel.getByRole("heading", { name: "What did you pay for?" })).toBeVisible()
  await expect(panel.getByText("1 step pinned")).toHaveCount(0)
  await panel.getByRole("button", { name: "Cancel the run" }).click()
  await expect(status).toHaveText("Cancelled")

  // Unpinned, and nobody sends it: the run goes the other way.
  await desk.seeAll("claim", "tell")
  await studio.box("claim").locator(".card-name").first().click()
  await page.keyboard.press("p")
  await expect(studio.box("claim")).not.toContainText("Pinned")
  await desk.run(dialog => desk.makeUp(dialog, "Fill in the claim", "Runs out of time"))
  await expect(status).toHaveText("Completed")
  await expect(panel.getByText("1 step made up")).toBeVisible()
  await expect(studio.box("claim")).toContainText("made up")
  await expect(studio.box("not_sent")).toContainText("Completed")
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("not sent")
  expect((await studio.workspace())["expenses/ledger.csv"]).toBe('2026-11-03,80,equipment,refused,"A lamp"\n')
})
