import type { Locator, Page } from "@playwright/test"
import { expect, test } from "./studio.ts"

const nested = `rivulet: 1
id: nested
name: Nested
steps:
  - id: loop
    name: Each file
    kind: foreach
    with: { items: "{{ [1, 2] }}" }
    steps:
      - id: inner
        name: Inner step
        kind: log
        with: { message: "{{ item }}" }
  - id: last
    name: Last step
    kind: log
    with: { message: done }
layout:
  loop: [0, 0]
  last: [520, 0]
`

async function middleOf(box: Locator) {
  const area = await box.boundingBox()
  if (!area) throw new Error("Expected a box on the screen")
  return { x: area.x + area.width / 2, y: area.y + area.height / 2 }
}

/** Drags with the mouse, slowly enough for every move to be felt. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

test("a container hides what is inside, is made larger, and takes steps in and lets them out", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(nested)
  const loop = studio.box("loop")
  await loop.getByRole("button", { name: "Hide what is inside Each file" }).click()
  await expect(studio.box("inner")).toHaveCount(0)
  await expect(loop.locator(".card-line")).toHaveText("1 step: Inner step")
  expect(await studio.text()).toContain("loop: { at: [0, 0], collapsed: true }")
  await loop.click()
  await page.keyboard.press("h")
  await expect(studio.box("inner")).toBeVisible()
  expect(await studio.text()).toBe(nested)

  const corner = await middleOf(loop.locator(".container-corner"))
  const before = await loop.boundingBox()
  await drag(page, corner, { x: corner.x + 60, y: corner.y + 90 })
  await expect
    .poll(async () => (await loop.boundingBox())?.height ?? 0)
    .toBeGreaterThan((before?.height ?? 0) + 60)
  expect(await studio.text()).toMatch(/loop: \[0, 0, \d+, \d+\]/)

  const inside = await middleOf(loop)
  await drag(page, await middleOf(studio.box("last")), { x: inside.x, y: inside.y + 50 })
  expect(await studio.text()).toMatch(/steps:\n {6}- id: inner[\s\S]* {6}- id: last/)
  const last = await middleOf(studio.box("last"))
  await drag(page, last, { x: last.x, y: last.y + 330 })
  expect(await studio.text()).toMatch(/\n {2}- id: last/)
  for (let times = 0; times < 3; times++) await page.keyboard.press("Control+z")
  expect(await studio.text()).toBe(nested)
})

test("a locked step is not moved, changed or taken away, until it is unlocked", async ({ studio }) => {
  const { page } = studio
  await studio.import(nested)
  const last = studio.box("last")
  await last.click()
  await page.keyboard.press("l")
  await expect(last).toHaveAccessibleName(/locked/)
  const locked = await studio.text()
  expect(locked).toContain("last: { at: [520, 0], locked: true }")
  const from = await middleOf(last)
  await drag(page, from, { x: from.x + 90, y: from.y + 160 })
  await last.click()
  await page.keyboard.press("Delete")
  await expect(page.getByText("is locked, and stays as it is").first()).toBeVisible()
  expect(await studio.text()).toBe(locked)
  await last.click()
  await page.keyboard.press("l")
  await page.keyboard.press("Delete")
  await expect(last).toHaveCount(0)
})

test("a container opens alone, is worked in, and lets one out again", async ({ studio }) => {
  const { page } = studio
  await studio.import(nested)
  const crumbs = page.getByRole("navigation", { name: "What is shown" })
  await studio.box("loop").locator(".container-head .card-tile").dblclick()
  await expect(crumbs).toContainText("Each file")
  await expect(studio.box("last")).toHaveCount(0)
  await expect(studio.box("inner")).toBeFocused()

  // What is added comes inside, and stays where it is put.
  await page.keyboard.press("Control+d")
  await expect(studio.box("inner_2")).toBeVisible()
  const from = await middleOf(studio.box("inner_2"))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 30, from.y + 140, { steps: 6 })
  const held = await middleOf(studio.box("inner_2"))
  expect(held.y).toBeGreaterThan(from.y + 80)
  await page.mouse.up()
  await expect.poll(() => studio.text()).toContain("inner_2: [")
  expect(Math.abs((await middleOf(studio.box("inner_2"))).y - held.y)).toBeLessThan(3)
  expect(await studio.text()).toMatch(/ {6}- id: inner_2/)

  // Another id, written in the text, is the same container.
  await studio.show("Split")
  await studio.pasteAfter("- id: loop", "_2")
  await expect.poll(() => studio.text()).toContain("- id: loop_2\n")
  await expect(crumbs).toContainText("Each file")
  await expect(studio.box("inner")).toBeVisible()
  await page.getByRole("button", { name: "Undo" }).click()
  await expect.poll(() => studio.text()).not.toContain("loop_2")
  await expect(crumbs).toContainText("Each file")
  await studio.show("Canvas")
  await expect(crumbs).toContainText("Each file")

  // What is chosen elsewhere is shown where it stands.
  await page.keyboard.press("Control+k")
  await page.keyboard.type("last step")
  await page.keyboard.press("Enter")
  await expect(crumbs).toHaveCount(0)
  await expect(studio.box("last")).toHaveClass(/selected/)

  // In by the outline's menu, out by the crumbs; out of the container and back into it by keys.
  await studio.show("Outline")
  await page.getByRole("button", { name: "More for Each file" }).click()
  await page.getByRole("menuitem", { name: "Open what is inside alone" }).click()
  await expect(studio.box("inner_2")).toBeVisible()
  await crumbs.getByRole("button", { name: "Whole workflow" }).click()
  await studio.box("inner_2").click()
  await page.keyboard.press("Alt+o")
  await expect(studio.box("inner_2")).toBeFocused()
  expect(await studio.text()).toMatch(/\n {2}- id: inner_2/)
  await studio.box("inner_2").click()
  await page.keyboard.press("Alt+i")
  await page.getByRole("dialog", { name: "Move into…" }).getByRole("button", { name: "Move" }).press("Enter")
  await expect(studio.box("inner_2")).toBeFocused()
  expect(await studio.text()).toMatch(/ {6}- id: inner_2/)
})
