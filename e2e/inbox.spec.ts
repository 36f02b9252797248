import { expect, test } from "./studio.ts"

const signUp = `rivulet: 1
id: sign-up
name: Sign up
steps:
  - id: ask
    name: New customer
    kind: form
    with:
      title: New customer
      fields:
        name: { type: string, required: true }
        seats: { type: integer, default: 5, minimum: 1 }
    next: sure
  - id: sure
    name: Sure?
    kind: approve
    with: { title: "{{ steps.ask.output.seats }} seats for {{ steps.ask.output.name }}?" }
    next: { approved: tell, rejected: tell }
  - { id: tell, kind: log, with: { message: done } }
output: "{{ steps.sure.output.decision }}"
`

test("a form and an approval wait over restarts, are counted in the tab's title, answered from the inbox, and a toast tells the end", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(signUp)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status").first()).toHaveText("Waiting")
  await expect(page).toHaveTitle("(1) Rivulet")

  // The page is closed, and opened again at the inbox.
  await page.goto("#/inbox")
  await page.reload()
  const asked = page.getByRole("region", { name: "Sign up" })
  await expect(asked.getByRole("heading", { name: "New customer" })).toBeVisible()
  await expect(page).toHaveTitle("(1) Rivulet")
  await asked.getByRole("button", { name: "Send" }).click()
  await expect(asked.getByText("Fill this in")).toBeVisible()
  await asked.getByLabel("name").fill("Ada")
  await asked.getByLabel("seats").fill("0")
  await asked.getByRole("button", { name: "Send" }).click()
  await expect(asked.getByText("Enter at least 1")).toBeVisible()
  await asked.getByLabel("seats").fill("12")
  await asked.getByRole("button", { name: "Send" }).click()
  await expect(asked.getByRole("heading", { name: "12 seats for Ada?" })).toBeVisible()
  await page.reload()
  await asked.getByRole("button", { name: "Reject" }).click()
  await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible()
  await expect(page).toHaveTitle("Rivulet")

  // Nobody looked at the run as it ended: a toast leads there.
  const toast = page.getByRole("alertdialog").filter({ hasText: "“Sign up” completed" })
  await toast.getByRole("button", { name: "Show" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Completed")
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("rejected")
})
