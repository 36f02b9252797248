import type { Locator } from "@playwright/test"
import { expect, fixture, type Studio, test } from "./studio.ts"

test("a file that is brought in is drawn step by step", async ({ studio }) => {
  await studio.open("code-review")
  await expect(studio.box("review").locator(".card-name")).toHaveText("Review it")
  await expect(studio.box("review").locator(".card-line")).toContainText("ai.generate")
  await expect(studio.page.getByText("failure", { exact: true }).first()).toBeVisible()
  expect((await studio.names()).length).toBeGreaterThan(8)
})

test("what stands in the header later moves nothing that could be pressed before", async ({ studio }) => {
  const { page } = studio
  let come = () => {}
  const held = new Promise<void>(go => {
    come = go
  })
  await page.route(/assets\/(StandingWatch|HeaderMenu)-[\w-]+\.js/, async route => {
    await held
    await route.continue()
  })
  await studio.open("code-review")
  const run = page.getByRole("button", { name: "Run", exact: true })
  await expect(run).toBeVisible()
  const publish = page.getByRole("button", { name: /^Publish v/ })
  await expect(publish).toHaveCount(0)
  const before = await run.boundingBox()
  await page.setViewportSize({ width: 900, height: 800 })
  const narrow = await run.boundingBox()
  come()
  await expect(page.getByRole("button", { name: "More", exact: true })).toBeVisible()
  expect(await run.boundingBox()).toEqual(narrow)
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(publish).toBeVisible()
  expect(await run.boundingBox()).toEqual(before)
})

test("a name changed on the canvas changes one line of the text, and every comment stays", async ({
  studio,
}) => {
  await studio.open("code-review")
  await studio.box("review").locator(".card-name").dblclick()
  await studio.page.getByLabel("Name of the step").fill("Read it closely")
  await studio.page.keyboard.press("Enter")
  await expect(studio.box("review").locator(".card-name")).toHaveText("Read it closely")
  expect(await studio.text()).toBe(fixture("code-review").replace("name: Review it", "name: Read it closely"))
})

test("what is typed as YAML is drawn, and undo takes it back from both", async ({ studio }) => {
  const { page } = studio
  await studio.open("daily-documentation")
  await studio.show("Split")
  await studio.pasteAfter("rivulet: 1", "\nvariables: { typed: 1 }")
  await studio.show("Canvas")
  expect(await studio.text()).toContain("variables: { typed: 1 }")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toBe(fixture("daily-documentation"))
  await page.getByRole("button", { name: "Redo" }).click()
  expect(await studio.text()).toContain("typed: 1")
})

test("a step typed as YAML appears on the canvas, where the cursor is, with what is wrong in its place", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nname: Small\nsteps:\n  - id: first\n    kind: log\n    with: { message: hello }\n",
  )
  await studio.show("Split")
  await studio.box("first").click()
  await expect(page.locator(".yaml-selected")).toHaveCount(3)
  await studio.pasteAfter("message: hello", "\n  - id: second\n    name: Typed in\n    kind: log")
  await page.keyboard.press("ArrowUp")
  await expect(studio.box("second").locator(".card-name")).toHaveText("Typed in")
  await expect(studio.box("second")).toHaveClass(/selected/)
  await expect(page.locator(".squiggly-error")).toHaveCount(1)
  await studio.pasteAfter("name: Typed in", "\n    with: { message: too }")
  await expect(page.locator(".squiggly-error")).toHaveCount(0)
  await expect(page.locator(".squiggly-warning")).toHaveCount(0)
})

test("a press in the library adds a step behind the selected one, ready to be set", async ({ studio }) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nsteps:\n  - id: first\n    kind: log\n    with: { message: hello }\n",
  )
  await studio.box("first").click()
  await page.getByLabel("Library").getByRole("button", { name: "Write a file", exact: true }).click()
  await expect(page.getByLabel("Inspector").getByRole("heading", { name: "Write a file" })).toBeVisible()
  await page.getByRole("textbox", { name: "Path" }).fill("notes/today.md")
  await expect(studio.box("write_a_file").locator(".card-line")).toContainText("notes/today.md")
  expect(await studio.text()).toContain("kind: file.write\n    with: { path: notes/today.md }")
})

