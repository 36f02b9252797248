import { expect, type Studio, test } from "./studio.ts"
import { startFrom, type TemplateDesk } from "./templateDesk.ts"

/* Templates that work on files: how far they are, what they would do, and what they gave, seen as what it is. */

test.use({ viewport: { width: 1900, height: 1000 } })

/** Notes from now on how far the bar of a step is seen to have come, as shares of 1. */
async function watchBar({ page }: TemplateDesk, step: string): Promise<() => Promise<number[]>> {
  await page.evaluate(id => {
    const seen: number[] = []
    const nodes = document.querySelector(".react-flow__nodes") ?? document.body
    Object.assign(window, { seen })
    new MutationObserver(() => {
      const bar = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"] .run-share > span`)
      if (bar?.checkVisibility() && bar.getBoundingClientRect().height > 0)
        seen.push(Number.parseFloat(bar.style.scale))
    }).observe(nodes, { subtree: true, childList: true, attributeFilter: ["style"] })
  }, step)
  return () => page.evaluate(() => (window as unknown as { seen: number[] }).seen)
}

/** Puts files into the workspace, as a workflow does: texts by path, or the code that makes one. */
async function lay(studio: Studio, files: { readonly [path: string]: string | { readonly code: string } }) {
  const steps = Object.entries(files).flatMap(([path, text], at) => {
    const made = typeof text === "string" ? [] : [codeStep(`made${at}`, text.code)]
    const content = typeof text === "string" ? text : `{{ steps.made${at}.output.result }}`
    return [...made, { id: `write${at}`, kind: "file.write", with: { path, content } }]
  })
  const lines = steps.map(step => `  - ${JSON.stringify(step)}`)
  await studio.import(`rivulet: 1\nid: lay\nname: Lay\nsteps:\n${lines.join("\n")}\n`)
  await studio.page.getByRole("button", { name: "Run", exact: true }).click()
  const panel = studio.page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status").first()).toHaveText("Completed", { timeout: 60_000 })
}

function codeStep(id: string, source: string) {
  return { id, kind: "code.run", with: { timeout: "60s", source } }
}

/** Digits that hardly fold: 4 MB that take a while to be packed. */
const large = {
  code: "return Array.from({ length: 8000 }, (_, at) => Math.sin(at + 1)).join('').repeat(30)",
}

test("a folder is packed with a bar on the card that says how far it is; its files are shown as a table, and go once a person says so", async ({
  studio,
}) => {
  await lay(studio, { "notes/large.txt": large, "notes/b.md": "# B\n", "other/c.md": "# C\n" })
  const desk = await startFrom(studio, "Pack a folder away", "find")
  const { page, panel, status, inspector } = desk
  await desk.seeAll("find", "tell")
  const shares = await watchBar(desk, "pack")
  await desk.run()
  await expect(status).toHaveText("Waiting", { timeout: 60_000 })
  const seen = (await shares()).filter(share => share > 0 && share < 1)
  expect(new Set(seen).size, "shares that the bar had on its way").toBeGreaterThan(2)
  expect(seen, "it only grows").toEqual(seen.toSorted((a, b) => a - b))
  await expect(studio.box("pack").locator(".run-share")).toHaveCount(0)
  await expect(studio.box("pack")).toContainText(/\d m?s/)

  // What was found, item by item and as it is.
  await desk.seeAll("find", "tell")
  await desk.look("find", "Output")
  const found = inspector.getByRole("region", { name: "Outlet success" })
  await found.getByTitle("Show it as a table").click()
  const table = found.getByRole("region", { name: "files" })
  await expect(table.getByRole("list").getByRole("listitem")).toHaveText([
    /notes\/b\.md.*file.*4/,
    /notes\/large\.txt.*file/,
  ])
  await desk.look("list", "Input")
  const content = inspector.getByRole("region", { name: "content" })
  await expect(content.getByRole("table").getByRole("row")).toHaveCount(3)
  await panel.getByRole("tab", { name: "Files" }).click()
  const files = panel.getByRole("list", { name: "Files changed" }).getByRole("button")
  await expect(files).toHaveText([/^packed\/notes [0-9a-f]{8}\.md/, /^packed\/notes [0-9a-f]{8}\.zip/])

  await panel
    .getByRole("region", { name: "Question of Delete the files?" })
    .getByRole("button", { name: "Delete them" })
    .click()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("clear")).toContainText("2/2")
  expect(await studio.paths()).toEqual([
    "other/c.md",
    expect.stringMatching(/^packed\/notes [0-9a-f]{8}\.md$/),
    expect.stringMatching(/^packed\/notes [0-9a-f]{8}\.zip$/),
  ])

  // Packed again there is nothing to pack, and it says so.
  await desk.run()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await expect(studio.box("nothing")).toContainText("Completed")
  await page.goto("#/inbox")
  await expect(page.getByText("There are no files in notes.")).toBeVisible()
})

