import { expect, test } from "./studio.ts"

const prices = `rivulet: 1
id: prices
name: Prices
steps:
  - { id: read, kind: file.read, with: { path: prices.json }, next: { success: total, failure: none } }
  - { id: total, kind: set, with: { values: { sum: "{{ JSON.parse(steps.read.output.content).reduce((a, b) => a + b, 0) }}" } }, next: tell }
  - { id: tell, kind: set, with: { values: { say: "{{ 'Sum ' + vars.sum }}" } } }
  - { id: none, kind: set, with: { values: { say: "{{ error.code }}" } } }
variables: { sum: 0, say: "" }
output: "{{ vars.say }}"
`

test("what is pinned stands in for a step, runs stop at breakpoints, and a run is told what to leave undone", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(prices)
  const panel = page.getByRole("region", { name: "The run" })
  const status = panel.getByRole("status")
  const output = panel.getByRole("region", { name: "Output" })
  const inspector = page.getByRole("complementary", { name: "Inspector" })

  // Nothing has run: what is pinned is typed.
  await studio.box("read").click()
  await page.keyboard.press("p")
  const pinning = page.getByRole("dialog", { name: "Pin what “read” gives" })
  await pinning.getByLabel("Values by outlet, as JSON").fill("[1]")
  await pinning.getByRole("button", { name: "Pin it" }).click()
  await expect(pinning.getByText("Enter a map in JSON")).toBeVisible()
  await pinning
    .getByLabel("Values by outlet, as JSON")
    .fill('{ "success": { "content": "[3, 4]", "path": "prices.json" } }')
  await pinning.getByRole("button", { name: "Pin it" }).click()
  await expect(studio.box("read")).toContainText("Pinned")

  // Expressions see it at once.
  await studio.box("total").click()
  await expect(inspector.getByText("pinned data")).toBeVisible()

  // A breakpoint by the keyboard, with a condition; another on a wire.
  await studio.box("total").click()
  await page.keyboard.press("b")
  await inspector.getByRole("tab", { name: "Input" }).click()
  await inspector.getByLabel("Only when").fill("incoming.content.length >")
  await inspector.getByLabel("Only when").blur()
  await expect(inspector.getByLabel("Only when")).toHaveAttribute("aria-invalid", "true")
  await inspector.getByLabel("Only when").fill("incoming.content.length > 3")
  await inspector.getByLabel("Only when").press("Enter")

  // What is real is not left undone without a word.
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Prices”" })
  await expect(dialog.getByText("1 step is pinned")).toBeVisible()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Stopped before “total”")
  await expect(panel.getByText("1 step pinned")).toBeVisible()
  await expect(panel.getByRole("region", { name: "Stopped" })).toContainText("[3, 4]")

  // Where it has stopped it stands, whatever becomes of the page.
  await page.reload()
  await page.getByRole("button", { name: "Runs", exact: true }).click()
  await panel
    .getByRole("list", { name: "Runs of this workflow" })
    .getByRole("button", { name: /Run 1/ })
    .click()
  await expect(status).toHaveText("Stopped before “total”")
  await panel.getByRole("region", { name: "Stopped" }).getByRole("button", { name: "Run one step" }).click()
  await expect(status).toHaveText("Stopped before “tell”")
  await panel.getByRole("button", { name: "Resume" }).last().click()
  await expect(status).toHaveText("Completed")
  await expect(output).toContainText("Sum 7")

  // For one run a step is made to fail: its failure wire is taken, and nothing stops.
  await page.getByRole("button", { name: "Choose how to run" }).click()
  await dialog.getByText("For this run only").click()
  await dialog.getByRole("button", { name: "Make a step fail, or give a value" }).click()
  await dialog.getByLabel("What becomes of it").click()
  await page.getByRole("option", { name: "Runs out of time" }).click()
  await dialog.getByLabel("Requests").fill("many")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(dialog.getByText("Enter a number")).toBeVisible()
  await dialog.getByLabel("Requests").fill("5")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Completed")
  await expect(output).toContainText("timed_out")
  await expect(panel.getByText("1 step made up")).toBeVisible()
  await expect(studio.box("read")).toContainText("made up")

  // The first run again, from its recording alone.
  await page.getByRole("button", { name: "Choose how to run" }).click()
  await page.getByRole("radio", { name: "Replay" }).click()
  const replaying = page.getByRole("dialog", { name: "Replay “Prices”" })
  await replaying.getByLabel("The run to go through again").click()
  await page.getByRole("option", { name: /^Run 1,/ }).click()
  await replaying.getByRole("button", { name: "Replay", exact: true }).click()
  await expect(status).toHaveText("Completed from a recording")
  await expect(output).toContainText("Sum 7")

  // Unpinned, and without breakpoints, the file is missing.
  await studio.box("read").click()
  await page.keyboard.press("p")
  await expect(studio.box("read")).not.toContainText("Pinned")
  // What the run gave no longer holds, and each card says why.
  await expect(studio.box("read")).toContainText("stale: Unpinned since this run")
  await expect(studio.box("total")).toContainText(
    "stale: “read”, which leads here, was changed since this run",
  )
  await studio.box("total").click()
  await page.keyboard.press("w")
  await page.keyboard.press("a")
  await page.keyboard.type("wait")
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "See all" }).click()
  await expect(studio.box("tell")).toContainText("stale: “Wait” was put before it since this run")
  await page.keyboard.press("Control+z")
  await expect(studio.box("tell")).not.toContainText("was put before it")
  await page.getByRole("button", { name: "Breakpoint before total: remove it" }).click()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(status).toHaveText("Completed")
  await expect(output).toContainText("file_missing")
})