test("a wire is drawn to what glows, or into the open for new steps; taken up, sliced, spliced into and cut", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nsteps:\n  - id: one\n    kind: log\n    with: { message: a }\n    next: two\n  - id: two\n    kind: log\n    with: { message: b }\n  - id: three\n    kind: log\n    with: { message: c }\n    next: []\n  - id: box\n    kind: group\n    steps: [{ id: inner, kind: log, with: { message: d } }]\n    next: []\nlayout: { one: [0, 0], two: [330, 0], three: [330, 160], box: [0, 160] }\n",
  )
  const from = studio.box("two").locator(".react-flow__handle[data-handleid=success]")
  const to = studio.box("three").locator(".react-flow__handle.target")
  await from.hover()
  await page.mouse.down()
  await to.hover()
  await expect(studio.box("inner")).toHaveClass(/is-closed/)
  await expect(studio.box("three")).not.toHaveClass(/is-closed/)
  await expect(to).not.toHaveCSS("box-shadow", "none")
  await to.hover()
  await page.mouse.up()
  await expect.poll(() => studio.text()).toContain("with: { message: b }\n    next: three")
  const drawn = page.locator(".react-flow__edge[data-id^='two.'] .react-flow__edge-path")
  const onIt = await drawn.evaluate((path: SVGPathElement) => {
    const { x, y } = path
      .getPointAtLength(path.getTotalLength() * 0.4)
      .matrixTransform(path.getScreenCTM() ?? undefined)
    return { x, y }
  })
  await page.mouse.click(onIt.x, onIt.y)
  await page.keyboard.press("Delete")
  await expect.poll(() => studio.text()).not.toContain("next: three")

  // Into the open: a step is chosen there, and with Shift another behind it.
  const picker = page.getByRole("dialog", { name: "Add a step" })
  const pick = async (word: string, keys: "Enter" | "Shift+Enter") => {
    await expect(picker.getByRole("searchbox")).toHaveValue("")
    await page.keyboard.type(word)
    await page.keyboard.press(keys)
  }
  const two = await middleOf(studio.box("two"))
  await from.hover()
  await page.mouse.down()
  await page.mouse.move(two.x + 190, two.y + 40, { steps: 4 })
  await page.mouse.up()
  await pick("wait", "Shift+Enter")
  await expect(studio.box("wait")).toBeAttached()
  await pick("stop", "Enter")
  await expect(picker).toBeHidden()
  expect(await studio.text()).toMatch(/id: wait\n[\s\S]*next: stop\n/)
  expect(await studio.text()).toMatch(/message: b }\n {4}next: wait\n/)
  await page.keyboard.press("Control+z")
  await page.keyboard.press("Control+z")
  await seeAll(studio)

  // In the middle of a wire: by its plus, and by a loose step that is let go of on it.
  const line = page.locator(".react-flow__edge[data-id^='one.']")
  const middle = async () => {
    const [{ x: left }, { x: right, y }] = [
      await middleOf(studio.box("one")),
      await middleOf(studio.box("two")),
    ]
    return { x: (left + right) / 2, y }
  }
  const here = await middle()
  await page.mouse.move(here.x, here.y)
  await page.getByRole("button", { name: "Add a step between one and two" }).click()
  await pick("stop", "Enter")
  expect(await studio.text()).toMatch(/message: a }\n {4}next: stop\n/)
  await page.keyboard.press("Control+z")
  await seeAll(studio)
  const three = await middleOf(studio.box("three"))
  const gap = await middle()
  await page.mouse.move(three.x, three.y)
  await page.mouse.down()
  await page.mouse.move(gap.x, gap.y + 30, { steps: 4 })
  await page.mouse.move(gap.x, gap.y, { steps: 4 })
  await expect(line).toHaveClass(/is-splice/)
  await page.mouse.up()
  expect(await studio.text()).toMatch(/message: a }\n {4}next: three\n[\s\S]*message: c }\n {4}next: two\n/)
  await page.keyboard.press("Control+z")

  // A knife cuts what it passes; an end that is taken up leads elsewhere, or nowhere.
  const slice = await middle()
  await page.keyboard.down("Alt")
  await page.mouse.move(slice.x, slice.y - 60)
  await page.mouse.down()
  await page.mouse.move(slice.x + 4, slice.y + 60, { steps: 5 })
  await expect(line).toHaveClass(/is-cut/)
  await page.mouse.up()
  await page.keyboard.up("Alt")
  await expect.poll(() => studio.text()).not.toContain("next: two")
  await page.keyboard.press("Control+z")
  const takeUp = async (x: number, y: number) => {
    const end = await middleOf(studio.box("two").locator(".react-flow__handle.target"))
    await page.mouse.move(end.x - 17, end.y)
    await page.mouse.down()
    await page.mouse.move(x, y, { steps: 6 })
    await page.mouse.up()
  }
  await takeUp(three.x, three.y)
  await expect.poll(() => studio.text()).toContain("message: a }\n    next: three")
  await page.keyboard.press("Control+z")
  await takeUp(slice.x, slice.y - 120)
  await expect.poll(() => studio.text()).not.toMatch(/next: (two|three)/)
  await expect(picker).toBeHidden()
  await page.locator(".react-flow__pane").dblclick({ position: { x: 60, y: 60 } })
  await pick("condition", "Enter")
  await expect(studio.box("condition")).toHaveClass(/selected/)
})

