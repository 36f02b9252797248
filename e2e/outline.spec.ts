import { expect, test } from "./studio.ts"

const workflow = `rivulet: 1
id: list
name: A list
steps:
  - { id: first, name: First, kind: log, with: { message: one } }
  - { id: second, name: Second, kind: log, with: { message: two } }
  - id: box
    name: Box
    kind: group
    steps:
      - { id: inner, name: Inner, kind: log, with: { message: three } }
`

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test("on a phone the outline has the powers of the canvas: added, renamed, moved, wired, switched off, deleted", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(workflow)
  const outline = page.getByRole("treegrid", { name: "Steps" })
  const row = (name: string | RegExp) => outline.getByRole("row", { name })
  const does = async (name: string, what: string) => {
    await page.getByRole("button", { name: `More for ${name}` }).tap()
    await page.getByRole("menuitem", { name: what, exact: true }).tap()
  }
  await expect(row("First")).toBeVisible()

  await does("Second", "Move up in the list")
  expect(await studio.text()).toMatch(/id: second[\s\S]*id: first/)
  await does("First", "Rename")
  await page.getByLabel("Name of the step").fill("Renamed")
  await page.keyboard.press("Enter")
  await expect(row("Renamed")).toBeVisible()

  await does("Renamed", "Move into…")
  await page.getByRole("dialog").getByRole("button", { name: "Move", exact: true }).tap()
  expect(await studio.text()).toMatch(/id: inner[\s\S]*id: first/)
  await does("Renamed", "Move out of its container")
  expect(await studio.text()).toMatch(/id: inner[\s\S]*\n {2}- .*id: first/)

  await does("Second", "Connect to…")
  const dialog = page.getByRole("dialog", { name: "Connect to…" })
  await dialog.getByRole("button", { name: /To the step/ }).tap()
  await page.getByRole("option", { name: "Renamed" }).tap()
  await dialog.getByRole("button", { name: "Connect", exact: true }).tap()
  expect(await studio.text()).toMatch(/id: second.*next:/)
  await does("Second", "Connect to…")
  const cut = dialog.getByRole("list", { name: "Wires that are there" }).getByRole("button", { name: "Cut" })
  for (let left = await cut.count(); left > 0; left--) await cut.first().tap()
  await expect(dialog.getByRole("list", { name: "Wires that are there" })).toBeHidden()
  await dialog.getByRole("button", { name: "Cancel" }).tap()

  await does("Second", "Switch off or on")
  expect(await studio.text()).toMatch(/id: second.*disabled: true/)
  await does("Second", "Delete")
  await expect(row("Second")).toBeHidden()
  await page.getByRole("button", { name: "Add a step" }).tap()
  await page.getByRole("menuitem", { name: "Log", exact: true }).tap()
  await expect(row(/^Log/)).toBeVisible()
})

test("on a phone a draft is published, and compared below each other, from the menu", async ({ studio }) => {
  const { page } = studio
  await studio.import(workflow)
  const fromMenu = async (what: string) => {
    await page.getByRole("button", { name: "More", exact: true }).tap()
    await page.getByRole("menuitem", { name: what, exact: true }).tap()
  }
  await fromMenu("Publish v1")
  await page.getByRole("dialog").getByRole("button", { name: "Publish v1" }).tap()
  await expect(page.getByRole("dialog")).toBeHidden()
  await page.getByRole("button", { name: "More for First" }).tap()
  await page.getByRole("menuitem", { name: "Switch off or on", exact: true }).tap()
  await fromMenu("Versions")
  const versions = page.getByRole("dialog", { name: "Versions" })
  await versions.getByRole("radio", { name: "Canvas" }).tap()
  await expect(versions.locator(".is-changed")).toHaveCount(2)
  const drawings = versions.locator(".react-flow")
  const [above, below] = [await drawings.first().boundingBox(), await drawings.last().boundingBox()]
  expect(below?.x).toBe(above?.x)
  expect(below?.y).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0))
})