const picture = `rivulet: 1
id: picture
name: Picture
steps:
  - { id: load, kind: file.read, with: { path: mark.png, as: base64 }, next: tell }
  - { id: tell, kind: set, with: { values: { begins: "{{ steps.load.output.content.slice(0, 8) }}" } } }
variables: { begins: "" }
output: "{{ vars.begins }}"
`

test("bytes are pinned from a file, seen and edited; the workflow runs with them though the file is not there", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(picture)
  await studio.box("load").click()
  await page.keyboard.press("p")
  const pinning = page.getByRole("dialog", { name: "Pin what “load” gives" })
  const values = pinning.getByLabel("Values by outlet, as JSON")
  const before = '{ "success": { "path": "mark.png", "content": '
  await values.fill(`${before}null } }`)
  // What is selected makes way for the file.
  await values.evaluate(
    (area, from) => (area as HTMLTextAreaElement).setSelectionRange(from, from + 4),
    before.length,
  )
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff])
  const file = { name: "mark.png", mimeType: "image/png", buffer: bytes }
  await pinning.locator("input[type=file]").setInputFiles({ ...file, buffer: Buffer.alloc(400_000) })
  await expect(pinning.getByText("too large to be pinned")).toBeVisible()
  await pinning.locator("input[type=file]").setInputFiles(file)
  await expect(values).toHaveValue(`${before}${JSON.stringify(bytes.toString("base64"))} } }`)
  await pinning.getByRole("button", { name: "Pin it" }).click()

  // It is seen on the card, in the outline, in the inspector, before a run and in it.
  await expect(studio.box("load")).toContainText("Pinned")
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await inspector.getByRole("tab", { name: "Output" }).click()
  await expect(inspector.getByRole("region", { name: "Pinned" })).toContainText("iVBORw0K")
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Picture”" })
  await expect(dialog.getByText("1 step is pinned")).toBeVisible()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(panel.getByText("1 step pinned")).toBeVisible()
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("iVBORw0K")
  await studio.show("Outline")
  await expect(page.getByRole("row", { name: /load/ }).getByText("Pinned", { exact: true })).toBeVisible()
  await expect(page.getByRole("row", { name: /tell/ }).getByText("Completed")).toBeVisible()

  // Edited, and it is what was edited that counts.
  await inspector.getByRole("region", { name: "Pinned" }).getByRole("button", { name: "Edit" }).click()
  await values.fill(`${before}"R0lGODlh" } }`)
  await pinning.getByRole("button", { name: "Pin it" }).click()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("R0lGODlh")
})
