import { expect, fixture, test } from "./studio.ts"

const three = ["trip-planner", "code-review", "daily-documentation"].map(name => ({
  name: `${name}.rivulet.yaml`,
  mimeType: "application/yaml",
  buffer: Buffer.from(fixture(name)),
}))

test("an empty page invites, and one press later a template has run in the sandbox", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await expect(page.getByText("Nothing here yet")).toBeVisible()
  await page.getByRole("button", { name: "Watch it run" }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status").first()).toHaveText("Completed in sandbox", { timeout: 30_000 })
  await expect(panel.getByRole("region", { name: "What this run would do" })).toContainText("build/")
  await page.reload()
  await expect(panel).toBeHidden()

  // Any template becomes a workflow, as it stands.
  await studio.home()
  await page.getByRole("button", { name: "Start from Automated code review" }).click()
  await expect(studio.box("review")).toBeVisible()
  expect(await studio.text()).toBe(fixture("code-review"))
})

test("several files come in together, and are found by name and by tag", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.locator("input[type=file]").setInputFiles(three)
  const list = page.getByRole("list", { name: "Workflows" })
  await expect(list.getByRole("listitem")).toHaveCount(3)
  await page.getByLabel("Find a workflow").fill("trip")
  await expect(list.getByRole("listitem")).toHaveCount(1)
  await page.getByLabel("Find a workflow").fill("")
  await page.getByRole("button", { name: "git", exact: true }).click()
  await expect(list.getByRole("listitem")).toHaveText([/Daily documentation/])
})

test("one file that is no workflow keeps all of them out, and says why", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.locator("input[type=file]").setInputFiles([
    { name: "good.yaml", mimeType: "application/yaml", buffer: Buffer.from(fixture("trip-planner")) },
    { name: "bad.yaml", mimeType: "application/yaml", buffer: Buffer.from("- just\n- a list\n") },
  ])
  const dialog = page.getByRole("dialog", { name: "Nothing was imported" })
  await expect(dialog).toContainText("bad.yaml")
  await expect(dialog).toContainText("Line 1")
  await dialog.getByRole("button", { name: "Close" }).last().click()
  await expect(page.getByText("Nothing here yet")).toBeVisible()
})

