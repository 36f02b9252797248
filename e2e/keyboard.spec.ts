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
  await expect(page.getByLabel("Inspector").getByRole("textbox", { name: "Provider" })).toBeFocused()
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
  await page.keyboard.type("outlinee")
  await page.keyboard.press("Backspace")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("treegrid", { name: "Steps" })).toBeVisible()
})

test("the outline has the same powers", async ({ studio }) => {
  const { page } = studio
  await studio.open("trip-planner")
  await studio.show("Outline")
  const row = page.getByRole("row", { name: /Write the booking/ })
  await row.focus()
  await page.keyboard.press("d")
  expect(await studio.text()).not.toContain("disabled")
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

test("ten steps with a branch and a loop are built, run and saved by keys alone", async ({ studio }) => {
  const { page } = studio
  const { keyboard } = page
  await studio.home()
  await page.getByRole("button", { name: "New workflow" }).focus()
  await keyboard.press("Enter")
  await expect(studio.box("trigger:by_hand")).toBeVisible()
  const library = page.getByLabel("Library").getByRole("searchbox")
  const inspector = page.getByLabel("Inspector")

  /** Steps behind the one at hand, one behind the other, and back to the canvas with the last at hand. */
  async function add(...words: string[]) {
    await keyboard.press("/")
    for (const word of words) {
      await expect(library).toBeFocused()
      await keyboard.type(word)
      await keyboard.press("Enter")
      await expect(library).toHaveValue("")
    }
    await keyboard.press("Escape")
    await expect(page.locator(".react-flow__node.selected")).toBeFocused()
  }
  /** Types into the first field of the step at hand, and comes back. */
  async function set(text: string) {
    await keyboard.press("Enter")
    await expect(inspector.locator(":is(input, textarea)").first()).toBeFocused()
    await keyboard.press("Control+a")
    await keyboard.type(text)
    await keyboard.press("Escape")
    if (!(await page.locator(".react-flow__node.selected").evaluate(box => box === document.activeElement)))
      await keyboard.press("Escape")
    await expect(page.locator(".react-flow__node.selected")).toBeFocused()
  }

  await add("log")
  await set("begins")
  await add("condition")
  await set("{{ 1 + 1 == 2 }}")
  // The first free outlet is taken, and then the next.
  await add("log")
  await set("it is so")
  await keyboard.press("ArrowLeft")
  await expect(studio.box("condition")).toBeFocused()
  await add("log")
  await set("it is not")

  // The loop, and what is inside it.
  await keyboard.press("ArrowUp")
  await expect(studio.box("log_2")).toBeFocused()
  await add("for each")
  await set("{{ [1, 2, 3] }}")
  await keyboard.press("i")
  await expect(page.getByRole("navigation", { name: "What is shown" })).toContainText("For each")
  await add("log")
  await set("{{ item }}")
  await add("log", "log")
  await set("inside")
  await keyboard.press("ArrowLeft")
  await set("between")
  await keyboard.press("Shift+I")
  await expect(studio.box("for_each")).toBeFocused()

  // A last one that both branches lead to, by name.
  await add("log")
  await set("ends")
  await keyboard.press("F2")
  await keyboard.type("Last of all")
  await keyboard.press("Enter")
  await expect(studio.box("log_7")).toBeFocused()
  await add("log")
  await set("really")

  await studio.saved()
  await keyboard.press("Control+Enter")
  await expect(page.getByRole("region", { name: "The run" }).getByText("Completed").first()).toBeVisible()
  const text = await studio.text()
  expect(text.match(/\n *- id: /g)).toHaveLength(10)
  expect(text).toMatch(/next: \{ true: log_2, false: log_3 \}/)
  await page.reload()
  await expect(studio.box("trigger:by_hand")).toBeVisible()
  expect(await studio.text()).toBe(text)
})

test("an agent is given its tools and skills by keys alone", async ({ studio }) => {
  const { page } = studio
  const { keyboard } = page
  await studio.import("rivulet: 1\nid: review\nname: Review\nsteps: []\n")
  await studio.saved()
  await studio.import(
    "rivulet: 1\nid: works\nsteps:\n  - { id: work, kind: ai.agent, with: { provider: simulated, prompt: Do it } }\n",
  )
  const inspector = page.getByLabel("Inspector")
  // Enter on the box that Tab came to opens its form, and not the workflow's.
  await expect(studio.box("work")).toHaveAttribute("tabindex", "0")
  await studio.box("work").focus()
  await expect(studio.box("work")).toBeFocused()
  await keyboard.press("Enter")
  await expect(inspector.locator(":is(input, textarea)").first()).toBeFocused()
  /** Goes on from field to field until that one is reached. */
  async function reach(name: string | RegExp) {
    const wanted = inspector.getByRole("button", { name }).or(inspector.getByLabel(name)).first()
    for (let left = 40; left > 0; left--) {
      if ((await wanted.count()) > 0 && (await wanted.evaluate(field => field === document.activeElement)))
        return
      await keyboard.press("Tab")
    }
    await expect(wanted).toBeFocused()
  }
  // Who answers is chosen from those that there are, or written.
  await reach("Choose provider")
  await keyboard.press("Enter")
  const models = page.getByRole("dialog", { name: "Choose provider" })
  await expect(models.getByRole("menuitem", { name: "Claude, without a key yet" })).toBeVisible()
  await keyboard.type("the usual")
  await expect(models.getByRole("menuitem")).toHaveCount(1)
  await keyboard.press("ArrowDown")
  await keyboard.press("Enter")
  await expect(models).toBeHidden()
  await expect(inspector.getByLabel(/^Provider/)).toHaveValue("default")
  for (const field of ["Model", /^Prompt/, "Role"]) await reach(field)

  await reach("Choose tools")
  await keyboard.press("Enter")
  const list = page.getByRole("dialog", { name: "Choose tools" })
  await expect(list.getByRole("menuitemcheckbox").first()).toBeVisible()
  for (const [word, name] of [
    ["file.read", /Read a file/],
    ["review", /Review/],
    ["file.write", /Write a file/],
  ] as const) {
    await keyboard.press("Control+a")
    await keyboard.type(word)
    await expect(list.getByRole("menuitemcheckbox")).toHaveCount(1)
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(list.getByRole("menuitemcheckbox", { name, checked: true })).toBeVisible()
  }
  // A second time takes it back.
  await keyboard.press("Enter")
  await expect(list.getByRole("menuitemcheckbox", { name: /Write a file/, checked: false })).toBeVisible()
  // The word that was looked for goes first, and then the list.
  await keyboard.press("Escape")
  await expect(list.getByRole("searchbox")).toHaveValue("")
  await keyboard.press("Escape")
  await expect(list).toBeHidden()
  await expect(inspector.getByRole("button", { name: "Choose tools" })).toBeFocused()
  await keyboard.press("Shift+Tab")
  await keyboard.press("Shift+Tab")
  await keyboard.press("Shift+Tab")
  await reach("Set parameters of file.read beforehand")
  await keyboard.press("Enter")
  await reach("Set beforehand")
  await keyboard.insertText('{ "path": "notes.md" }')

  await reach("More options")
  await keyboard.press("Enter")
  await reach("Profile")
  await reach("Add a value")
  await keyboard.press("Enter")
  await expect(inspector.getByLabel("Value 1", { exact: true })).toBeFocused()
  await keyboard.insertText("tone")
  await reach("Choose skills")
  for (const field of ["Turns", "Usd", "Minutes", "Max tokens", "Temperature"]) await reach(field)
  const text = await studio.text()
  expect(text).toContain("provider: default")
  expect(text).toContain("tools:")
  expect(text).toContain("kind: file.read, with: { path: notes.md }")
  expect(text).toContain("workflow: review")
  expect(text).not.toContain("file.write")
  expect(text).toMatch(/skills: \["?tone"?\]/)
})
