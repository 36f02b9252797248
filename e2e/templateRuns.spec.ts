import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { chooseServer } from "./keyDesk.ts"
import { expect, type Studio, test } from "./studio.ts"

/* Runs of the templates: steered, answered from elsewhere, stopped at, mended and tried another way. */

test.use({ viewport: { width: 1900, height: 1000 } })

const panelOf = ({ page }: Studio) => page.getByRole("region", { name: "The run" })
const inspectorOf = ({ page }: Studio) => page.getByRole("complementary", { name: "Inspector" })

/** Shows the whole workflow, as far as the canvas reaches. */
async function seeAll(studio: Studio, ...ends: readonly string[]) {
  await expect(async () => {
    await studio.page.locator(".react-flow__node[tabindex='0']").focus()
    await studio.page.keyboard.press("1")
    for (const end of ends) await expect(studio.box(end)).toBeInViewport({ timeout: 1_000 })
  }).toPass()
}

/** Shows what can be tried with a step: the menu, and what it says of it. */
async function otherWays(studio: Studio, step: string) {
  const { page } = studio
  await studio.box(step).locator(".card-name").first().click()
  await inspectorOf(studio).getByRole("tab", { name: "Output" }).click()
  await inspectorOf(studio).getByRole("button", { name: "Try another way" }).click()
  const menu = page.getByRole("menu", { name: "Try another way" })
  await expect(menu).toBeVisible()
  return menu
}

test("a feature is built in stages: stopped at, run in part, changed, and only what is stale is done again", async ({
  studio,
}) => {
  const { page } = studio
  const panel = panelOf(studio)
  const inspector = inspectorOf(studio)
  const status = panel.getByRole("status").first()
  await studio.startFrom("A feature in four stages", "plan")
  await seeAll(studio, "skills", "report")

  // Before anything has run there is nothing to begin from, and it says so.
  const ways = await otherWays(studio, "plan")
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
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Stopped before “Share the plan”")
  const stopped = panel.getByRole("region", { name: "Stopped" })
  await seeAll(studio, "skills", "report")
  await stopped.getByRole("button", { name: "Run one step" }).click()
  await expect(status).toHaveText("Stopped before “Rounds of work”")
  await panel.getByRole("button", { name: "Resume" }).last().click()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("plan")).toContainText("Completed")
  await studio.box("keep_plan").click()
  await page.keyboard.press("b")

  // Up to a step, and that alone: the rest is left out.
  await otherWays(studio, "plan")
  await page.getByRole("menuitem", { name: "Run this step again" }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("share_skills")).toContainText("taken over")
  await expect(studio.box("plan")).not.toContainText("taken over")
  await expect(studio.box("keep_plan")).not.toContainText("Completed")
  // A step that this run did not come to is run with what leads to it.
  const upTo = await otherWays(studio, "keep_plan")
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
  await otherWays(studio, "rounds")
  await expect(
    page.getByText("The workflow was changed since this run: what is stale runs again as well."),
  ).toBeVisible()
  await page.getByRole("menuitem", { name: "Run again from here" }).click()
  await expect(panel.getByRole("heading", { name: "Run 4" })).toBeVisible()
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
  const { page } = studio
  const panel = panelOf(studio)
  const inspector = inspectorOf(studio)
  const status = panel.getByRole("status").first()
  await studio.startFrom("A feature in four stages", "plan")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog").getByLabel("Good enough from").fill("100")
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Completed")
  await seeAll(studio, "skills", "report")
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
  await otherWays(studio, "check")
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
  const { page } = studio
  const panel = panelOf(studio)
  const inspector = inspectorOf(studio)
  const status = panel.getByRole("status").first()
  const dialog = page.getByRole("dialog")
  await studio.startFrom("A feature in four stages", "plan")
  await seeAll(studio, "skills", "report")

  // Without an earlier run: what leads to the step, the first round up to it, and nothing else.
  const fresh = await otherWays(studio, "keep_code")
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
  await expect(panel.getByText("up to “Share the code”")).toBeVisible()
  await seeAll(studio, "skills", "report")
  for (const done of ["plan", "code", "keep_code"]) await expect(studio.box(done)).toContainText("Completed")
  await expect(studio.box("rounds")).toContainText("In part")
  for (const other of ["test_simply", "check", "report"])
    await expect(studio.box(other)).not.toContainText("Completed")

  // All of it, and then one step of the first round alone, with what that round was given.
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await seeAll(studio, "skills", "report")
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
  await expect(panel.getByText("“Rounds of work”, iteration 3 alone")).toBeVisible()
  for (const again of ["code", "test_simply", "check", "keep_grade"]) {
    await expect(studio.box(again)).toContainText("Completed")
    await expect(studio.box(again)).not.toContainText("taken over")
  }
  await expect(studio.box("hand_over")).not.toContainText("Completed")
})

