import { expect, test } from "./studio.ts"

const broken = `rivulet: 1
id: broken
name: Broken in every way
steps:
  - id: odd
    kind: nobody.knows
    next: nowhere
  - id: odd
    kind: log
    timeout: soon
  - id: unset
    kind: file.write
`

test("a broken workflow opens, is drawn as broken, and says what is wrong where", async ({ studio }) => {
  const { page } = studio
  await studio.import(broken)
  await expect(studio.box("odd").locator(".is-unknown")).toBeVisible()
  await expect(studio.box("odd").locator(".card-problems")).toBeVisible()
  await page.getByRole("button", { name: /problems$/ }).click()
  const panel = page.getByRole("region", { name: "Problems" })
  await expect(panel).toContainText("nobody.knows")
  await expect(panel).toContainText("nowhere")
  await expect(panel).toContainText("line 6")
})

test("a problem goes away as soon as it is mended, and its form says what is missing", async ({ studio }) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nsteps:\n  - id: unset\n    kind: file.write\n    with: { content: hello }\n",
  )
  await studio.box("unset").click()
  await expect(page.getByRole("button", { name: "1 problem" })).toBeVisible()
  await page.getByRole("textbox", { name: "Path" }).fill("a.txt")
  await expect(page.getByRole("button", { name: "No problems" })).toBeVisible()
})

test("text in which nothing can be read any more keeps the last word, and can be mended", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nname: Small\nsteps:\n  - id: first\n    kind: log\n    with: { message: hello }\n",
  )
  await studio.show("Split")
  await studio.pasteAfter("name: Small", "\n\t: [")
  await expect(page.getByRole("button", { name: /problem/ })).toBeVisible()
  await page.keyboard.press("Control+z")
  await expect(studio.box("first")).toBeVisible()
})

const hostile = `rivulet: 1
id: hostile
name: "<img src=x onerror=alert(1)><script>alert(2)</script>"
description: "[click](javascript:alert(3))"
tags: ["<svg onload=alert(4)>"]
triggers:
  - { id: by_hand, type: manual }
steps:
  - id: constructor
    name: "<iframe srcdoc='<script>parent.alert(5)</script>'>"
    kind: log
    with: { message: "</script><script>alert(6)</script>" }
    note: "javascript:alert(7)"
`

test("names that are code are text and nothing else, wherever they are shown", async ({ studio }) => {
  const { page } = studio
  await studio.import(hostile)
  await expect(studio.box("constructor").locator(".card-name")).toContainText("<iframe")
  await studio.box("constructor").click()
  await page.getByRole("tab", { name: "Notes" }).click()
  await page.getByRole("button", { name: /problem/ }).click()
  await studio.show("Outline")
  await studio.show("YAML")
  await studio.show("Canvas")
  await page.keyboard.press("Control+k")
  await expect(page.getByRole("dialog", { name: "Commands" }).getByRole("searchbox")).toBeFocused()
  await page.keyboard.type("iframe")
  await expect(page.getByRole("menuitem", { name: /iframe/ })).toBeVisible()
  await page.keyboard.press("Escape")
  await studio.saved()
  await studio.home()
  await expect(page.getByRole("link", { name: /<img src=x/ })).toBeVisible()
  expect(await page.evaluate(() => ({ frames: frames.length, polluted: "polluted" in {} }))).toEqual({
    frames: 0,
    polluted: false,
  })
})

test("a thousand steps open, and can be worked on", async ({ studio }) => {
  const steps = Array.from(
    { length: 1000 },
    (_, index) =>
      `  - { id: s${index}, kind: log, with: { message: "${index}" }${index < 999 ? `, next: s${index + 1}` : ""} }`,
  )
  await studio.import(`rivulet: 1\nid: large\nsteps:\n${steps.join("\n")}\n`)
  await expect(studio.box("s0")).toBeVisible({ timeout: 20_000 })
  expect(await studio.page.locator(".react-flow__node").count()).toBeLessThan(100)
  await studio.box("s0").click()
  await studio.page.getByRole("textbox", { name: "Message" }).fill("first of many")
  await expect(studio.box("s0").locator(".card-line")).toContainText("first of many")
})