test("a copy has an id of its own, and what is deleted can be had back", async ({ studio }) => {
  const { page } = studio
  await studio.open("daily-documentation")
  await studio.home()
  const list = page.getByRole("list", { name: "Workflows" })
  await page.getByRole("button", { name: "More for Daily documentation update" }).click()
  await page.getByRole("menuitem", { name: "Duplicate" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(2)
  await page.getByRole("button", { name: "More for Daily documentation update (copy)" }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(1)
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(2)
})

test("workflows are put in order, and many are ticked, favoured, put aside and deleted at once", async ({
  studio,
}) => {
  const { page } = studio
  await studio.home()
  await page.locator("input[type=file]").setInputFiles(three)
  const list = page.getByRole("list", { name: "Workflows" })
  const rows = list.getByRole("listitem")
  await expect(rows).toHaveCount(3)
  await page.getByRole("button", { name: /Order/ }).click()
  await page.getByRole("option", { name: "By name" }).click()
  await expect(rows).toContainText(["Automated code review", "Daily documentation update", "Plan a trip"])

  const tick = (name: string) => list.getByText(`Tick ${name}`).locator("..").click({ force: true })
  const ticked = page.getByRole("toolbar", { name: "Ticked workflows" })
  await tick("Daily documentation update")
  await tick("Plan a trip")
  await expect(ticked.getByRole("status")).toHaveText("2 ticked")
  await ticked.getByRole("button", { name: "Favourites" }).click()
  await expect(rows).toContainText(["Daily documentation update", "Plan a trip", "Automated code review"])
  await expect(list.getByRole("img", { name: "Favourite" })).toHaveCount(2)
  await expect(ticked).toBeHidden()

  await tick("Automated code review")
  await tick("Plan a trip")
  await ticked.getByRole("button", { name: "Delete" }).click()
  await expect(rows).toHaveCount(1)
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(rows).toHaveCount(3)
  await expect(ticked).toBeHidden()
  await tick("Automated code review")
  await tick("Plan a trip")
  await ticked.getByRole("button", { name: "Archive" }).click()
  await expect(rows).toHaveText([/Daily documentation update/])
  await page.getByRole("button", { name: "Archived 2" }).click()
  await expect(rows).toHaveCount(2)
})

test("what is ticked while others are still being handled stays ticked", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.locator("input[type=file]").setInputFiles(three)
  const list = page.getByRole("list", { name: "Workflows" })
  const ticked = page.getByRole("toolbar", { name: "Ticked workflows" })
  const tick = (name: string) => list.getByText(`Tick ${name}`).locator("..").click({ force: true })
  await tick("Plan a trip")
  // Nobody else writes what workflows are marked with before this is let go.
  await page.evaluate(async () => {
    const opening = indexedDB.open("rivulet")
    await new Promise(go => {
      opening.onsuccess = go
    })
    const marks = opening.result.transaction("marks", "readwrite").objectStore("marks")
    let isHeld = true
    const stay = () => {
      if (isHeld) marks.count().onsuccess = stay
      else opening.result.close()
    }
    stay()
    addEventListener("let-go", () => {
      isHeld = false
    })
  })
  await ticked.getByRole("button", { name: "Favourites" }).click()
  await tick("Automated code review")
  await expect(ticked.getByRole("status")).toHaveText("2 ticked")
  await expect(list.getByRole("img", { name: "Favourite" })).toHaveCount(0)
  await page.evaluate(() => dispatchEvent(new Event("let-go")))
  await expect(list.getByRole("img", { name: "Favourite" })).toHaveCount(1)
  await expect(ticked.getByRole("status")).toHaveText("1 ticked")
  await expect(list.getByRole("checkbox", { name: "Tick Automated code review" })).toBeChecked()
})

test("on a phone workflows are ticked by their menus", async ({ studio }) => {
  const { page } = studio
  await page.setViewportSize({ width: 390, height: 844 })
  await studio.import(
    "rivulet: 1\nid: small\nname: Small\nsteps: [{ id: first, kind: log, with: { message: hello } }]\n",
  )
  await expect(page.getByRole("treegrid", { name: "Steps" })).toBeVisible()
  await studio.home()
  const more = page.getByRole("button", { name: "More for Small" })
  await more.click()
  await page.getByRole("menuitem", { name: "Tick it" }).click()
  const ticked = page.getByRole("toolbar", { name: "Ticked workflows" })
  await expect(ticked.getByRole("status")).toHaveText("1 ticked")
  const box = page.getByRole("list", { name: "Workflows" }).getByText("Tick Small").locator("..")
  await expect(box.getByRole("checkbox")).toBeChecked()
  await box.click()
  await expect(ticked).toBeHidden()
})

test("a new workflow is ready to be built in", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.getByRole("button", { name: "New workflow" }).click()
  await expect(studio.box("trigger:by_hand")).toBeVisible()
  await page.getByLabel("Library").getByRole("button", { name: "Log", exact: true }).click()
  await expect(studio.box("log")).toBeVisible()
  await studio.saved()
  await studio.home()
  await expect(page.getByRole("link", { name: "New workflow" })).toBeVisible()
})

test("what should happen is said in words, and what a model proposes is looked at before anything is done", async ({
  studio,
}) => {
  const { page } = studio
  await studio.home()
  const words = page.getByRole("textbox", { name: "Describe what should happen" })
  await words.fill("Read notes.md, summarise it and notify me")
  await words.press("Enter")
  const helper = page.getByRole("dialog", { name: "Ask the helper" })
  // What is not wanted leaves nothing behind, and the words are there to be said otherwise.
  await helper.getByRole("button", { name: "Send to Simulated" }).click()
  await helper.getByRole("button", { name: "Discard" }).click()
  await expect(words).toHaveValue("Read notes.md, summarise it and notify me")
  await expect(page.getByRole("list", { name: "Workflows" })).toBeHidden()
  await words.press("Enter")
  await expect(helper.getByText("Request: Read notes.md, summarise it and notify me")).toBeVisible()
  await expect(helper.getByText("This stays on this computer.")).toBeVisible()
  await helper.getByRole("button", { name: "Send to Simulated" }).click()
  await expect(helper.locator(".is-added")).toHaveCount(3)
  await helper.getByRole("button", { name: "Accept all" }).click()
  await expect.poll(() => studio.text()).toContain("kind: ai.summarise")
  // It was asked once: the workflow opens as any other from then on.
  await studio.saved()
  await studio.home()
  await page.getByRole("list", { name: "Workflows" }).getByRole("link").first().click()
  await expect(page.locator(".react-flow__node").first()).toBeVisible()
  await expect(helper).toBeHidden()
})

test("what was changed waits a moment for more, and is on disk at once when the page is hidden", async ({
  studio,
}) => {
  const { page } = studio
  // The moment never ends, so that nothing but hiding the page can have written.
  await page.addInitScript(() => {
    const real = window.setTimeout
    const held = (run: () => void, after = 0) =>
      "holds" in window && after >= 100 && after <= 300 ? 0 : real(run, after)
    Object.assign(window, { setTimeout: held })
  })
  await studio.open("daily-documentation")
  await studio.saved()
  await studio.box("commit").click()
  await page.evaluate(() => Object.assign(window, { holds: true }))
  await page.keyboard.press("F2")
  await page.getByLabel("Name of the step").fill("Kept before it was too late")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("status").filter({ hasText: "Saving" })).toBeAttached()
  const kept = async () => JSON.stringify((await studio.stored()).workflows)
  expect(await kept()).not.toContain("Kept before it was too late")
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })))
  await studio.saved()
  expect(await kept()).toContain("Kept before it was too late")
})

