import { expect, fixture, test } from "./studio.ts"

test("an empty page invites, and a template becomes a workflow", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await expect(page.getByText("Nothing here yet")).toBeVisible()
  await page.getByRole("button", { name: "Start from Automated code review" }).click()
  await expect(studio.box("review")).toBeVisible()
  expect(await studio.text()).toBe(fixture("code-review"))
})

test("several files come in together, and are found by name and by tag", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  const files = ["trip-planner", "code-review", "daily-documentation"].map(name => ({
    name: `${name}.rivulet.yaml`,
    mimeType: "application/yaml",
    buffer: Buffer.from(fixture(name)),
  }))
  await page.locator("input[type=file]").setInputFiles(files)
  const list = page.getByRole("list", { name: "Workflows" })
  await expect(list.getByRole("listitem")).toHaveCount(3)
  await page.getByLabel("Find a workflow").fill("trip")
  await expect(list.getByRole("listitem")).toHaveCount(1)
  await page.getByLabel("Find a workflow").fill("")
  await page.getByRole("button", { name: "git", exact: true }).click()
  await expect(list.getByRole("listitem")).toHaveText([/Daily documentation/])
})

test("one file that is no workflow keeps all of them out, and says why", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.locator("input[type=file]").setInputFiles([
    { name: "good.yaml", mimeType: "application/yaml", buffer: Buffer.from(fixture("trip-planner")) },
    { name: "bad.yaml", mimeType: "application/yaml", buffer: Buffer.from("- just\n- a list\n") },
  ])
  const dialog = page.getByRole("dialog", { name: "Nothing was imported" })
  await expect(dialog).toContainText("bad.yaml")
  await expect(dialog).toContainText("Line 1")
  await dialog.getByRole("button", { name: "Close" }).last().click()
  await expect(page.getByText("Nothing here yet")).toBeVisible()
})

test("a copy has an id of its own, and what is deleted can be had back", async ({ studio }) => {
  const { page } = studio
  await studio.open("daily-documentation")
  await studio.home()
  const list = page.getByRole("list", { name: "Workflows" })
  await page.getByRole("button", { name: "More for Daily documentation update" }).click()
  await page.getByRole("menuitem", { name: "Duplicate" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(2)
  await page.getByRole("button", { name: "More for Daily documentation update (copy)" }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(1)
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(2)
})

test("a new workflow is ready to be built in", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.getByRole("button", { name: "New workflow" }).click()
  await expect(studio.box("trigger:by_hand")).toBeVisible()
  await page.getByLabel("Library").getByRole("button", { name: "Log", exact: true }).click()
  await expect(studio.box("log")).toBeVisible()
  await studio.saved()
  await studio.home()
  await expect(page.getByRole("link", { name: "New workflow" })).toBeVisible()
})

test("the theme that was chosen is there the next time", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.getByRole("button", { name: "Theme" }).click()
  await page.getByRole("menuitem", { name: "Dark" }).click()
  await page.reload()
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
})

test("two tabs on one workflow show the same", async ({ studio, context }) => {
  await studio.open("daily-documentation")
  await studio.saved()
  const other = await context.newPage()
  await other.goto(studio.page.url())
  const name = other.locator('.react-flow__node[data-id="commit"] .card-name')
  await expect(name).toBeVisible()
  await studio.box("commit").click()
  await studio.page.keyboard.press("F2")
  await studio.page.getByLabel("Name of the step").fill("Seen in both")
  await studio.page.keyboard.press("Enter")
  await expect(name).toHaveText("Seen in both")
})
