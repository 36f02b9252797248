import { addKey } from "./keyDesk.ts"
import { expect, test } from "./studio.ts"

const workflow = `rivulet: 1
id: fields
name: Fields
inputs: { who: { type: string, title: Whom, default: Ada } }
triggers:
  - { id: weekdays, type: schedule, with: { cron: "0 9 * * 1-5", timezone: Europe/Berlin } }
steps:
  - { id: keep, kind: data.edit, name: Keep, with: { value: {}, set: { who: Ada, "long name": [first] } }, next: pause }
  - { id: pause, kind: wait, with: { for: 1s }, next: tell }
  - { id: tell, kind: log, with: { message: "Hello" }, next: ask }
  - { id: ask, kind: ai.generate, with: { prompt: Say something }, next: work }
  - { id: work, kind: code.run, with: { source: "return 1" }, next: read }
  - { id: read, kind: file.write, with: { path: notes/today.md, content: Hello } }
`
const picking = `rivulet: 1
id: picking
inputs: { who: { type: string, default: Ada } }
steps:
  - { id: ask_them, kind: http.request, with: { url: "https://answers.test" }, next: call }
  - { id: call, kind: workflow.run, with: { workflow: other } }
`
const repeating = `rivulet: 1
id: repeating
steps:
  - { id: get, kind: http.request, with: { url: "https://answers.test" }, next: parts }
  - { id: parts, kind: foreach, with: { items: [1] }, steps: [{ id: say, kind: log, with: { message: "{{ item }}" } }] }
`
const writing = `rivulet: 1
id: writing
steps:
  - { id: write, kind: file.write, with: { path: notes/kept.md, content: Hello }, next: read }
  - { id: read, kind: file.read, with: { path: none.md } }
`

