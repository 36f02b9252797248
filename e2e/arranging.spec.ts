import { expect, fixture, test } from "./studio.ts"

const chain = `rivulet: 1
id: chain
name: Chain
steps:
  - id: read
    kind: file.read
    with: { path: notes/in.md }
    next: tell
  - id: tell
    kind: log
    with: { message: "{{ steps.read.output.content }}" }
    next: save
  - id: save
    kind: file.write
    with: { path: notes/out.md, content: done }
`

test("a note and a frame stand beside the steps, and a frame takes along what is in it", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(chain)
  await studio.box("read").click()
  await page.keyboard.press("Shift+F")
  await page.getByLabel("Title of the frame").fill("Reading")
  await page.keyboard.press("Enter")
  await expect(page.locator(".frame-title")).toHaveText("Reading")
  await page.keyboard.press("Shift+S")
  await page.getByLabel("Text of the note").fill("Ask **Ann** <script>alert(1)</script>")
  await page.keyboard.press("Escape")
  await expect(page.locator(".note strong")).toHaveText("Ann")
  const before = await studio.box("read").boundingBox()
  const frame = await page.locator(".frame-title").boundingBox()
  if (!before || !frame) throw new Error("Expected a frame around a box")
  await page.mouse.move(frame.x + 20, frame.y + 10)
  await page.mouse.down()
  await page.mouse.move(frame.x + 20, frame.y + 130, { steps: 6 })
  await page.mouse.up()
  await expect
    .poll(async () => ((await studio.box("read").boundingBox())?.y ?? 0) - before.y)
    .toBeGreaterThan(80)
  const text = await studio.text()
  expect(text).toContain("title: Reading")
  expect(text).toContain("Ask **Ann** <script>alert(1)</script>")
  for (let times = 0; times < 5; times++) await page.keyboard.press("Control+z")
  expect(await studio.text()).toBe(chain)
})

test("a text is found in every field and replaced, in one step of undo", async ({ studio }) => {
  const { page } = studio
  await studio.import(chain)
  await studio.box("tell").click()
  await page.keyboard.press("Control+f")
  const dialog = page.getByRole("dialog", { name: "Find and replace" })
  await dialog.getByLabel("Find").fill("notes/")
  await expect(dialog.getByRole("status")).toHaveText("2 fields in 2 places")
  await dialog.getByLabel("Replace with").fill("work/")
  await dialog.getByRole("button", { name: "Replace all 2" }).click()
  await dialog.getByLabel("Find").fill("uses:read")
  await expect(dialog.getByRole("listitem")).toHaveText([/tell/])
  await dialog.getByLabel("Find").fill("kind:file.*")
  await page.keyboard.press("Escape")
  expect(await studio.text()).toBe(chain.replaceAll("notes/", "work/"))
  // From place to place, without the window.
  await studio.box("tell").click()
  for (const [keys, id] of [
    ["F3", "read"],
    ["F3", "save"],
    ["F3", "read"],
    ["Shift+F3", "save"],
  ] as const) {
    await page.keyboard.press(keys)
    await expect(studio.box(id)).toHaveClass(/selected/)
  }
  await page.keyboard.press("Control+z")
  expect(await studio.text()).toBe(chain)
})

test("steps with problems, steps that never run and those that are off are found by what they are", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(`${chain}  - id: alone
    kind: log
    with: { message: nobody comes here }
  - id: wrong
    kind: log
    disabled: true
    with: { message: hello, level: loudest }
    next: read
`)
  await expect(page.getByRole("button", { name: /problems?$/ })).toBeVisible()
  await page.keyboard.press("Control+f")
  const dialog = page.getByRole("dialog", { name: "Find and replace" })
  for (const [filter, ids] of [
    ["is:invalid", [/wrong/]],
    ["is:disabled kind:log", [/wrong/]],
    ["kind:file.*", [/read/, /save/]],
    ["uses:read", [/tell/]],
    ["is:unused", [/alone/]],
  ] as const) {
    await dialog.getByLabel("Find", { exact: true }).fill(filter)
    await expect(dialog.getByRole("listitem")).toHaveText(ids)
  }
  await dialog.getByLabel("Find", { exact: true }).fill("is:lost")
  await expect(dialog.getByText("is:lost is no filter")).toBeVisible()
})

