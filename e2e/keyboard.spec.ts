import { expect, test } from "./studio.ts"

test("a workflow is built, set, wired and saved without a mouse", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.getByRole("button", { name: "New workflow" }).focus()
  await page.keyboard.press("Enter")
  await expect(studio.box("trigger:by_hand")).toBeVisible()
  const add = async (word: string) => {
    await page.keyboard.press("/")
    await expect(page.getByLabel("Library").getByRole("searchbox")).toBeFocused()
    await page.keyboard.type(word)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
  }
  await add("condition")
  await expect(studio.box("condition")).toBeVisible()
  await add("write a file")
  await expect(studio.box("write_a_file")).toBeVisible()
  await add("set variables")
  await expect(studio.box("set_variables")).toBeVisible()
  const text = await studio.text()
  expect(text).toMatch(/kind: condition[\s\S]*kind: file\.write[\s\S]*kind: set/)
  await studio.saved()
})

test("arrow keys walk along wires, and the step that is reached can be worked on", async ({ studio }) => {
  const { page } = studio
  await studio.open("trip-planner")
  await page.locator(".react-flow__node[tabindex='0']").focus()
  await page.keyboard.press("ArrowRight")
  await expect(studio.box("ask")).toBeFocused()
  await page.keyboard.press("ArrowRight")
  await expect(studio.box("find_hotels")).toBeFocused()
  await page.keyboard.press("ArrowDown")
  await expect(studio.box("find_trains")).toBeFocused()
  await page.keyboard.press("Enter")
  await expect(page.getByLabel("Inspector").getByLabel("Provider")).toBeFocused()
  await page.keyboard.press("Escape")
  await expect(studio.box("find_trains")).toBeFocused()
  await page.keyboard.press("d")
  await expect(studio.box("find_trains").locator(".is-disabled")).toBeVisible()
  await page.keyboard.press("Control+z")
  await expect(studio.box("find_trains").locator(".is-disabled")).toHaveCount(0)
  await page.keyboard.press("Control+d")
  await expect(studio.box("find_trains_2")).toBeAttached()
})

test("the palette finds commands and steps", async ({ studio }) => {
  const { page } = studio
  await studio.open("trip-planner")
  await page.keyboard.press("Control+k")
  await expect(page.getByRole("dialog", { name: "Commands" }).getByRole("searchbox")).toBeFocused()
  await page.keyboard.type("outline")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("treegrid", { name: "Steps" })).toBeVisible()
})

test("the outline has the same powers", async ({ studio }) => {
  const { page } = studio
  await studio.open("trip-planner")
  await studio.show("Outline")
  const row = page.getByRole("row", { name: /Write the booking/ })
  await row.focus()
  await page.keyboard.press("Enter")
  await expect(page.getByLabel("Inspector").getByRole("heading", { name: "Write the booking" })).toBeVisible()
  await page.getByRole("button", { name: "More for Ask for a higher price" }).focus()
  await page.keyboard.press("Enter")
  await page.getByRole("menuitem", { name: "Connect to…" }).focus()
  await page.keyboard.press("Enter")
  const dialog = page.getByRole("dialog", { name: "Connect to…" })
  await dialog.getByRole("button", { name: /To the step/ }).focus()
  await page.keyboard.press("Enter")
  await page.getByRole("option", { name: "Leave it" }).focus()
  await page.keyboard.press("Enter")
  await dialog.getByRole("button", { name: "Connect", exact: true }).focus()
  await page.keyboard.press("Enter")
  expect(await studio.text()).toContain("next: [done, not_booked]")
})
