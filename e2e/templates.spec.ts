import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { chooseServer, grant } from "./keyDesk.ts"
import { expect, type Studio, test } from "./studio.ts"

/* The templates that come with Rivulet, as whoever starts from one goes through its runs. */

/** Starts from a template, by its name. */
async function startFrom({ page }: Studio, name: string, first: string) {
  await page.goto("#/templates")
  await page.getByRole("button", { name: `Start from ${name}` }).click()
  await expect(page.locator(`.react-flow__node[data-id="${first}"]`)).toBeVisible()
}

const panelOf = ({ page }: Studio) => page.getByRole("region", { name: "The run" })

test("a trip is tried in the sandbox, and applying it leaves exactly what was shown", async ({ studio }) => {
  const { page } = studio
  await startFrom(studio, "Plan a trip", "within_price")
  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  await page
    .getByRole("dialog", { name: "Test “Plan a trip”" })
    .getByRole("button", { name: "Test in sandbox" })
    .click()
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(status).toHaveText("Completed in sandbox")
  expect(await studio.workspace()).toEqual({})
  const would = panel.getByRole("region", { name: "What this run would do" })
  await would.getByRole("button", { name: /trips\/booking\.md/ }).click()
  const lines = await would.locator("pre").first().locator("span.block").allTextContents()
  const shown = lines.map(line => line.replace(/^\+ Added: /, ""))
  expect(shown).toHaveLength(3)
  await expect(would.getByText("1 of 1 ticked")).toBeVisible()
  await would.getByRole("button", { name: "Apply" }).click()

  // What is real asks a person as any live run does.
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(status).toHaveText("Completed")
  const files = await studio.workspace()
  expect(Object.keys(files)).toEqual(["trips/booking.md"])
  expect(files["trips/booking.md"]?.trimEnd().split("\n")).toEqual(shown)
})

let double: ModelServer | undefined
test.afterEach(() => double?.close())

test("a page that a real model words otherwise than the simulated one is shown before it is written; the next run is estimated with its price", async ({
  studio,
}) => {
  const { page } = studio
  double = await serveModels()
  double.always({ text: "Users sign in with a passkey.", usage: { input: 200_000, output: 50_000 } })
  await studio.home()
  await chooseServer(page, { id: "mine", speaks: "openai", address: double.openai, usdPerMillion: 2 })
  await startFrom(studio, "Update the documentation", "write")
  await studio.box("write").click()
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await inspector.getByRole("textbox", { name: "Provider" }).fill("mine")
  await expect.poll(() => studio.text()).toContain("provider: mine")
  await studio.saved()
  await grant(page, "update-docs", ["ai:mine"])

  const panel = panelOf(studio)
  const status = panel.getByRole("status").first()
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("button", { name: "Test in sandbox" }).click()
  await expect(status).toHaveText("Completed in sandbox")
  expect(double.asked).toHaveLength(0)
  await panel.getByRole("button", { name: "Apply" }).click()
  const differs = panel.getByRole("region", { name: "Not as approved: Save the page" })
  await expect(differs).toContainText("Users sign in with a passkey.")
  expect(await studio.workspace()).toEqual({})
  await differs.getByRole("button", { name: "Do it like this" }).click()
  await expect(status).toHaveText("Completed")
  expect(await studio.workspace()).toEqual({ "work/documentation.md": "Users sign in with a passkey." })
  expect(double.asked).toHaveLength(1)
  await expect(panel.getByText("$0.50").first()).toBeVisible()

  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(dialog.getByText(/^About .+, \$0\.50, from one earlier run$/)).toBeVisible()
})