test("the theme that was chosen is there the next time", async ({ studio }) => {
  const { page } = studio
  await studio.home()
  await page.getByRole("button", { name: "Theme" }).click()
  await page.getByRole("menuitem", { name: "Dark" }).click()
  await page.reload()
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
})

test("of two tabs on one workflow one edits, the other follows, takes over and undoes what was done there", async ({
  studio,
  context,
}) => {
  const { page } = studio
  await studio.open("daily-documentation")
  const rename = async (tab: typeof page, name: string) => {
    await tab.locator('.react-flow__node[data-id="commit"]').click()
    await tab.keyboard.press("F2")
    await tab.getByLabel("Name of the step").fill(name)
    await tab.keyboard.press("Enter")
  }
  const nameIn = (tab: typeof page) => tab.locator('.react-flow__node[data-id="commit"] .card-name')
  await rename(page, "Once")
  await rename(page, "Seen in both")
  await studio.saved()

  const other = await context.newPage()
  await other.goto(page.url())
  await expect(nameIn(other)).toHaveText("Seen in both")
  await expect(other.getByText("Edited in another tab")).toBeVisible()
  await other.locator('.react-flow__node[data-id="commit"]').click()
  await expect(other.getByLabel("Inspector").getByRole("textbox").first()).toBeDisabled()
  await rename(other, "Not from here")
  await expect(other.getByText("Take over to change it here")).toBeVisible()
  await expect(nameIn(other)).toHaveText("Seen in both")

  await other.getByRole("button", { name: "Take over" }).click()
  await expect(page.getByText("Edited in another tab")).toBeVisible()
  await expect(other.getByText("Edited in another tab. What")).toBeHidden()
  await expect(other.getByText("Take over to change it here")).toBeHidden()
  await other.getByRole("button", { name: "Undo" }).click()
  await expect(nameIn(page)).toHaveText("Once")

  // The first tab has the pen again as soon as the other is gone; and what was done is undone after a reload.
  await other.close()
  await expect(page.getByText("Edited in another tab")).toBeHidden()
  await rename(page, "Twice")
  await studio.saved()
  await page.reload()
  await expect(nameIn(page)).toHaveText("Twice")
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(nameIn(page)).toHaveText("Once")
  await page.getByRole("button", { name: "Redo" }).click()
  await expect(nameIn(page)).toHaveText("Twice")
})

test("data that was cleared is missed: the last copy brings it back, and nobody is welcomed as if they were new", async ({
  studio,
}) => {
  const { page } = studio
  await studio.open("daily-documentation")
  await studio.saved()
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })))
  const copied = () =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory()
      const folder = await root.getDirectoryHandle("backups").catch(() => null)
      const file = await folder?.getFileHandle("last.backup").catch(() => null)
      return ((await file?.getFile())?.size ?? 0) > 0
    })
  await expect.poll(copied).toBe(true)

  // The database goes, as it does when a browser clears its data; the page is on another address meanwhile.
  await page.goto("/builder.png")
  await page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const gone = indexedDB.deleteDatabase("rivulet")
        gone.onsuccess = () => done()
        gone.onerror = () => fail(gone.error)
      }),
  )
  await page.goto("/#/")
  const recovery = page.getByRole("region", { name: "Recovery" })
  await expect(recovery).toContainText("Your workflows are not here any more")
  await expect(recovery).toContainText("There was 1 workflow")
  await recovery.getByRole("button", { name: "Restore the last copy" }).click()
  await expect(page.getByRole("link", { name: "Daily documentation update" })).toBeVisible()
})

test("after an update what is new is told once, and never on a first visit", async ({ studio }) => {
  const { page } = studio
  const notice = page.getByText("Rivulet has been updated.")
  const heard = () => page.evaluate(() => localStorage.getItem("rivulet.news"))
  await studio.home()
  await expect.poll(heard).toMatch(/^\d{4}-\d\d-\d\d$/)
  await expect(notice).toBeHidden()
  // The page of somebody who was here before the newest entry.
  await page.evaluate(() => localStorage.setItem("rivulet.news", "2026-01-01"))
  await page.reload()
  await expect(notice).toBeVisible()
  await page.getByRole("button", { name: "What is new" }).click()
  const dialog = page.getByRole("dialog", { name: "What is new" })
  await expect(dialog.getByRole("article").first()).toBeVisible()
  await dialog.getByRole("button", { name: "Close" }).click()
  await page.reload()
  await studio.home()
  await expect.poll(heard).not.toBe("2026-01-01")
  await page.getByRole("link", { name: "Settings" }).click()
  await page.getByRole("button", { name: "Show what is new" }).click()
  await expect(dialog.getByRole("article").first()).toBeVisible()
  await expect(notice).toBeHidden()
})