test("fields say what they mean, offer what may stand there, and take values of earlier steps by drag", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(workflow)
  const inspector = page.getByRole("complementary", { name: "Inspector" })

  await page.getByRole("button", { name: "See all", exact: true }).click()

  // Times and durations in words.
  await studio.box("trigger:weekdays").click()
  await expect(inspector).toContainText("At 09:00, on Monday to Friday")
  await expect(inspector).toContainText("Next, in Europe/Berlin")
  await expect(inspector.getByRole("list", { name: "Next times" }).getByRole("listitem")).toHaveCount(3)
  await inspector.getByRole("button", { name: "Choose time zone" }).click()
  await page.getByRole("searchbox", { name: "Find", exact: true }).fill("tokyo")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await expect(inspector).toContainText("Next, in Asia/Tokyo")
  await inspector.getByRole("button", { name: /Times that passed while nothing ran/ }).click()
  await page.getByRole("option", { name: "Start one run" }).click()
  await inspector.getByRole("textbox", { name: "Whom" }).fill("{{ trigger.at }}")
  await expect.poll(() => studio.text()).toContain("missed: run_once")
  expect(await studio.text()).toContain('who: "{{ trigger.at }}"')
  await studio.box("pause").click()
  await inspector.getByRole("textbox", { name: "For", exact: true }).fill("1m30s")
  await expect(inspector).toContainText("1 minute 30 seconds")
  await inspector.getByRole("textbox", { name: "For", exact: true }).fill("1s")

  // The form of an answer as rows.
  await studio.box("ask").click()
  await inspector.getByRole("button", { name: "Add a field" }).click()
  await inspector.getByRole("textbox", { name: "Name 1" }).fill("severity")
  await inspector.getByRole("button", { name: /Type of severity/ }).click()
  await page.getByRole("option", { name: "One of" }).click()
  await inspector.getByRole("textbox", { name: "Choices of severity" }).fill("low | high")
  expect(await studio.text()).toContain("answer: { severity: low | high }")

  // Trying again is switched off and on; its numbers are there all the while. What stands in is a value of its type.
  await inspector.getByRole("tab", { name: "Errors & retry" }).click()
  await inspector.getByRole("textbox", { name: "Attempts" }).fill("4")
  await inspector.getByRole("textbox", { name: "First wait" }).fill("2s")
  await inspector.getByText("Try again when it fails").click()
  await expect(inspector.getByRole("textbox", { name: "First wait" })).toBeDisabled()
  await expect(inspector.getByRole("textbox", { name: "Attempts" })).toHaveValue("4")
  await expect.poll(() => studio.text()).toMatch(/attempts: 1, delay: 2s/)
  await inspector.getByText("Try again when it fails").click()
  await expect.poll(() => studio.text()).toMatch(/attempts: 4, delay: 2s/)
  for (const name of ["Attempts", "First wait"]) await inspector.getByRole("textbox", { name }).fill("")
  await expect.poll(() => studio.text()).not.toContain("retry")
  await inspector.getByRole("button", { name: /When all attempts failed/ }).click()
  await page.getByRole("option", { name: "Go on with a value of mine" }).click()
  await inspector.getByRole("textbox", { name: "That value" }).fill('{ "severity": "low" }')
  await expect.poll(() => studio.text()).toMatch(/default: \{ severity: low \}/)
  await inspector.getByRole("tab", { name: "Configure" }).click()

  // Code in a window, and its limits beside it.
  await studio.box("work").click()
  await expect(inspector.getByRole("textbox", { name: "Longest time" })).toHaveAttribute("placeholder", "10s")
  await expect(inspector.getByRole("textbox", { name: "Most memory" })).toHaveAttribute("placeholder", "256")
  await inspector.getByRole("button", { name: "Open source in a window" }).click()
  const window = page.getByRole("dialog", { name: "Source" })
  await expect(window.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 20_000 })
  await page.keyboard.press("Control+End")
  await page.keyboard.type(" + 1")
  await window.getByRole("button", { name: "Close" }).click()
  await expect(inspector.getByRole("textbox", { name: /Source/ })).toHaveValue("return 1 + 1")

  // What an earlier step gave is dragged into a parameter.
  await page.getByRole("button", { name: "Test in sandbox" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Test in sandbox" }).click()
  await expect(studio.box("tell")).toContainText("Completed")
  await studio.box("tell").click()
  await page.getByRole("tab", { name: "Configure" }).click()
  await inspector.getByRole("button", { name: "What earlier steps gave" }).click()
  await inspector.getByRole("button", { name: "Keep", exact: true }).click()
  const message = inspector.getByRole("textbox", { name: /Message/ })
  await message.fill("")
  await inspector
    .locator("[draggable=true]", { hasText: "long name" })
    .filter({ visible: true })
    .first()
    .dragTo(message)
  await expect(message).toHaveValue('{{ steps.keep.output["long name"] }}')
  await expect(inspector.getByRole("region", { name: "Preview" })).toContainText("first")
})

test("files, secrets and workflows are picked from those that there are, and names with values are lines", async ({
  studio,
}) => {
  const { page } = studio
  await addKey(page, { name: "mine", key: "k-1", host: "https://answers.test" })
  await studio.import("rivulet: 1\nid: review\nname: Review it\nsteps: []\n")
  await studio.saved()
  await studio.import(picking)
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  const pick = async (field: string, name: string) => {
    await inspector.getByRole("button", { name: `Choose ${field}` }).click()
    await page
      .getByRole("dialog", { name: `Choose ${field}` })
      .getByRole("menuitem", { name })
      .click()
  }
  await studio.box("call").click()
  await pick("workflow", "Review it")
  await inspector.getByRole("button", { name: "Add a line" }).click()
  await expect(inspector.getByLabel("Name 1")).toBeFocused()
  await inspector.getByLabel("Name 1").fill("who")
  await inspector.getByRole("textbox", { name: "Value of who" }).fill("{{ inputs.who }}")
  await studio.box("ask_them").click()
  await inspector.getByRole("button", { name: "More options" }).click()
  await pick("secret", "mine")
  await expect.poll(() => studio.text()).toContain("secret: mine")
  expect(await studio.text()).toMatch(/workflow: review, inputs: \{ who: "\{\{ inputs\.who \}\}" \}/)

  // What a run has written is there to be picked.
  await studio.import(writing)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(studio.box("write")).toContainText("Completed")
  await studio.box("read").click()
  await page.getByRole("tab", { name: "Configure" }).click()
  await pick("path", "notes/kept.md")
  await expect(inspector.getByRole("textbox", { name: /^Path/ })).toHaveValue("notes/kept.md")
})

