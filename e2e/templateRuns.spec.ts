import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { chooseServer } from "./keyDesk.ts"
import { expect, test } from "./studio.ts"
import { startFrom } from "./templateDesk.ts"

/* Runs of the templates: steered, answered from elsewhere, raised, retried and mended. */

test.use({ viewport: { width: 1900, height: 1000 } })

let double: ModelServer | undefined
test.afterEach(() => double?.close())

test("a trip is steered, answered on its card and from the inbox, and tells of itself in the background", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "Plan a trip", "ask")
  const { page, panel, status, dialog } = desk
  await desk.seeAll("ask", "done")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await dialog.getByLabel("Where to").fill("Kyoto")
  await dialog.getByText("Keep these inputs").click()
  await dialog.getByLabel("Name of the preset").fill("To Kyoto")
  await dialog.getByRole("button", { name: "Keep", exact: true }).click()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Waiting")
  await panel.getByRole("button", { name: "Pause" }).click()
  await expect(status).toHaveText("Paused")
  await panel.getByRole("button", { name: "Resume" }).click()
  await expect(status).toHaveText("Waiting")

  // It is answered on its card.
  await studio.box("approve_trip").getByRole("button", { name: "Answer" }).click()
  const asked = page.getByRole("dialog", { name: "Question of Book it?" })
  await expect(asked).toContainText("3 nights in Kyoto")
  await asked.getByRole("button", { name: "Reject" }).click()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("not_booked")).toContainText("Completed")
  expect(await studio.workspace()).toEqual({})

  // Stopped at once, and cancelled.
  const askAgain = async () => {
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await dialog.getByLabel("Preset", { exact: true }).click()
    await page.getByRole("option", { name: "To Kyoto" }).click()
    await dialog.getByRole("radio", { name: "JSON" }).click()
    await expect(dialog.getByLabel("Inputs, as JSON")).toHaveValue(/"city": "Kyoto"/)
  }
  const runAgain = async () => {
    await askAgain()
    await dialog.getByRole("button", { name: "Run", exact: true }).click()
    await expect(status).toHaveText("Waiting")
  }
  await runAgain()
  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "Stop everything at once" }).click()
  await expect(status).toHaveText("Cancelled")
  await runAgain()
  await panel.getByRole("button", { name: "Cancel the run" }).click()
  await expect(status).toHaveText("Cancelled")
  await expect(page).toHaveTitle("Rivulet")

  await askAgain()
  await dialog.getByText("For this run only").click()
  await dialog.getByLabel("Requests").fill("1")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()

  // One request is too few for three models: it says so, and goes on once it may.
  const budget = panel.getByRole("region", { name: "Budget used up" })
  await budget.getByLabel("Requests, in all").fill("9")
  await budget.getByRole("button", { name: "Raise and go on" }).click()
  await expect(status).toHaveText("Waiting")

  // Nobody looks at the run: the title counts it, the inbox asks, and a toast tells its end.
  await expect(page).toHaveTitle("(1) Rivulet")
  await page.goto("#/inbox")
  await page.reload()
  const waiting = page.getByRole("region", { name: "Plan a trip" })
  await waiting.getByRole("button", { name: "Approve" }).click()
  await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible()
  await expect(page).toHaveTitle("Rivulet")
  const toast = page.getByRole("alertdialog").filter({ hasText: "“Plan a trip” completed" })
  await toast.getByRole("button", { name: "Show" }).click()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("book")).toContainText("Completed")
  expect(Object.keys(await studio.workspace())).toEqual(["trips/booking.md"])
})

test("a model that is busy is asked again at once; what failed is mended, and the run goes on from there", async ({
  studio,
}) => {
  double = await serveModels()
  double.tell({ status: 429, headers: { "retry-after": "3600" } }, { text: "A trip", every: 100, piece: 2 })
  double.always({ status: 400, error: { message: "No trains today" } })
  await studio.home()
  await chooseServer(studio.page, { id: "mine", speaks: "openai", address: double.openai })
  const desk = await startFrom(studio, "Plan a trip", "ask")
  const { page, panel, status, inspector } = desk
  await desk.seeAll("ask", "done")
  const provider = inspector.getByRole("textbox", { name: "Provider" })
  for (const step of ["ask", "find_trains"]) {
    await studio.box(step).click()
    await provider.fill("mine")
  }
  await studio.saved()
  await desk.run()
  // It says in plain words what it would do, and is allowed that once.
  const asks = page.getByRole("dialog", { name: /asks to/ })
  await expect(asks).toContainText("mine")
  await asks.getByRole("button", { name: "Allow all and run" }).click()

  const again = panel.getByRole("region", { name: "Understand the request tries again" })
  await expect(again).toContainText("Try 2.")
  await again.getByRole("button", { name: "Retry now" }).click()
  // Its words stand on its card as they come.
  await expect(studio.box("ask")).toContainText(/A t|A trip/)
  await expect(status).toHaveText("Failed")
  await expect(studio.box("ask")).toContainText(/try 2 · .*s/)
  // Where it began is named, and leads there.
  const reason = panel.getByRole("region", { name: "Why it failed" })
  await expect(reason).toContainText("Find trains")
  await expect(reason).toContainText("No trains today")
  await expect(reason.getByRole("button", { name: "Show the step" })).toBeVisible()
  await expect(studio.box("find_trains").locator("[data-look]")).toHaveAttribute("data-look", "bad")
  await expect(studio.box("gather").locator('[data-look="bad"]')).toHaveCount(0)

  // The step itself says by which code a policy would name it.
  await desk.look("find_trains", "Output")
  await expect(inspector.getByText(/Its code is ai_\w+\./)).toBeVisible()

  // Mended, and retried: the mended step runs, and what was done is not done again.
  await desk.look("find_trains", "Configure")
  await provider.fill("simulated")
  await panel.getByRole("button", { name: "Retry from where it stopped" }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Waiting")
  await desk.seeAll("ask", "done")
  await expect(studio.box("ask")).toContainText("taken over")
  await expect(studio.box("find_trains")).toContainText("Completed")
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(status).toHaveText("Completed")
  expect((await studio.workspace())["trips/booking.md"]).toContain("# A trip")
})

test("a command says on its card what it has come to; a workflow that another one runs stands in the history", async ({
  studio,
}) => {
  await startFrom(studio, "Update the documentation", "write")
  const desk = await startFrom(studio, "Implement a new feature", "analyse")
  const { page, panel, status } = desk
  await desk.seeAll("analyse", "complete")
  const run = async (command: string) => {
    await page.getByRole("button", { name: "Run", exact: true }).click()
    const dialog = page.getByRole("dialog", { name: "Run “Implement a new feature”" })
    await dialog.getByLabel("How to run the tests").fill(command)
    await dialog.getByRole("button", { name: "Run", exact: true }).click()
  }
  await run("seq 3 | sort; sleep 600")
  const asks = page.getByRole("dialog", { name: "“Implement a new feature” asks to" })
  await asks.getByRole("button", { name: "Allow all and run" }).click()
  await expect(studio.box("run_tests")).toContainText("$ sleep 600")
  await panel.getByRole("button", { name: "Cancel the run" }).click()
  await expect(status).toHaveText("Cancelled")

  // What was allowed is not asked for again. Tests that fail once are mended, and run a second time.
  await run("test -e work/mended.md")
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await desk.seeAll("analyse", "complete")
  await expect(studio.box("run_tests")).toContainText("visit 2")
  await page.goto("#/runs")
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(rows.filter({ hasText: "Implement a new feature" })).toHaveCount(2)
  await expect(rows.filter({ hasText: "Update the documentation" })).toContainText("Completed")
})
