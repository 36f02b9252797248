import type { Locator, Page } from "@playwright/test"
import { expect, test } from "./studio.ts"

const log = (id: string, next: string) =>
  `  - id: ${id}\n    kind: log\n    with: { message: ${id} }\n    next: ${next}\n`
const places = "layout: { one: [0, 0], two: [330, 0], three: [330, 160], four: [660, 80] }\n"
const three = `rivulet: 1\nid: small\nsteps:\n${log("one", "[two, three]")}${log("two", "four")}${log("three", "[]")}${log("four", "[]")}${places}`

const wires = (page: Page) => page.locator(".react-flow__edge")

async function middleOf(box: Locator) {
  const { x, y, width, height } = (await box.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  return { x: x + width / 2, y: y + height / 2, left: x }
}

test("wires are gone through by keys: given conditions, a step, a breakpoint, and cut", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(three)
  await studio.box("one").click()
  const said = page.getByRole("status").filter({ hasText: "Wire from" })
  await page.keyboard.press("w")
  await expect(said).toHaveText("Wire from “one” (success) to “two”")
  await page.keyboard.press("w")
  await expect(said).toHaveText("Wire from “one” (success) to “three”")
  await page.keyboard.press("ArrowUp")
  await expect(said).toHaveText("Wire from “one” (success) to “two”")

  // Enter leads to what it waits for, and Escape back to the canvas.
  const inspector = page.getByLabel("Inspector", { exact: true })
  await page.keyboard.press("Enter")
  const only = inspector.getByRole("textbox", { name: "Taken only if" })
  await expect(only).toBeFocused()
  await page.keyboard.type("{{ inputs.go }}")
  await inspector.getByRole("textbox", { name: "Only after" }).fill("5m")
  await expect(page.locator(".wire-label", { hasText: "after 5m" })).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(studio.box("one")).toBeFocused()

  // Still at that wire: runs stop here, and a step goes into it.
  await page.keyboard.press("b")
  await expect(page.getByRole("button", { name: /Breakpoint between one and two/ })).toBeVisible()
  await page.keyboard.press("a")
  await page.keyboard.type("wait")
  await page.keyboard.press("Enter")
  await expect.poll(() => studio.text()).toMatch(/id: wait\n[\s\S]*next: two/)
  expect(await studio.text()).toMatch(/to: wait, when: "?\{\{ inputs.go \}\}"?, after: 5m/)

  // What is cut leads back to the step, and an arrow from a wire to its end.
  await studio.box("two").click()
  await page.keyboard.press("w")
  await expect(said).toHaveText("Wire from “two” (success) to “four”")
  await page.keyboard.press("ArrowRight")
  await expect(studio.box("four")).toBeFocused()
  await page.keyboard.press("w")
  await page.keyboard.press("Delete")
  await expect(studio.box("four")).toHaveClass(/selected/)
  await expect(said).toHaveCount(0)
  expect(await studio.text()).not.toContain("next: four")
  await page.keyboard.press("Control+z")
  expect(await studio.text()).toContain("next: four")
})

test("the outline leads to wires too", async ({ studio }) => {
  const { page } = studio
  await studio.import(three)
  await studio.show("Outline")
  await page.getByRole("button", { name: "More for two" }).click()
  await page.getByRole("menuitem", { name: "Wire to four" }).click()
  const inspector = page.getByLabel("Inspector", { exact: true })
  await expect(inspector.getByRole("textbox", { name: "Taken only if" })).toBeFocused()
  await inspector.getByRole("button", { name: /To the step/ }).click()
  await page.getByRole("option", { name: "three" }).click()
  await expect.poll(() => studio.text()).toMatch(/message: two }\n {4}next: three/)
  await inspector.getByRole("button", { name: "Cut it" }).click()
  await expect.poll(() => studio.text()).not.toMatch(/message: two }\n {4}next: three/)
})

test("a wire in the hand catches at the nearest inlet; in the open it asks or not, as one likes", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(three)
  const outlet = studio.box("three").locator(".react-flow__handle[data-handleid=success]")
  const four = await middleOf(studio.box("four"))
  await outlet.hover()
  await page.mouse.down()
  await page.mouse.move(four.left - 26, four.y + 8, { steps: 5 })
  await expect(page.locator(".aim")).toBeVisible()
  await page.mouse.up()
  await expect.poll(() => studio.text()).toMatch(/message: three }\n {4}next: four/)
  await expect(page.locator(".aim")).toHaveCount(0)

  const picker = page.getByRole("dialog", { name: "Add a step" })
  const letGoInTheOpen = async () => {
    await outlet.hover()
    await page.mouse.down()
    await page.mouse.move(four.left, four.y + 200, { steps: 4 })
    await page.mouse.up()
  }
  await letGoInTheOpen()
  await expect(picker).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(picker).toBeHidden()
  await page.keyboard.down("Shift")
  await outlet.hover()
  await page.keyboard.up("Shift")
  await page.mouse.down()
  await page.mouse.move(four.left, four.y + 200, { steps: 4 })
  await page.keyboard.down("Shift")
  await page.mouse.up()
  await page.keyboard.up("Shift")
  await expect(picker).toBeHidden()

  await page.goto("#/settings")
  const chosen = page.getByRole("radiogroup", { name: "A wire that is let go in the open" })
  await chosen.getByRole("radio", { name: "Do nothing" }).click()
  await page.goBack()
  await expect(studio.box("three")).toBeVisible()
  await letGoInTheOpen()
  await expect(page.locator(".react-flow__connection")).toHaveCount(0)
  await expect(picker).toBeHidden()
})

test("a drag with Shift leads all wires of an outlet or an inlet elsewhere, or cuts them in the open", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(three)
  const take = async (handle: Locator) => {
    await page.keyboard.down("Shift")
    await handle.hover()
    await page.mouse.down()
  }
  const letGo = async (x: number, y: number) => {
    await page.mouse.move(x, y, { steps: 5 })
    await page.mouse.up()
    await page.keyboard.up("Shift")
  }
  // Both wires that leave one leave four, on whose card they are let go.
  const four = await middleOf(studio.box("four"))
  await take(studio.box("one").locator(".react-flow__handle[data-handleid=success]"))
  await page.mouse.move(four.x + 20, four.y - 10, { steps: 5 })
  await expect(page.locator(".led-wires path")).toHaveCount(2)
  await letGo(four.x + 40, four.y)
  await expect.poll(() => studio.text()).toMatch(/message: four }\n {4}next: \[\s*two,\s*three\s*\]/)
  await page.keyboard.press("Control+z")
  await expect.poll(() => studio.text()).toMatch(/message: one }\n {4}next: \[\s*two,\s*three\s*\]/)

  // Of those the selected one alone, led to another inlet.
  await studio.box("one").click()
  await page.keyboard.press("w")
  const where = await middleOf(studio.box("four"))
  await take(studio.box("two").locator(".react-flow__handle.target"))
  await letGo(where.x, where.y)
  await expect.poll(() => studio.text()).toMatch(/message: one }\n {4}next: \[\s*four,\s*three\s*\]/)

  // In the open they are cut.
  await expect(wires(page)).toHaveCount(3)
  await take(studio.box("four").locator(".react-flow__handle.target"))
  await letGo(where.x - 40, where.y + 220)
  await expect(wires(page)).toHaveCount(1)
  await page.keyboard.press("Control+z")
  await expect(wires(page)).toHaveCount(3)
})
