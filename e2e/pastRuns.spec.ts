import { readFileSync } from "node:fs"
import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { addServer, canary, grant } from "./keyDesk.ts"
import { expect, Studio, test } from "./studio.ts"

/* Runs of templates that are over: handed on to somebody else, and gone through on a phone. */

let double: ModelServer | undefined
test.afterEach(() => double?.close())

test("a template's run that failed goes into one file, without the key that it was told, and is gone through step by step in another browser", async ({
  studio,
  browser,
  baseURL,
}) => {
  const { page } = studio
  double = await serveModels()
  double.always({ status: 400, error: { message: `Not with ${canary}, in Berlin` } })
  await studio.home()
  await addServer(page, "mine", "OpenAI", double.openai)
  await page.goto("#/templates")
  await page.getByRole("button", { name: "Start from Plan a trip" }).click()
  await studio.box("find_trains").click()
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await inspector.getByRole("textbox", { name: "Provider" }).fill("mine")
  await expect.poll(() => studio.text()).toContain("provider: mine")
  await studio.saved()
  await grant(page, "trip-planner", ["ai:mine"])
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Plan a trip”" })
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status").first()).toHaveText("Failed")
  expect(double.asked.some(({ headers }) => headers.authorization?.includes(canary))).toBe(true)

  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "Share this run" }).click()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as a file" }).click(),
  ])
  expect(download.suggestedFilename()).toBe("trip-planner.rivulet-run.json")
  const file = readFileSync(await download.path())
  expect(file.includes("in Berlin")).toBe(true)
  expect(file.includes(canary)).toBe(false)
  await page.getByRole("button", { name: "Copy a link" }).click()
  await expect(page.getByText("The link is copied.")).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(/#\/shared\/[\w-]+$/)
  expect(link).not.toContain(canary)

  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const other = new Studio(await context.newPage())
  await other.page.goto("#/runs")
  await other.page
    .locator("input[type=file]")
    .setInputFiles({ name: "trip.rivulet-run.json", mimeType: "application/json", buffer: file })
  const shared = other.page.getByRole("region", { name: "The run" })
  await expect(shared.getByRole("status").first()).toHaveText("Failed")
  await expect(other.box("find_trains")).toContainText("Failed")
  await expect(other.box("ask")).toContainText("Completed")
  // From the first event on, one by one, to where it went wrong.
  const moment = shared.getByRole("slider", { name: "Moment of the run" })
  await moment.focus()
  await other.page.keyboard.press("Home")
  await expect(other.box("ask")).not.toContainText("Completed")
  const forward = shared.getByRole("button", { name: "One event forward" })
  const events = Number(await moment.getAttribute("max"))
  for (let at = 1; at < events; at++) {
    await expect(moment).toHaveAttribute("aria-valuetext", `Event ${at} of ${events}`)
    await forward.click()
  }
  await expect(forward).toBeDisabled()
  await expect(other.box("find_trains")).toContainText("Failed")
  await other.box("find_trains").click()
  await expect(shared.getByRole("region", { name: /^Visit find_trains/ })).toContainText("in Berlin")
  // The link alone says the same, also on a phone, where the step that failed is what can be read.
  const linked = new Studio(await context.newPage())
  await linked.page.setViewportSize({ width: 390, height: 844 })
  await linked.page.goto(link)
  await expect(linked.page.getByRole("region", { name: "The run" }).getByRole("status").first()).toHaveText(
    "Failed",
  )
  await expect(linked.box("find_trains")).toContainText("Failed")
  await expect(linked.box("find_trains")).toBeInViewport({ ratio: 0.99 })
  await expect.poll(async () => (await linked.box("find_trains").boundingBox())?.width).toBeGreaterThan(100)
  await context.close()
})

test.describe("a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test("a run is folded away so that the workflow shows its moments, and what breaks it fits", async ({
    studio,
  }) => {
    const { page } = studio
    await page.goto("#/templates")
    await page.getByRole("button", { name: "Start from Plan a trip" }).click()
    await studio.show("Canvas")
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
    const panel = page.getByRole("region", { name: "The run" })
    await panel.getByRole("button", { name: "Approve" }).click()
    const status = panel.getByRole("status").first()
    await expect(status).toHaveText("Completed")

    // The titles of its parts have no room beside each other: the row fades where more of them are.
    const titles = panel.getByRole("tablist", { name: "Parts of the run" })
    await expect(titles).toHaveCSS("--before", "0px")
    await expect(titles).toHaveCSS("--after", "28px")
    await titles.evaluate(row => row.scrollBy(row.scrollWidth, 0))
    await expect(titles).toHaveCSS("--before", "28px")
    await expect(titles).toHaveCSS("--after", "0px")

    await panel.getByRole("button", { name: "Fold the run panel" }).click()
    await expect(studio.box("approve_trip")).toContainText("Completed")
    await expect(studio.box("approve_trip")).toBeInViewport()
    const moment = panel.getByRole("slider", { name: "Moment of the run" })
    await moment.focus()
    await page.keyboard.press("Home")
    await expect(studio.box("approve_trip")).not.toContainText("Completed")
    await panel.getByRole("button", { name: "Back to now" }).click()
    await expect(studio.box("approve_trip")).toContainText("Completed")
    await panel.getByRole("button", { name: "Unfold the run panel" }).click()

    await panel.getByRole("button", { name: "More for this run" }).click()
    await page.getByRole("menuitem", { name: "Break its calls" }).click()
    await expect(panel.getByRole("tab", { name: "Tests" })).toBeInViewport()
    const table = panel.getByRole("table", { name: "What catches what" })
    const trials = table.getByRole("row", { name: /Check the weather/ }).getByRole("button")
    await expect(trials).toHaveText(["Goes on without", "Goes on without", "Goes on without", "Unnoticed"])
    for (const trial of await trials.all()) {
      const box = await trial.boundingBox()
      expect((box?.x ?? 0) + (box?.width ?? 1_000)).toBeLessThanOrEqual(390)
    }
    await expect(trials.first().locator("..")).toContainText("No answer in time")
  })
})
