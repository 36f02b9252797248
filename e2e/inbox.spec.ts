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
  await expect(asked.getByLabel("name")).toBeFocused()
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

const longWay = `rivulet: 1
id: long-way
name: Long way
steps:
  - { id: begin, kind: log, with: { message: begun }, next: rest }
  - { id: rest, kind: wait, with: { for: 1500ms }, next: sure }
  - { id: sure, name: Sure?, kind: approve, with: { title: Go on?, text: "Nothing *leaves* this machine." }, next: { approved: end } }
  - { id: end, kind: form, with: { title: Your name, fields: { name: { type: string, required: true } } }, next: last }
  - { id: last, kind: log, with: { message: done } }
output: "{{ steps.end.output.name }}"
layout:
  sure: [2600, 80]
  end: [2600, 900]
`

test("the canvas moves once to the step that asks, offers it to whoever has moved it; what takes one press is decided among the workflows", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(longWay)
  const panel = page.getByRole("region", { name: "The run" })
  await expect(studio.box("begin")).toBeInViewport({ ratio: 0.99 })
  await expect(studio.box("sure")).toHaveCount(0)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByRole("heading", { name: "Go on?" })).toBeVisible()
  await expect(studio.box("sure")).toBeInViewport({ ratio: 0.99 })
  await expect(page.getByRole("button", { name: "Show it" })).toHaveCount(0)

  // A hand that moves the canvas is not led away again; the next who asks is offered.
  await page.locator(".react-flow__pane").hover({ position: { x: 300, y: 200 } })
  await page.mouse.wheel(3000, 0)
  await expect(studio.box("sure")).toHaveCount(0)
  await expect(page.getByText("“Sure?” waits for you")).toBeVisible()

  // Among the workflows it is decided by a press; what is filled in is so in the inbox.
  await page.goto("#/")
  const waiting = page.getByRole("region", { name: "Waiting for you" })
  await expect(waiting).toContainText("Nothing leaves this machine.")
  await expect(page.getByRole("list", { name: "Workflows" })).toContainText("waiting for you")
  await waiting.getByRole("button", { name: "Approve" }).click()
  await expect(waiting).toContainText("Your name")
  await expect(waiting.getByRole("button")).toHaveCount(0)
  await waiting.getByRole("link", { name: "See the run" }).click()
  await expect(panel.getByRole("heading", { name: "Your name" })).toBeVisible()
  await expect(studio.box("end")).toBeInViewport({ ratio: 0.99 })
  await page.locator(".react-flow__pane").hover({ position: { x: 300, y: 200 } })
  await page.mouse.wheel(3000, 0)
  await page.getByRole("button", { name: "Show it" }).click()
  await expect(studio.box("end")).toBeInViewport({ ratio: 0.99 })
  await page.goto("#/")
  await waiting.getByRole("link", { name: "Fill in" }).click()
  const asked = page.getByRole("region", { name: "Long way" })
  await asked.getByLabel("name").fill("Ada")
  await asked.getByRole("button", { name: "Send" }).click()
  await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible()
})

const both = `rivulet: 1
id: both
name: Both
steps:
  - { id: begin, kind: log, with: { message: begun }, next: [near, far] }
  - { id: near, name: Near, kind: approve, with: { title: Near by? }, next: { approved: end } }
  - { id: far, name: Far, kind: approve, with: { title: Far off? }, next: { approved: end } }
  - { id: end, kind: log, with: { message: done } }
layout:
  near: [300, 80]
  far: [2600, 900]
`

test("where two steps ask at once one goes from each to the other, from a question to its step, and once one is answered the other is in view", async ({
  studio,
}) => {
  const { page } = studio
  const panel = page.getByRole("region", { name: "The run" })
  await studio.import(both)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(page.getByText("“Near” waits for you")).toBeVisible()
  await expect(page.getByText("1 of 2")).toBeVisible()
  await expect(studio.box("near")).toBeInViewport({ ratio: 0.99 })
  await page.getByRole("button", { name: "Show the next" }).click()
  await expect(page.getByText("“Far” waits for you")).toBeVisible()
  await expect(page.getByText("2 of 2")).toBeVisible()
  await expect(studio.box("far")).toBeInViewport({ ratio: 0.99 })

  // From the question in the panel to its step, and answered, to the one that still asks.
  await panel.getByRole("button", { name: "“Near”" }).click()
  await expect(studio.box("near")).toBeInViewport({ ratio: 0.99 })
  await panel
    .getByRole("region", { name: "Question of Near" })
    .last()
    .getByRole("button", { name: "Approve" })
    .click()
  await expect(studio.box("far")).toBeInViewport({ ratio: 0.99 })
  await expect(page.getByRole("button", { name: "Show the next" })).toHaveCount(0)
  await panel.getByRole("button", { name: "Approve" }).click()
  await expect(panel.getByRole("status").first()).toHaveText("Completed")
})

test.describe("a small window", () => {
  test.use({ viewport: { width: 1024, height: 768 } })

  test("what says that several steps ask lies over none of them, and keys alone answer one after the other", async ({
    studio,
  }) => {
    const { page } = studio
    await studio.import(`rivulet: 1
id: three
name: Three
steps:
  - { id: begin, kind: log, with: { message: begun }, next: [near, far, last] }
  - { id: near, name: Near, kind: approve, with: { title: Near by? }, next: { approved: end } }
  - { id: far, name: Far, kind: approve, with: { title: Far off? }, next: { approved: end } }
  - { id: last, name: Last, kind: approve, with: { title: The last? }, next: { approved: end } }
  - { id: end, kind: log, with: { message: done } }
`)
    await page.getByRole("button", { name: "Run", exact: true }).click()
    const mark = page.getByText("“Near” waits for you").locator("..")
    await expect(mark).toContainText("1 of 3")
    await studio.atRest()
    const over = await mark.boundingBox()
    for (const id of ["begin", "near", "far", "last", "end"]) {
      const box = await studio.box(id).boundingBox()
      expect(box?.y, id).toBeGreaterThan((over?.y ?? 0) + (over?.height ?? 768))
    }

    // Answered by keys alone, one is at the run that still asks, and in the end at the title of the page.
    await page.goto("#/inbox")
    const asked = page.getByRole("region", { name: "Three" })
    for (const left of [2, 1]) {
      await asked.getByRole("button", { name: "Approve" }).first().press("Enter")
      await expect(asked.getByRole("button", { name: "Approve" })).toHaveCount(left)
      await expect(asked.getByRole("link", { name: "Three" })).toBeFocused()
    }
    await asked.getByRole("button", { name: "Approve" }).press("Enter")
    await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible()
    await expect(page.getByRole("heading", { name: "Inbox" })).toBeFocused()
  })
})