test("what packing a folder would write and delete is listed; what is ticked of it is done, and nothing else; what fails then is named where it began", async ({
  studio,
}) => {
  await lay(studio, { "notes/a.md": "# A\n", "notes/b.md": "# B\n", "notes/deep/c.md": "# C\n" })
  const desk = await startFrom(studio, "Pack a folder away", "find")
  const { panel, status, inspector } = desk
  await desk.test()
  await panel.getByRole("button", { name: "Delete them" }).click()
  await expect(status).toHaveText("Completed in sandbox")
  const before = { "notes/a.md": "# A\n", "notes/b.md": "# B\n", "notes/deep/c.md": "# C\n" }
  expect(await studio.workspace()).toEqual(before)

  const would = panel.getByRole("region", { name: "What this run would do" })
  await expect(would.getByText("6 of 6 ticked")).toBeVisible()
  await would.getByRole("button", { name: /packed\/notes [0-9a-f]{8}\.md/ }).click()
  const written = would.locator("pre").first()
  await expect(written).toContainText("| notes/deep/c.md | 4 |")
  const lines = await written.locator("span.block").allTextContents()
  const shown = lines.map(line => line.replace(/^\+ Added: /, "").trimEnd())
  expect(shown).toContain("| notes/deep/c.md | 4 |")
  for (const left of ["notes/b.md", "Notification: notes is packed"])
    await would.getByText(`Do: ${left}`).locator("..").click()
  await expect(would.getByText("4 of 6 ticked")).toBeVisible()
  await would.getByRole("button", { name: "Apply" }).click()
  await panel.getByRole("button", { name: "Delete them" }).click()
  await expect(status).toHaveText("Completed")

  const [list = "", archive] = (await studio.paths()).filter(path => path.startsWith("packed/"))
  expect(await studio.paths()).toEqual(["notes/b.md", list, archive])
  expect(archive).toBe(list.replace(/md$/, "zip"))
  const files = await studio.workspace()
  expect(files["notes/b.md"]).toBe("# B\n")
  expect(files[list]?.trimEnd().split("\n")).toEqual(shown)

  // What is left is packed and cannot be deleted: where that began is named, and what merely followed is grey.
  await desk.run(dialog => desk.makeUp(dialog, "Delete the file", "Fails"))
  await panel.getByRole("button", { name: "Delete them" }).click()
  await expect(panel.getByRole("heading", { name: "Run 3" })).toBeVisible()
  await expect(status).toHaveText("Failed")
  const reason = panel.getByRole("region", { name: "Why it failed" })
  await expect(reason.getByRole("heading")).toHaveText(/Delete the file” failed$/)
  await reason.getByRole("button", { name: "Show the step" }).click()
  await expect(inspector.getByRole("heading", { name: "Delete the file" })).toBeVisible()
  const steps = panel.getByRole("list", { name: "Steps of the run" })
  await expect(steps.getByRole("button", { name: "Clear the folder, Failed" })).toHaveClass(/text-muted/)
  await desk.look("clear", "Output")
  await expect(inspector.getByText(/^It failed because “.*Delete the file” did: /)).toBeVisible()

  // What was not ticked has not been done: nobody was told of the first one.
  await studio.page.goto("#/inbox")
  await expect(studio.page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible()
})

const dot =
  "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
const page1 = [
  "# Passkeys",
  "",
  "| Browser | Since |",
  "| --- | --- |",
  "| All | 2023 |",
  "",
  "**Safe**: <script>window.hacked = 1</script> [here](javascript:window.hacked=2) ![far](https://pictures.example/1.png)",
].join("\n")
const answer = {
  text: page1,
  picture: { type: "image/png", base64: dot },
  sources: [
    { file: "a.ts", lines: 12 },
    { file: "b.ts", lines: 7 },
  ],
}

test("what a model gave is seen as Markdown that does nothing, as a picture, a table, JSON and text; what changed in the file is seen line by line", async ({
  studio,
}) => {
  const desk = await startFrom(studio, "Update the documentation", "write")
  const { page, panel, status, inspector } = desk
  const asked: string[] = []
  page.on("request", request => asked.push(request.url()))
  await desk.pin("write", { success: answer })
  await desk.run()
  await expect(status).toHaveText("Completed")

  await desk.look("write", "Output")
  const outlet = inspector.getByRole("region", { name: "Outlet success" })
  const open = async (how: string, part: string) => {
    await outlet.getByTitle(how).first().click()
    return outlet.getByRole("region", { name: part })
  }
  const text = await open("Show all of it", "text")
  await expect(text.getByText("Passkeys", { exact: true })).toBeVisible()
  await expect(text.getByRole("cell", { name: "2023" })).toBeVisible()
  await expect(text.locator("strong")).toHaveText("Safe")
  await expect(text).toContainText("<script>window.hacked = 1</script>")
  await expect(text.getByRole("link")).toHaveCount(0)
  await expect(text.locator("img, script")).toHaveCount(0)
  await text.getByRole("radio", { name: "Text" }).click()
  await expect(text).toContainText("[here](javascript:window.hacked=2)")
  const picture = await open("Show the picture", "picture")
  await expect(picture.getByRole("img")).toBeVisible()
  const sources = await open("Show it as a table", "sources")
  await expect(sources.getByRole("radio", { name: "Table" })).toBeChecked()
  await expect(sources.getByRole("list").getByRole("listitem")).toHaveText([/a\.ts.*12/, /b\.ts.*7/])
  await sources.getByRole("radio", { name: "JSON" }).click()
  await expect(sources).toContainText('"file": "a.ts"')
  expect(await page.evaluate(() => "hacked" in window)).toBe(false)
  expect(asked.filter(url => url.includes("pictures.example"))).toEqual([])

  // The same page, written again with one line that differs.
  await inspector.getByRole("region", { name: "Pinned" }).getByRole("button", { name: "Edit" }).click()
  const pinning = page.getByRole("dialog", { name: /^Pin what / })
  const later = { ...answer, text: page1.replace("2023", "2024") }
  await pinning.getByLabel("Values by outlet, as JSON").fill(JSON.stringify({ success: later }))
  await pinning.getByRole("button", { name: "Pin it" }).click()
  await desk.run()
  await expect(panel.getByRole("heading", { name: "Run 2" })).toBeVisible()
  await expect(status).toHaveText("Completed")
  await panel.getByRole("tab", { name: "Files" }).click()
  const changed = panel.getByRole("region", { name: "What changed in work/documentation.md" })
  await expect(changed).toContainText("Removed: | All | 2023 |")
  await expect(changed).toContainText("Added: | All | 2024 |")
  expect((await studio.workspace())["work/documentation.md"]).toBe(page1.replace("2023", "2024"))
})