test("a step becomes a workflow of its own, that a step in its place runs", async ({ studio }) => {
  const { page } = studio
  await studio.import(chain)
  await studio.box("tell").click()
  await page.keyboard.press("Control+Shift+e")
  const dialog = page.getByRole("dialog", { name: "Make it a workflow of its own" })
  await dialog.getByLabel("Name of the new workflow").fill("Tell them")
  await dialog.getByRole("button", { name: "Make the workflow" }).click()
  await expect(studio.box("tell_them").locator(".card-line")).toContainText("tell-them")
  expect(await studio.text()).toContain('content: "{{ steps.read.output.content }}"')
  await studio.home()
  await expect(page.getByRole("link", { name: "Tell them" })).toBeVisible()
})

test("shortcuts are shown, changed, and remembered", async ({ studio }) => {
  const { page } = studio
  await studio.import(chain)
  await studio.box("tell").click()
  await page.keyboard.press("?")
  const dialog = page.getByRole("dialog", { name: "Shortcuts" })
  await dialog.getByRole("button", { name: /^Keys of “Switch off or on”/ }).click()
  await page.keyboard.press("Alt+o")
  await expect(dialog.getByRole("button", { name: /^Keys of “Switch off or on”: Alt\+O/ })).toBeVisible()
  await dialog.getByRole("button", { name: "Close" }).click()
  await page.reload()
  await studio.box("tell").click()
  await page.keyboard.press("Alt+o")
  await expect(studio.box("tell").locator(".is-disabled")).toBeVisible()
})

test("a draft with problems says how many before it is published, leads to them, and is published all the same", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(`rivulet: 1
id: amiss
name: Amiss
steps:
  - { id: read, kind: file.read, with: { path: "{{ steps.gone.output }}" }, next: nowhere }
`)
  const publish = page.getByRole("button", { name: "Publish v1" })
  const dialog = page.getByRole("dialog", { name: "Publish v1" })
  await publish.click()
  await expect(dialog.getByText("The draft has 2 problems, which would be published with it.")).toBeVisible()
  await dialog.getByRole("button", { name: "Show problems" }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole("region", { name: "Problems" })).toContainText("nowhere")
  await publish.click()
  await dialog.getByRole("button", { name: "Publish v1" }).click()
  await expect(page.getByRole("button", { name: /^Published v1/ })).toBeVisible()
})

test("a draft is published, compared with what came after, and brought back", async ({ studio }) => {
  const { page } = studio
  await studio.open("update-docs")
  await page.getByRole("button", { name: "Publish v1" }).click()
  await page.getByRole("dialog").getByLabel("Name").fill("First")
  await page.getByRole("dialog").getByRole("button", { name: "Publish v1" }).click()
  await expect(page.getByRole("button", { name: /^Published v1/ })).toBeVisible()
  await studio.box("save").click()
  await page.keyboard.press("d")
  await page.getByRole("button", { name: /^Draft, 1 change since v1/ }).click()
  const dialog = page.getByRole("dialog", { name: "Versions" })
  await expect(dialog.getByRole("list", { name: "Changes" })).toHaveText(/save.*disabled/)
  await dialog.getByRole("radio", { name: "Canvas" }).click()
  await expect(dialog.locator(".is-changed")).toHaveCount(2)
  // Side by side, and moved as one.
  const drawings = dialog.locator(".react-flow")
  const [left, right] = [await drawings.first().boundingBox(), await drawings.last().boundingBox()]
  expect(right?.y).toBe(left?.y)
  expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0))
  const views = () =>
    drawings
      .locator(".react-flow__viewport")
      .evaluateAll(all => all.map(each => (each as HTMLElement).style.transform))
  const [before] = await views()
  await drawings.last().hover({ position: { x: 10, y: 10 } })
  await page.mouse.down()
  await page.mouse.move((right?.x ?? 0) + 60, (right?.y ?? 0) + 50, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => (await views())[0]).not.toBe(before)
  await expect.poll(async () => new Set(await views()).size).toBe(1)
  await dialog.getByRole("button", { name: "Bring v1 back" }).click()
  expect(await studio.text()).toBe(fixture("update-docs"))
  await page.getByRole("button", { name: /^Published v1/ }).click()
  await expect(dialog.getByText(/Before v1 · First came back/)).toBeVisible()
  await dialog.getByRole("button", { name: "Close" }).click()

  // A later version turns out worse: the earlier one runs again, and no third one comes of it.
  await studio.box("save").click()
  await page.keyboard.press("d")
  await page.getByRole("button", { name: "Publish v2" }).click()
  await page.getByRole("dialog").getByLabel("Note").fill("Nothing is saved")
  await page.getByRole("dialog").getByRole("button", { name: "Publish v2" }).click()
  await page.getByRole("button", { name: /^Published v2/ }).click()
  const versions = dialog.getByRole("list", { name: "Versions" })
  await expect(versions.getByRole("button", { name: /Live/ })).toHaveText(/^v2.*Nothing is saved/)
  await versions.getByRole("button", { name: /^v1/ }).click()
  await dialog.getByRole("button", { name: "Make v1 live" }).click()
  await expect(versions.getByRole("button", { name: /Live/ })).toHaveText(/^v1/)
  await expect(versions.getByRole("listitem")).toHaveCount(3)
  await dialog.getByRole("button", { name: "Close" }).click()
  await expect(page.getByRole("button", { name: /^Draft, 1 change since v1/ })).toBeVisible()
  await expect(page.getByRole("button", { name: "Publish v3" })).toBeEnabled()
})

