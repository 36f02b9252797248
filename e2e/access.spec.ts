import { seriousBreaches } from "./breaches.ts"
import { expect, test } from "./studio.ts"

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
