import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { chooseServer, grant } from "./keyDesk.ts"
import { expect, type Studio, test } from "./studio.ts"

/* The templates that come with Rivulet, as whoever starts from one goes through its runs. */

/** How a wire stands in the run that is shown. */
function wire({ page }: Studio, name: string) {
  return page.locator(`.react-flow__edge[data-id^="${name}#"] g[data-run]`)
}

/** Where the middle of a wire is on the screen. */
function middleOf({ page }: Studio, name: string) {
  const path = page.locator(`.react-flow__edge[data-id^="${name}#"] path`).first()
  return path.evaluate(element => {
    const line = element as SVGPathElement
    const { x, y } = line.getPointAtLength(line.getTotalLength() / 2)
    return new DOMPoint(x, y).matrixTransform(line.getScreenCTM() ?? undefined).toJSON() as DOMPoint
  })
}

const panelOf = ({ page }: Studio) => page.getByRole("region", { name: "The run" })

test("a trip is planned live, gone back to, planned another way, explained, kept as a test, broken and counted", async ({
  studio,
}) => {
  const { page } = studio
  await studio.startFrom("Plan a trip", "within_price")
  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  const inspector = page.getByRole("complementary", { name: "Inspector" })

  // A breakpoint on a wire, with a condition, which this trip meets.
  await expect(async () => {
    await page.keyboard.press("1")
    await expect(studio.box("approve_trip")).toBeInViewport({ timeout: 1_000 })
  }).toPass()
  const stopHere = page.getByRole("button", { name: "Stop runs between within_price and approve_trip" })
  await expect(async () => {
    await page.mouse.move(0, 0)
    const { x, y } = await middleOf(studio, "within_price.true>approve_trip")
    await page.mouse.move(x, y)
    await expect(stopHere).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await stopHere.click()
  await studio.box("approve_trip").click()
  await inspector.getByRole("tab", { name: "Input" }).click()
  const stop = inspector.getByRole("region", {
    name: "Runs stop when it is reached from within_price by true",
  })
  await stop.getByLabel("Only when").fill("inputs.city == 'Berlin'")
  await stop.getByLabel("Only when").press("Enter")

  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Plan a trip”" })
  await dialog.getByLabel("Where to").fill("Berlin")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Stopped before “Book it?”")
  await panel.getByRole("region", { name: "Stopped" }).getByRole("button", { name: "Resume" }).click()

  // How far it is, what it waits for, and the way that it took.
  await expect(status).toHaveText("Waiting")
  await expect(panel.getByText("waits for you: Book it?")).toBeVisible()
  await expect(panel.getByText(/^7 of \d+ steps$/)).toBeVisible()
  await expect(wire(studio, "within_price.true>approve_trip")).toHaveAttribute("data-run", /taken|flowing/)
  await expect(wire(studio, "within_price.false>cheaper")).toHaveAttribute("data-run", "dead")
  const question = panel.getByRole("region", { name: "Question of Book it?" })
  await expect(question).toContainText("3 nights in Berlin")
  await question.getByRole("button", { name: "Approve" }).click()
  await expect(status).toHaveText("Completed")
  await expect(wire(studio, "approve_trip.approved>book")).toHaveAttribute("data-run", "taken")
  await expect(studio.box("cheaper")).not.toContainText("Completed")

  // Back to the first event, and forward again.
  const moment = panel.getByRole("slider", { name: "Moment of the run" })
  await moment.focus()
  await page.keyboard.press("Home")
  await expect(studio.box("ask")).not.toContainText("Completed")
  await page.keyboard.press("End")
  await expect(studio.box("book")).toContainText("Completed")

  // Why the run gave what it gave: the steps that have to do with it stay lit.
  await panel
    .getByRole("region", { name: "Output" })
    .getByRole("button", { name: "Where request came from" })
    .click()
  const why = page.getByRole("region", { name: "Why it is so" })
  await expect(why).toContainText("steps.ask.output.text")
  await expect(studio.box("find_trains").locator('[data-run="aside"]')).toBeVisible()
  await expect(studio.box("ask").locator('[data-run="aside"]')).toHaveCount(0)
  await why.getByRole("button", { name: "Close" }).click()
  await expect(studio.box("find_trains").locator('[data-run="aside"]')).toHaveCount(0)

  // Kept as a test, it passes offline; broken, the canvas says what caught it.
  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "Keep as a test" }).click()
  const keeping = page.getByRole("dialog", { name: "Keep this run as a test" })
  await keeping.getByLabel("Name").fill("Booked")
  await keeping.getByRole("button", { name: "Expect something of a field" }).click()
  const fields = keeping.getByRole("list", { name: "Expectations" }).getByRole("listitem")
  const last = await fields.count()
  await keeping.getByLabel(`Field ${last}`, { exact: true }).fill("steps.find_hotels.output[0].name")
  await expect(keeping.getByLabel(`Value ${last}`, { exact: true })).toHaveValue('"Harbour View"')
  await keeping.getByRole("button", { name: "Keep the test" }).click()
  await expect(page.getByRole("button", { name: "Tests: 1 passed" })).toBeVisible()
  await panel.getByRole("button", { name: "More for the test Booked" }).click()
  await page.getByRole("menuitem", { name: "Break it" }).click()
  const weather = panel
    .getByRole("table", { name: "What catches what" })
    .getByRole("row", { name: /Check the weather/ })
  const without = Array(3).fill("Goes on without")
  await expect(weather.getByRole("button")).toHaveText([...without, "Unnoticed"])
  await weather.getByRole("button").first().click()
  await expect(studio.box("check_weather")).toContainText("Failed")
  await expect(studio.box("book")).toContainText("Completed")
  await panel.getByRole("button", { name: "Tests", exact: true }).click()
  await panel.getByRole("tab", { name: "Runs" }).click()
  await panel.getByRole("button", { name: /^Run 1/ }).click()

  // No hotel was found, had it been otherwise: the other branch, and both side by side.
  await studio.box("find_hotels").click()
  await inspector.getByRole("tab", { name: "Output" }).click()
  await inspector.getByRole("button", { name: "Try another way" }).click()
  await page.getByRole("menuitem", { name: "Change what it gave" }).click()
  await page.getByLabel("Values by outlet, as JSON").fill('{ "success": [] }')
  await page.getByRole("button", { name: "Run what follows" }).click()
  await expect(page.getByText(/The step has no outlet “success”\. It leaves by: kept, dropped/)).toBeVisible()
  await page.getByLabel("Values by outlet, as JSON").fill('{ "kept": [] }')
  await page.getByRole("button", { name: "Run what follows" }).click()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(wire(studio, "within_price.false>cheaper")).toHaveAttribute("data-run", "taken")
  await expect(studio.box("find_trains")).toContainText("taken over")
  await panel.getByRole("tab", { name: "Compare" }).click()
  await panel.getByRole("button", { name: /^Find hotels/ }).click()
  await expect(panel.getByRole("list", { name: "Differences" })).toContainText(
    'before: {"name": "Harbour View", "price": 180}',
  )

  // What it took over is broken with the calls of the run that it came from.
  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "Break its calls" }).click()
  await expect(weather.getByRole("button")).toHaveText([...without, "Unnoticed"])
  await weather.getByRole("button").first().click()
  await expect(studio.box("check_weather")).toContainText("Failed")
  await expect(studio.box("cheaper")).toContainText("Completed")
  await expect(studio.box("find_trains")).toContainText("taken over")
  await panel.getByRole("button", { name: "Tests", exact: true }).click()

  // What its runs were like.
  await page.goto("#/runs")
  await page.getByRole("button", { name: /Workflow$/ }).click()
  await page.getByRole("option", { name: "Plan a trip" }).click()
  await page.getByRole("link", { name: "Statistics" }).click()
  await expect(page.getByRole("heading", { name: "Statistics of Plan a trip" })).toBeVisible()
  const figure = (name: string) =>
    page.getByRole("definition").and(page.locator(`dt:text-is("${name}") + dd`))
  await expect(figure("Runs")).toHaveText("2")
  await expect(figure("Success")).toHaveText("100 %")
  await expect(figure("Half took at most")).toHaveText(/\d/)
  await expect(figure("99 of 100 at most")).toHaveText(/\d/)
  await expect(figure("Cost")).toHaveText("nothing")
  await expect(page.getByRole("region", { name: "Slowest steps" })).toContainText("Check the weather")
  await expect(page.getByRole("region", { name: "Steps that fail most" })).toContainText("None.")
  await expect(page.getByRole("table", { name: "Runs of the last two weeks" })).toContainText("2")
})