test("the text offers kinds, parameters and steps where they belong", async ({ studio }) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: typed\nsteps:\n  - id: one\n    kind: log\n    with: { message: Hello }\n    next: two\n  - id: two\n    note: last\n",
  )
  await studio.show("YAML")
  const offers = page.locator(".suggest-widget")
  await page.locator(".monaco-editor .view-line", { hasText: "note: last" }).click()
  await page.keyboard.press("End")
  await page.keyboard.press("Enter")
  await page.keyboard.type("ki")
  await expect(offers.locator(".monaco-list-row", { hasText: /^kind/ })).toBeVisible()
  await page.keyboard.press("Enter")
  await page.keyboard.type("condi")
  await expect(offers.locator(".monaco-list-row", { hasText: /^condition/ })).toBeVisible()
  await page.keyboard.press("Enter")
  await page.keyboard.press("Enter")
  await page.keyboard.type("next: ")
  await page.keyboard.press("Control+Space")
  await expect(offers.locator(".monaco-list-row", { hasText: /^one/ })).toBeVisible()
  await page.keyboard.press("Enter")
  expect(await studio.text()).toMatch(/note: last\n {4}kind: condition\n {4}next: one/)
})

test("what a workflow takes, holds and gives is set without its text, and a new name is new wherever it is read", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(
    'rivulet: 1\nid: greet\nname: Greet\nsteps:\n  - { id: say, kind: set, with: { values: { said: "{{ inputs.input }}!" } } }\n',
  )
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await page.locator(".react-flow__pane").click({ position: { x: 60, y: 60 } })
  await inspector.getByRole("button", { name: "Add an input" }).click()
  await expect(inspector.getByLabel("Name of input 1")).toBeFocused()
  await inspector.getByLabel("Default of input").fill("Ada")
  // One that cannot be is said, and is not taken.
  await inspector.getByLabel("Name of input 1").fill("two words")
  await expect(inspector.getByText(/two words/)).toBeVisible()
  await inspector.getByLabel("Name of input 1").fill("who")
  await inspector.getByLabel("Name of input 1").press("Enter")
  await expect.poll(() => studio.text()).toContain('said: "{{ inputs.who }}!"')
  await inspector.getByRole("button", { name: "What people read" }).click()
  await inspector.getByLabel("Title of who").fill("Whom to greet")
  await inspector.getByRole("button", { name: "Add an input" }).click()
  await inspector.getByRole("button", { name: /Type of input/ }).click()
  await page.getByRole("option", { name: "One of" }).click()
  await inspector.getByLabel("Choices of input").fill("soft | loud")
  await inspector.getByText("Has to be given").last().click()

  await inspector.getByRole("button", { name: "Add a variable" }).click()
  await inspector.getByLabel("Name of variable 1").fill("said")
  await inspector.getByLabel("Name of variable 1").press("Enter")
  await inspector.getByLabel("Result").fill("{{ vars.sa")
  await expect(page.getByRole("option", { name: /said/ })).toBeVisible()
  await inspector.getByLabel("Result").press("Enter")
  await inspector.getByLabel("Result").pressSequentially(" }}")
  // What comes above a button moves it from under the pointer.
  await expect(inspector.getByRole("region", { name: "Preview" })).toContainText("Empty text")
  await inspector.getByRole("button", { name: "More about its runs" }).click()
  await inspector.getByLabel("Runs at once").fill("1")
  await inspector.getByRole("button", { name: /Further ones/ }).click()
  await page.getByRole("option", { name: "Are left out" }).click()
  await inspector.getByLabel("Days kept").fill("7")
  await inspector.getByLabel("Days kept").fill("")
  await expect.poll(() => studio.text()).toMatch(/concurrency:\s*\{?\s*max: 1,?\s*overflow: skip/)
  expect(await studio.text()).not.toContain("retention")
  await expect(page.getByRole("button", { name: "No problems" })).toBeVisible()

  // The form of the run asks for just that.
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "Run “Greet”" })
  await expect(dialog.getByLabel("Whom to greet")).toHaveValue("Ada")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(dialog.getByText("input (required)")).toBeVisible()
  await dialog.getByRole("button", { name: /input \(required\)/ }).click()
  await page.getByRole("option", { name: "loud" }).click()
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  await expect(page.getByRole("region", { name: "Output" })).toContainText("Ada!")
})