test("while one edits, what was there before is kept about once an hour, and comes back like a version", async ({
  studio,
}) => {
  const { page } = studio
  await page.clock.install()
  await studio.open("update-docs")
  const dialog = page.getByRole("dialog", { name: "Versions" })
  const snapshots = dialog.getByRole("list", { name: "Versions" }).getByRole("button", { name: /Snapshot/ })
  const edit = async () => {
    await studio.box("save").click()
    await page.keyboard.press("d")
    await studio.saved()
  }
  const look = async () => {
    await page.keyboard.press("Control+Shift+H")
    await dialog.getByText("Show snapshots").click()
  }
  // What was just brought in is no hour old.
  await edit()
  await look()
  await expect(dialog.getByText("There are none yet.")).toBeVisible()
  await page.keyboard.press("Escape")
  const text = await studio.text()
  await page.clock.setSystemTime(Date.now() + 61 * 60 * 1000)
  await edit()
  await edit()
  await look()
  await expect(snapshots).toHaveCount(1)
  await expect(dialog.getByText("As the draft")).toBeVisible()
  await page.keyboard.press("Escape")
  await edit()
  await look()
  await expect(snapshots).toHaveCount(1)
  await dialog.getByRole("button", { name: "Bring it back" }).click()
  expect(await studio.text()).toBe(text)
  await expect(dialog).toBeHidden()
  // What it took the place of is a version.
  await page.keyboard.press("Control+Shift+H")
  await expect(dialog.getByText(/Before Snapshot came back/)).toBeVisible()
})

test("a backup brings everything back, twice is as once, and what is archived is out of the way", async ({
  studio,
}) => {
  const { page } = studio
  await studio.open("update-docs")
  const buffer = await studio.backUp()
  const dialog = page.getByRole("dialog", { name: "Where everything is" })
  await dialog.getByRole("button", { name: "Close" }).click()
  await page.getByRole("button", { name: "More for Update the documentation" }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await expect(page.getByText("Nothing here yet")).toBeVisible()
  await page.getByRole("button", { name: /copied out/ }).click()
  for (const said of ["1 workflow added", "0 workflows added"]) {
    await dialog.locator("input[type=file]").setInputFiles({
      ...{ name: "all.backup", mimeType: "application/octet-stream", buffer },
    })
    await expect(dialog.getByRole("status")).toContainText(said)
  }
  await dialog.getByRole("button", { name: "Close" }).click()
  await page.getByRole("button", { name: "More for Update the documentation" }).click()
  await page.getByRole("menuitem", { name: "Archive" }).click()
  await expect(page.getByRole("list", { name: "Workflows" })).toBeHidden()
  await page.getByRole("button", { name: "Archived 1" }).click()
  await page.getByRole("link", { name: "Update the documentation" }).click()
  expect(await studio.text()).toBe(fixture("update-docs"))
})
