import { expect, test } from "./studio.ts"

test("the library explains a step, finds it by its docs, remembers what was used, and is walked by keys", async ({
  studio,
}) => {
  const { page } = studio
  await studio.home()
  await page.getByRole("button", { name: "New workflow" }).click()
  const library = page.getByLabel("Library")
  const log = library.getByRole("button", { name: "Log", exact: true })
  await log.hover()
  const card = page.getByRole("tooltip")
  await expect(card).toContainText("kind: log")
  await expect(card).toContainText("Leaves by")
  await log.click()
  // The rows move below the pointer, which may then rest on another.
  await page.mouse.move(720, 450)
  await expect(card).toBeHidden()
  await expect(library.getByRole("region", { name: "Used last" })).toContainText("Log")

  // By keys: from the search to a row, its star, and another row.
  const search = library.getByLabel("Find a step")
  await search.fill("wait")
  await search.press("ArrowDown")
  const [first] = await library.locator("[data-row]").allTextContents()
  await expect(library.getByRole("button", { name: first ?? "", exact: true })).toBeFocused()
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("Space")
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("ArrowUp")
  await expect(search).toBeFocused()

  // Words of the docs find what no title says.
  await search.fill("nobody told")
  const told = library.getByRole("region", { name: "Said in their docs" })
  await expect(told.locator("[data-row]").first()).toBeVisible()

  await page.reload()
  await expect(library.getByRole("region", { name: "Favourites" })).toContainText(first ?? "")
  await expect(library.getByRole("region", { name: "Used last" })).toContainText("Log")
})