test("a kind dragged from the library lands where it is let go of", async ({ studio }) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nsteps:\n  - id: first\n    kind: log\n    with: { message: hello }\n",
  )
  const pane = page.locator(".react-flow__pane")
  await page
    .getByLabel("Library")
    .getByRole("button", { name: "Condition", exact: true })
    .dragTo(pane, { targetPosition: { x: 400, y: 560 } })
  await expect(studio.box("condition")).toBeVisible()
  expect(await studio.text()).toContain("layout:")
})

test("a box that is dragged stays where it was put, and one undo brings it back", async ({ studio }) => {
  const { page } = studio
  await studio.open("daily-documentation")
  const before = await studio.text()
  const box = await studio.box("commit").boundingBox()
  expect(box).not.toBeNull()
  if (!box) return
  await page.mouse.move(box.x + 30, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 90, { steps: 4 })
  await page.mouse.move(box.x + 70, box.y + 140, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => studio.text()).toContain("layout:")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toBe(before)
})

test("a step that is deleted is gone from the text, and joined around when asked", async ({ studio }) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nsteps:\n  - { id: one, kind: log, with: { message: a }, next: two }\n  - { id: two, kind: log, with: { message: b }, next: three }\n  - { id: three, kind: log, with: { message: c } }\n",
  )
  await studio.box("two").click()
  await page.keyboard.press("Control+Delete")
  await expect(studio.box("two")).toHaveCount(0)
  expect(await studio.text()).toContain("{ id: one, kind: log, with: { message: a }, next: three }")
})

test("what was done is there after a reload", async ({ studio }) => {
  const { page } = studio
  await studio.open("trip-planner")
  await studio.box("ask").click()
  await page.keyboard.press("F2")
  await page.getByLabel("Name of the step").fill("Kept for good")
  await page.keyboard.press("Enter")
  await studio.saved()
  await page.reload()
  await expect(studio.box("ask").locator(".card-name")).toHaveText("Kept for good")
})

test("tidying gives every box back to the layout, in one step", async ({ studio }) => {
  const { page } = studio
  await studio.import(`${fixture("daily-documentation")}\nlayout: { commit: [2000, 900] }\n`)
  await page.getByRole("button", { name: "Tidy up" }).click()
  await expect.poll(() => studio.text()).not.toContain("layout:")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toContain("layout: { commit: [2000, 900] }")
})

test("copies travel as text", async ({ studio }) => {
  const { page } = studio
  await studio.open("daily-documentation")
  await studio.box("commit").click()
  await page.keyboard.press("Control+c")
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("kind: git.commit")
  await page.keyboard.press("Control+v")
  await expect(studio.box("commit_2")).toBeAttached()
  await page.keyboard.press("Control+Shift+v")
  await expect(studio.box("commit_3")).toBeAttached()
  expect(await studio.text()).toContain("next: [commit, commit_3]")
  await studio.import("rivulet: 1\nid: other\nsteps:\n  - id: first\n    kind: log\n")
  await studio.box("first").click()
  await page.keyboard.press("Control+v")
  await expect(studio.box("commit")).toBeAttached()
})