test("a trip is steered, answered on its card and from the inbox, and tells of itself in the background", async ({
  studio,
}) => {
  const { page } = studio
  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  const dialog = page.getByRole("dialog", { name: "Run “Plan a trip”" })
  await studio.startFrom("Plan a trip", "ask")
  await seeAll(studio, "ask", "done")
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

let double: ModelServer | undefined
test.afterEach(() => double?.close())

test("a model that is busy is asked again at once; what failed is mended, and the run goes on from there", async ({
  studio,
}) => {
  const { page } = studio
  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  double = await serveModels()
  double.tell({ status: 429, headers: { "retry-after": "3600" } }, { text: "A trip", every: 100, piece: 2 })
  double.always({ status: 400, error: { message: "No trains today" } })
  await studio.home()
  await chooseServer(page, { id: "mine", speaks: "openai", address: double.openai })
  await studio.startFrom("Plan a trip", "ask")
  await seeAll(studio, "ask", "done")
  const provider = inspectorOf(studio).getByRole("textbox", { name: "Provider" })
  for (const step of ["ask", "find_trains"]) {
    await studio.box(step).click()
    await provider.fill("mine")
  }
  await studio.saved()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
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
  await expect(panel.getByRole("region", { name: "Why it failed" })).toContainText("Find trains")
  await expect(studio.box("find_trains").locator("[data-look]")).toHaveAttribute("data-look", "bad")
  await expect(studio.box("gather").locator('[data-look="bad"]')).toHaveCount(0)

  // Mended, and retried: the mended step runs, and what was done is not done again.
  await studio.box("find_trains").click()
  await provider.fill("simulated")
  await panel.getByRole("button", { name: "Retry from where it stopped" }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Waiting")
  await seeAll(studio, "ask", "done")
  await expect(studio.box("ask")).toContainText("taken over")
  await expect(studio.box("find_trains")).toContainText("Completed")
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(status).toHaveText("Completed")
  expect((await studio.workspace())["trips/booking.md"]).toContain("# A trip")
})

test("a command says on its card what it has come to; a workflow that another one runs stands in the history", async ({
  studio,
}) => {
  const { page } = studio
  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  await studio.startFrom("Update the documentation", "write")
  await studio.startFrom("Implement a new feature", "analyse")
  await seeAll(studio, "analyse", "complete")
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
  await seeAll(studio, "analyse", "complete")
  await expect(studio.box("run_tests")).toContainText("visit 2")
  await page.goto("#/runs")
  const rows = page.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(rows.filter({ hasText: "Implement a new feature" })).toHaveCount(2)
  await expect(rows.filter({ hasText: "Update the documentation" })).toContainText("Completed")
})

test("a history too long to be shown at once is shown a part at a time, in its workflow and in all of it", async ({
  studio,
}) => {
  const { page } = studio
  const panel = panelOf(studio)
  await studio.startFrom("Report a failed run", "keep")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Completed")
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
  const { page } = studio
  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  await studio.startFrom("A feature in four stages", "plan")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Completed")
  const history = await page.context().newPage()
  await history.goto(new URL("#/runs", page.url()).href)
  const runs = history.getByRole("list", { name: "All runs" }).getByRole("listitem")
  await expect(runs).toHaveCount(1)
  await page.bringToFront()

  await panel.getByRole("tab", { name: "Log" }).click()
  await panel.getByRole("searchbox", { name: "Find in the log" }).fill("keep_plan")
  await expect(panel.getByRole("list", { name: "Log" }).getByRole("listitem")).toHaveText([
    /keep_plan completed by success$/,
  ])
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
