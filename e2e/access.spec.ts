import type { Page } from "@playwright/test"
import { breachesInBothThemes, seriousBreaches } from "./breaches.ts"
import { expect, type Studio, test } from "./studio.ts"

for (const side of ["light", "dark"] as const) {
  test.describe(side, () => {
    test.use({ colorScheme: side })

    test("the pages of workflows and templates can be used by everyone", async ({ studio }) => {
      const { page } = studio
      await studio.home()
      expect(await seriousBreaches(page)).toEqual([])
      await studio.open("code-review")
      await studio.home()
      await expect(page.getByRole("list", { name: "Workflows" })).toBeVisible()
      expect(await seriousBreaches(page)).toEqual([])
      for (const name of ["Templates", "Settings", "Keys and models", "Runs"]) {
        await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click()
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(name)
        expect(await seriousBreaches(page)).toEqual([])
      }
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click()
      await page.getByRole("region", { name: "Canvas", exact: true }).scrollIntoViewIfNeeded()
      expect(await seriousBreaches(page)).toEqual([])
    })

    test("the builder can be used by everyone: canvas, problems, inspector", async ({ studio }) => {
      const { page } = studio
      await studio.open("code-review")
      await studio.box("review").click()
      await page
        .getByRole("button", { name: /problem/i })
        .first()
        .click()
      expect(await seriousBreaches(page)).toEqual([])
      await page.getByRole("tab", { name: "Errors & retry" }).click()
      expect(await seriousBreaches(page)).toEqual([])
      await studio.box("review").focus()
      await page.keyboard.press("w")
      await page.keyboard.press("Enter")
      await expect(page.getByRole("textbox", { name: "Taken only if" })).toBeFocused()
      expect(await seriousBreaches(page)).toEqual([])
    })

    test("on a small screen the problems stand beside the inspector, and pages end where their windows do", async ({
      studio,
    }) => {
      const { page } = studio
      await page.setViewportSize({ width: 1024, height: 768 })
      await studio.open("code-review")
      await page.getByRole("button", { name: "Inspector", exact: true }).click()
      await page
        .getByRole("button", { name: /problem/i })
        .first()
        .click()
      await expect(page.getByRole("complementary", { name: "Inspector" })).toBeVisible()
      await page.getByRole("button", { name: "Close problems" }).click()
      await page.goto("#/settings")
      await page.getByRole("region", { name: "Plugins" }).scrollIntoViewIfNeeded()
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(768)
    })

    test("the builder can be used by everyone: palette, outline, text", async ({ studio }) => {
      const { page } = studio
      await studio.open("code-review")
      await page.getByRole("button", { name: "All commands" }).click()
      await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible()
      expect(await seriousBreaches(page)).toEqual([])
      await page.keyboard.press("Escape")
      await studio.show("Outline")
      expect(await seriousBreaches(page)).toEqual([])
      await studio.show("Split")
      expect(await seriousBreaches(page)).toEqual([])
    })

    test("a phone shows the outline", async ({ studio }) => {
      const { page } = studio
      await page.setViewportSize({ width: 390, height: 844 })
      await studio.import(
        "rivulet: 1\nid: small\nsteps:\n  - id: first\n    kind: log\n    with: { message: hello }\n",
      )
      await expect(page.getByRole("treegrid", { name: "Steps" })).toBeVisible()
      expect(await seriousBreaches(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    })
  })
}

/** Tells a person this and that, and waits for an answer, a form and a power. */
const busy = `rivulet: 1
id: busy
name: Busy
steps:
  - { id: show, kind: notify.show, with: { title: The report is ready, text: out/report.md } }
  - { id: mail, kind: notify.email, with: { to: ada@example.com, subject: Report, text: Here it is } }
  - { id: say, kind: chat.send, with: { text: "All **done**, see [the list](https://example.com)" } }
  - id: both
    kind: parallel
    steps:
      - { id: ask, kind: approve, with: { title: "Publish it?", text: "**Three** files", data: { files: [a, b] } } }
      - { id: fill, kind: form, with: { title: Who is it, fields: { who: { type: string }, loud: { type: boolean } } } }
      - { id: fetch, kind: http.request, with: { url: "https://answers.test/{{ steps.show.id }}" } }
`

test.describe("where much has happened", () => {
  test.use({ colorScheme: "light", contextOptions: { reducedMotion: "reduce" } })

  test("plugins, and a run that waits, can be used by everyone, in both themes", async ({ studio }) => {
    const { page } = studio
    await page.goto("#/plugins")
    await isWell(page, "plugins that come along")
    await page.getByRole("button", { name: "Install Text statistics" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Install", exact: true }).click()
    await expect(page.getByRole("list", { name: "Installed plugins" })).toBeVisible()
    await isWell(page, "plugins")
    const panel = await startBusy(studio)
    await isWell(page, "a run that waits")
    for (const name of ["Log", "Variables", "Messages", "Runs", "Tests"]) {
      await panel.getByRole("tab", { name, exact: true }).click()
      await isWell(page, `${name} of a run`)
    }
  })

  test("runs, inbox, chat and statistics can be used by everyone, in both themes", async ({ studio }) => {
    const { page } = studio
    await studio.home()
    for (const name of ["Inbox", "Chat"]) {
      await page.getByRole("link", { name, exact: true }).click()
      await isWell(page, `${name}, empty`)
    }
    const panel = await startBusy(studio)
    await page.goto("#/inbox")
    const asked = page.getByRole("region", { name: "Busy", exact: true })
    await expect(asked.getByText(/answers\.test/).first()).toBeVisible()
    await expect(asked.getByLabel("who")).toBeVisible()
    await expect(page.getByRole("heading", { name: "The report is ready" })).toBeVisible()
    await isWell(page, "inbox")
    await page.goto("#/chat")
    await expect(page.getByRole("link", { name: "the list" })).toBeVisible()
    await isWell(page, "chat")
    await page.goto("#/w/busy/statistics")
    await expect(page.getByRole("heading", { name: "Statistics of Busy" })).toBeVisible()
    await isWell(page, "statistics")

    await page.goto("#/runs")
    const row = page.getByRole("list", { name: "All runs" }).getByRole("link", { name: "Busy" })
    await page.getByRole("list", { name: "All runs" }).getByRole("checkbox").click()
    await isWell(page, "runs, one of them chosen")
    const address = (await row.getAttribute("href")) ?? ""
    await page.goto(address.replace(/^.*\/runs/, "#/runs"))
    await expect(panel.getByRole("heading", { name: "Publish it?" })).toBeVisible()
    await isWell(page, "a run by itself")
  })
})

async function isWell(page: Page, name: string) {
  expect.soft(await breachesInBothThemes(page), name).toEqual([])
}

/** Starts a run that does much and waits; gives its panel. */
async function startBusy(studio: Studio) {
  const { page } = studio
  await studio.import(busy)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByText("Send requests to https://answers.test").click()
  await page.getByRole("button", { name: "Run and ask later" }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("heading", { name: "Publish it?" })).toBeVisible()
  return panel
}