test("all that is selected goes where one of it is dragged, also seen from far away", async ({ studio }) => {
  const { page } = studio
  const cells = Array.from({ length: 320 }, (_, at) => ({
    id: `s${at}`,
    at: [(at % 20) * 290, Math.floor(at / 20) * 160] as const,
  }))
  const steps = cells.map(({ id }) => `  - { id: ${id}, kind: log, next: [] }\n`).join("")
  const places = cells.map(({ id, at: [x, y] }) =>
    id === "s0" ? "  s0: { at: [0, 0], locked: true }\n" : `  ${id}: [${x}, ${y}]\n`,
  )
  const held = "  - id: around\n    kind: group\n    next: []\n    steps: [{ id: inner, kind: log }]\n"
  const layout = `layout:\n  around: [0, -400]\n  inner: [0, 0]\n${places.join("")}`
  await studio.import(`rivulet: 1\nid: many\nsteps:\n${held}${steps}${layout}`)
  await expect(page.locator(".react-flow__node").first()).toBeVisible()
  const before = await studio.text()
  await page.locator(".react-flow__pane").click({ position: { x: 4, y: 4 } })
  await page.keyboard.press("1")
  const drawing = page.locator(".far-drawing")
  await expect(drawing).toBeVisible()
  await studio.atRest()
  await page.keyboard.press("Control+a")
  await expect(studio.box("s319")).toHaveClass(/selected/)
  await expect(studio.box("s1")).toHaveCount(0)
  const { x, y } = await middleOf(studio.box("s319"))
  const picture = () => drawing.evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())
  await page.mouse.move(x, y)
  const still = await picture()
  await page.mouse.down()
  await page.mouse.move(x - 40, y - 30, { steps: 5 })
  await expect.poll(picture).not.toBe(still)
  expect(await page.locator(".react-flow__node").count()).toBeLessThan(100)
  await page.mouse.up()

  const placesIn = (text: string) => {
    const found = text.matchAll(/^ {2}(\w+): (?:\{ at: )?\[(-?\d+), (-?\d+)\]/gm)
    return new Map(Array.from(found, ([, id, x, y]) => [id, { x: Number(x), y: Number(y) }] as const))
  }
  await expect.poll(() => studio.text()).not.toBe(before)
  const [from, to] = [placesIn(before), placesIn(await studio.text())]
  const ways = [...from].map(([id, { x, y }]) => [id, (to.get(id)?.x ?? 0) - x, (to.get(id)?.y ?? 0) - y])
  const [, dx, dy] = ways.at(-1) ?? []
  expect(dx).toBeLessThan(-50)
  const stays = new Set(["s0", "inner"])
  expect(ways).toEqual([...from.keys()].map(id => (stays.has(id ?? "") ? [id, 0, 0] : [id, dx, dy])))
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toBe(before)
})

test("what a box was drawn around is dragged by it, and aligned; the overview leads elsewhere", async ({
  studio,
}) => {
  const { page } = studio
  const steps = "  - { id: a, kind: log, next: b }\n  - { id: b, kind: log }\n"
  await studio.import(`rivulet: 1\nid: two\nsteps:\n${steps}layout: { a: [0, 0], b: [300, 40] }\n`)
  const [a, b] = [await middleOf(studio.box("a")), await middleOf(studio.box("b"))]
  await page.keyboard.down("Shift")
  await page.mouse.move(a.x - 160, a.y - 100)
  await page.mouse.down()
  await page.mouse.move(b.x, b.y + 100, { steps: 5 })
  await page.mouse.up()
  await page.keyboard.up("Shift")
  await expect(studio.box("b")).toHaveClass(/selected/)
  await page.mouse.move(a.x, a.y)
  await page.mouse.down()
  await page.mouse.move(a.x, a.y + 120, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => studio.text()).not.toContain("[0, 0]")
  const [, ax, ay, bx, by] =
    /a: \[(-?\d+), (-?\d+)\], b: \[(-?\d+), (-?\d+)\]/.exec(await studio.text()) ?? []
  expect([Number(bx) - Number(ax), Number(by) - Number(ay)]).toEqual([300, 40])
  expect(Number(ay)).toBeGreaterThan(50)
  await page.keyboard.press("Alt+ArrowUp")
  await expect.poll(() => studio.text()).toMatch(/a: \[-?\d+, (-?\d+)\], b: \[-?\d+, \1\]/)
  await page.locator(".react-flow__pane").click({ position: { x: 4, y: 4 } })
  await studio.box("b").click()
  await expect(studio.box("a")).not.toHaveClass(/selected/)
  await page.keyboard.press("Shift+ArrowLeft")
  await expect(studio.box("a")).toHaveClass(/selected/)
  const view = () => page.locator(".react-flow__viewport").getAttribute("style")
  const before = await view()
  await page.getByRole("img", { name: "Overview of the workflow" }).click({ position: { x: 20, y: 20 } })
  await expect.poll(view).not.toBe(before)
})

async function middleOf(box: Locator) {
  const { x = 0, y = 0, width = 0, height = 0 } = (await box.boundingBox()) ?? {}
  return { x: x + width / 2, y: y + height / 2 }
}

/** Brings everything into view, and waits until the canvas stands still: what moves on is no longer under the hand. */
async function seeAll(studio: Studio) {
  await studio.page.getByRole("button", { name: "See all" }).click()
  await studio.atRest()
}