test("a trip is tried in the sandbox, and applying it leaves exactly what was shown", async ({ studio }) => {
  const { page } = studio
  await studio.startFrom("Plan a trip", "within_price")
  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  await page
    .getByRole("dialog", { name: "Test “Plan a trip”" })
    .getByRole("button", { name: "Test in sandbox" })
    .click()
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(status).toHaveText("Completed in sandbox")
  expect(await studio.workspace()).toEqual({})
  const would = panel.getByRole("region", { name: "What this run would do" })
  await would.getByRole("button", { name: /trips\/booking\.md/ }).click()
  const seen = would.locator("pre").first().locator("span.block")
  await expect(seen).toHaveCount(3)
  const shown = (await seen.allTextContents()).map(line => line.replace(/^\+ Added: /, ""))
  await expect(would.getByText("1 of 1 ticked")).toBeVisible()
  await would.getByRole("button", { name: "Apply" }).click()

  // What is real asks a person as any live run does.
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(status).toHaveText("Completed")
  const files = await studio.workspace()
  expect(Object.keys(files)).toEqual(["trips/booking.md"])
  expect(files["trips/booking.md"]?.trimEnd().split("\n")).toEqual(shown)
})

let double: ModelServer | undefined
test.afterEach(() => double?.close())

test("a page that a real model words otherwise than the simulated one is shown before it is written; the next run is estimated with its price", async ({
  studio,
}) => {
  const { page } = studio
  double = await serveModels()
  double.always({ text: "Users sign in with a passkey.", usage: { input: 200_000, output: 50_000 } })
  await studio.home()
  await chooseServer(page, { id: "mine", speaks: "openai", address: double.openai, usdPerMillion: 2 })
  await studio.startFrom("Update the documentation", "write")
  await studio.box("write").click()
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await inspector.getByRole("textbox", { name: "Provider" }).fill("mine")
  await expect.poll(() => studio.text()).toContain("provider: mine")
  await studio.saved()
  await grant(page, "update-docs", ["ai:mine"])

  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("button", { name: "Test in sandbox" }).click()
  await expect(status).toHaveText("Completed in sandbox")
  expect(double.asked).toHaveLength(0)
  await panel.getByRole("button", { name: "Apply" }).click()
  const differs = panel.getByRole("region", { name: "Not as approved: Save the page" })
  await expect(differs).toContainText("Users sign in with a passkey.")
  expect(await studio.workspace()).toEqual({})
  await differs.getByRole("button", { name: "Do it like this" }).click()
  await expect(status).toHaveText("Completed")
  expect(await studio.workspace()).toEqual({ "work/documentation.md": "Users sign in with a passkey." })
  expect(double.asked).toHaveLength(1)
  await expect(panel.getByText("$0.50").first()).toBeVisible()
  await expect(studio.box("write")).toContainText("$0.50")

  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(dialog.getByText(/^About .+, \$0\.50, from one earlier run$/)).toBeVisible()
})
