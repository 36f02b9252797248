import { hold } from "./hold.ts"
import { expect, test } from "./studio.ts"

const rounds = `rivulet: 1
id: rounds
name: Rounds
inputs:
  most: { type: integer, default: 2 }
variables: { total: 0 }
steps:
  - id: all
    name: All of them
    kind: foreach
    with: { items: "{{ [1, 2, 3] }}" }
    steps:
      - { id: add, name: Add it, kind: set, with: { values: { total: "{{ vars.total + item }}" } } }
    next: { done: ask }
  - { id: ask, name: Ask me, kind: approve, with: { title: "Is {{ vars.total }} enough?" }, next: { approved: give } }
  - { id: give, name: Give it, kind: set, with: { values: { total: "{{ vars.total * inputs.most }}" } } }
output: "{{ vars.total }}"
`

test("a run is started, answered, gone through, looked into and tried another way by keys alone, and it is seen where one is", async ({
  studio,
}) => {
  const { page } = studio
  const { keyboard } = page
  const panel = page.getByRole("region", { name: "The run" })
  const status = panel.getByRole("status").first()
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await studio.import(rounds)
  await expect(studio.box("ask")).toBeVisible()

  /** Goes on by Tab until something of that name has the focus, which must then be seen. */
  async function tabTo(name: string | RegExp, key = "Tab") {
    for (let at = 0; at < 40; at++) {
      await keyboard.press(key)
      const here = await page.evaluate(() => {
        const at = document.activeElement
        if (!(at instanceof HTMLElement)) return { name: "", isSeen: false }
        const label = at.getAttribute("aria-label") ?? at.textContent ?? ""
        const field = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : undefined
        const around = [at, at.parentElement, at.parentElement?.parentElement].flatMap(each => each ?? [])
        const isSeen = around.some(each => {
          const { outlineStyle, outlineWidth } = getComputedStyle(each)
          return outlineStyle !== "none" && outlineWidth !== "0px"
        })
        return { name: (field ?? label).trim(), isSeen }
      })
      if (typeof name === "string" ? here.name === name : name.test(here.name)) {
        expect(here, `${name} is seen to have the focus`).toMatchObject({ isSeen: true })
        return
      }
    }
    throw new Error(`Expected to come to ${name}`)
  }

  // Started from the canvas: the form, and then its button.
  await page.locator(".react-flow__node[tabindex='0']").focus()
  await keyboard.press("Control+Enter")
  const dialog = page.getByRole("dialog", { name: "Run “Rounds”" })
  await expect(dialog).toBeVisible()
  await tabTo("most")
  await keyboard.press("Control+a")
  await keyboard.type("5")
  await tabTo("Run")
  await keyboard.press("Enter")
  await expect(status).toHaveText("Waiting")

  // From the canvas to the run, and its question is answered there.
  await page.locator(".react-flow__node[tabindex='0']").focus()
  await keyboard.press("g")
  await expect(panel.getByRole("tab", { name: "Timeline" })).toBeFocused()
  await tabTo("Approve")
  await keyboard.press("Enter")
  await expect(status).toHaveText("Completed")
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("30")

  // Through the sheets, and line by line through the log; each line shows its moment.
  await keyboard.press("Escape")
  await expect(page.locator(".react-flow__node[tabindex='0']")).toBeFocused()
  await keyboard.press("g")
  await keyboard.press("ArrowRight")
  await expect(panel.getByRole("tab", { name: "Log" })).toBeFocused()
  await expect(panel.getByRole("list", { name: "Log" })).toBeVisible()
  const row = panel.locator("[data-index] button:focus")
  await tabTo(/^\+/)
  await keyboard.press("End")
  await expect(row).toContainText("run completed")
  await keyboard.press("Home")
  await expect(row).toContainText("run started")
  for (let at = 0; at < 40 && !(await row.textContent())?.includes("waits for a person"); at++)
    await keyboard.press("ArrowDown")
  await keyboard.press("Enter")
  await expect(studio.box("ask")).toContainText("Waiting")
  // Past the list, however long it is, and back over it to the slider.
  await keyboard.press("Tab")
  await expect(panel.getByRole("list", { name: "Log" }).locator(":focus")).toHaveCount(0)
  await tabTo("Moment of the run", "Shift+Tab")
  await keyboard.press("Home")
  await expect(studio.box("all")).not.toContainText("Completed")
  await keyboard.press("ArrowRight")
  await expect(panel.getByText(/^2 of \d+$/)).toBeVisible()
  await keyboard.press("End")
  await expect(studio.box("give")).toContainText("Completed")

  // The timeline: what ran in the list is shown, and a visit of its step is chosen.
  await keyboard.press("Escape")
  await keyboard.press("g")
  await keyboard.press("Home")
  await expect(panel.getByRole("tab", { name: "Timeline" })).toBeFocused()
  await tabTo(/^All of them, /)
  if ((await row.getAttribute("aria-expanded")) === "false") await keyboard.press("ArrowRight")
  await expect(row).toHaveAttribute("aria-expanded", "true")
  await keyboard.press("ArrowDown")
  await expect(row).toHaveAttribute("aria-label", /^1, /)
  await keyboard.press("ArrowRight")
  await keyboard.press("ArrowDown")
  await expect(row).toHaveAttribute("aria-label", /^Add it, /)
  await keyboard.press("Enter")

  // Its output, and the visits beside it.
  const output = inspector.getByRole("tabpanel", { name: "Output" })
  const visits = output.getByRole("group", { name: "Visits of the step" })
  await expect(visits.getByRole("button", { name: "1", exact: true })).toHaveAttribute("aria-current", "true")
  await tabTo("The visit after", "Shift+Tab")
  await keyboard.press("Enter")
  await expect(visits.getByRole("button", { name: "2", exact: true })).toHaveAttribute("aria-current", "true")

  // Another way: with another value than it gave, from there on.
  await tabTo("Try another way")
  await keyboard.press("Enter")
  await expect(page.getByRole("menu")).toBeVisible()
  await keyboard.type("Change")
  await expect(page.getByRole("menuitem", { name: "Change what it gave" })).toBeFocused()
  await keyboard.press("Enter")
  const changing = page.getByRole("dialog", { name: /^What if/ })
  await expect(changing).toBeVisible()
  const values = changing.getByLabel("Values by outlet, as JSON")
  await values.focus()
  await keyboard.press("Control+a")
  await keyboard.type('{ "success": { "total": 7 } }')
  await tabTo("Run what follows")
  await keyboard.press("Enter")
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(page.locator("body:focus")).toHaveCount(0)
  await page.locator(".react-flow__node[tabindex='0']").focus()
  await keyboard.press("g")
  await tabTo("Approve")
  await keyboard.press("Enter")
  await expect(status).toHaveText("Completed")

  // Who goes into a sheet that is still being read stays in it when it has come, and goes on from there.
  await page.evaluate(hold)
  await keyboard.press("End")
  while (!(await panel.getByRole("tab", { name: "Runs" }).evaluate(each => each.matches(":focus"))))
    await keyboard.press("ArrowLeft")
  await expect(panel.getByRole("tabpanel")).toHaveText("Reading the history")
  await keyboard.press("Tab")
  await expect(panel.getByRole("tabpanel")).toBeFocused()
  await page.evaluate(() => dispatchEvent(new Event("let-go")))
  await expect(panel.getByRole("button", { name: /^Run 1/ })).toBeVisible()
  // The browser takes the focus from what cannot have it with a frame that follows.
  await page.evaluate(() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go))))
  await expect(panel.getByRole("tabpanel")).toBeFocused()
  await keyboard.press("Tab")
  await expect(panel.getByRole("button", { name: /^Run 2/ })).toBeFocused()
  await keyboard.press("Shift+Tab")
  await keyboard.press("Home")
  await expect(panel.getByRole("tab", { name: "Timeline" })).toBeFocused()

  // Each sheet has something that keys come to; two runs are compared, and the first is opened again.
  await expect(panel.getByRole("tab", { name: "Timeline" })).toBeFocused()
  const sheets = panel.getByRole("tab")
  for (let at = 1; at < (await sheets.count()); at++) {
    await keyboard.press("ArrowRight")
    await expect(sheets.nth(at)).toBeFocused()
    await expect(panel.getByRole("tabpanel")).toHaveText(/^(?!Reading)\S/)
    await keyboard.press("Tab")
    await expect(panel.locator("[role=tabpanel]:focus, [role=tabpanel] :focus")).toHaveCount(1)
    await keyboard.press("Shift+Tab")
    await expect(sheets.nth(at)).toBeFocused()
  }
  await keyboard.press("ArrowRight")
  while (!(await panel.getByRole("tab", { name: "Compare" }).evaluate(each => each.matches(":focus"))))
    await keyboard.press("ArrowRight")
  await expect(panel.getByRole("list", { name: "Steps compared" })).toBeVisible()
  await tabTo(/^All of them/)
  await keyboard.press("Enter")
  await expect(panel.getByRole("list", { name: "Differences" })).toContainText("7")
  await tabTo("Compare", "Shift+Tab")
  await keyboard.press("ArrowRight")
  await expect(panel.getByRole("button", { name: /^Run 1/ })).toBeVisible()
  await tabTo(/^Run 1/)
  await keyboard.press("Enter")
  await expect(panel.getByRole("heading", { name: "Run 1" })).toBeVisible()
  await keyboard.press("Escape")
  await expect(page.locator(".react-flow__node[tabindex='0']")).toBeFocused()
})