test("a step is done for each of a list, tried again by several policies, and told what it may use, in its form", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(repeating)
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  // A field that can hold an expression has its switch in its name.
  const field = (name: string) => inspector.getByRole("textbox", { name: new RegExp(`^${name}`) })
  const text = (wanted: RegExp) => expect.poll(() => studio.text()).toMatch(wanted)

  // For each of a list; what stands there stays open when one comes back to it.
  await studio.box("get").click()
  await inspector.getByRole("button", { name: "Once for each item of a list" }).click()
  await field("List").fill("{{ [1, 2] }}")
  await field("At the same time").fill("2")
  await inspector.getByRole("button", { name: /When an item fails/ }).click()
  await page.getByRole("option", { name: "Go on without it" }).click()
  await text(/each: "\{\{ \[1, 2\] \}\}"[\s\S]*concurrency: 2[\s\S]*onItemError: drop/)

  // What is tried again: the one policy, then another for other problems, and back to one.
  await inspector.getByRole("tab", { name: "Errors & retry" }).click()
  await field("Attempts").fill("5")
  await inspector.getByRole("button", { name: "Another policy for other problems" }).click()
  const first = inspector.getByRole("region", { name: "Policy 1" })
  await first.getByRole("button", { name: "Add a value" }).click()
  await page.keyboard.type("http_timed_out")
  await first.getByRole("textbox", { name: "First wait" }).fill("10s")
  await first.getByText("Vary the waits").click()
  await text(/retry:[\s\S]*on:[\s\S]*http_timed_out[\s\S]*delay: 10s[\s\S]*jitter: none[\s\S]*attempts: 5/)
  await expect(inspector.getByRole("region", { name: "Policy 2" })).toContainText("For any other problem")
  await inspector.getByRole("button", { name: "Remove policy 2" }).click()
  await expect(inspector.getByRole("textbox", { name: "Value 1" })).toHaveValue("http_timed_out")
  await expect.poll(() => studio.text()).not.toContain("attempts: 5")

  // What it may use, what its effect is known by, and what follows where nobody knows whether it happened.
  await inspector.getByRole("button", { name: "More options" }).click()
  await field("Times it may be entered in a run").fill("7")
  await field("Requests").fill("3")
  await field("Key of its effect").fill("order-7")
  await inspector.getByText("Safe to do twice with the same key").click()
  for (const said of [/visits: 7/, /requests: 3/, /key: order-7/, /repeatable: true/]) await text(said)
  await field("Requests").fill("")
  await expect.poll(() => studio.text()).not.toContain("budget")
  await inspector.getByRole("button", { name: /When nobody can tell whether it was done/ }).click()
  await page.getByRole("option", { name: "Take it as done, with a value of mine" }).click()
  await field("That value").fill("42")
  await text(/onDoubt:\s+(\{ )?done: 42/)

  // What a container comes to.
  await studio.box("parts").locator(".card-name").first().click()
  await inspector.getByRole("tab", { name: "Configure" }).click()
  await field("What it comes to").fill("{{ steps.say.output.message }}")
  await text(/output: "\{\{ steps\.say\.output\.message \}\}"/)
  await expect(page.getByRole("button", { name: "No problems" })).toBeVisible()
})
