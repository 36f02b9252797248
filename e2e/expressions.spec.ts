import type { Locator } from "@playwright/test"
import { hold } from "./hold.ts"
import { expect, type Studio, test } from "./studio.ts"

const greeting = `rivulet: 1
id: greeting
name: Greeting
inputs:
  who: { type: string, default: Ada }
steps:
  - { id: collect, kind: set, name: Collect, with: { values: { who: "{{ inputs.who }}", rows: [first, second] } }, next: each }
  - id: each
    kind: foreach
    with: { items: "{{ steps.collect.output.rows }}" }
    steps:
      - { id: inner, kind: log, with: { message: "{{ index + 1 }}. {{ item }}" } }
    next: { done: tell }
  - { id: tell, kind: set, with: { values: { text: "Hello {{ steps.collect.output.who }}" } }, next: last }
  - id: last
    kind: log
    with:
      message: Done
`

/** Brings the workflow in and runs it, so that there is a last run to look at. */
async function runGreeting(studio: Studio) {
  await studio.import(greeting)
  await studio.page.getByRole("button", { name: "Run", exact: true }).click()
  await studio.page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
  await expect(studio.box("tell")).toContainText("Completed")
}

test("an expression is completed by the keyboard, shows its value, and a value says why it is so", async ({
  studio,
}) => {
  const { page } = studio
  await runGreeting(studio)

  // What the last run gave is offered, and the value of what is written stands below.
  await studio.box("inner").click()
  const message = page.getByRole("textbox", { name: /Message/ })
  await message.fill("{{ steps.col")
  const list = page.getByRole("listbox", { name: "What may be written here" })
  await expect(list.getByRole("option", { name: /collect/ })).toBeVisible()
  await message.press("Enter")
  await expect(message).toHaveValue("{{ steps.collect")
  await message.pressSequentially(".output.w")
  await expect(list.getByRole("option", { name: /who/ })).toBeVisible()
  await message.press("Tab")
  await message.pressSequentially(" + item }}")
  const preview = page.getByRole("region", { name: "Preview" })
  await expect(preview).toContainText("Adasecond")
  await preview.getByRole("button", { name: "The item before" }).click()
  await expect(preview).toContainText("Adafirst")

  // A hang ends, and the page goes on.
  await message.fill("{{ (() => { for (;;); })() }}")
  await expect(preview).toContainText("took too long")
  await message.fill("{{ (() => item)() }}")
  await expect(preview).toContainText("first")

  // Where a value came from.
  await studio.box("tell").click()
  await page.getByRole("tab", { name: "Output" }).click()
  await page.getByRole("button", { name: "Where text came from" }).click()
  const why = page.getByRole("region", { name: "Why it is so" })
  await expect(why).toContainText("steps.collect.output.who")
  await expect(why).toContainText("An input of the run")
  await why.getByRole("button", { name: "Close" }).click()
  await expect(why).not.toBeVisible()

  // What is undone is the document, and never what a run gave.
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(studio.box("tell")).toContainText("Completed")
})

test("in the text too, expressions are completed with what the last run gave, and words explain themselves", async ({
  studio,
}) => {
  const { page } = studio
  await runGreeting(studio)
  await studio.show("YAML")
  await studio.pasteAfter("message: Done", " with ")
  await page.keyboard.type("{{ slug(steps")
  await page.keyboard.type(".")
  const list = page.locator(".suggest-widget")
  await expect(list.getByRole("option", { name: /collect/ })).toBeVisible()
  await page.keyboard.type("coll")
  await page.keyboard.press("Enter")
  await page.keyboard.type(".output.")
  await expect(list.getByRole("option", { name: /rows/ })).toBeVisible()
  await page.keyboard.type("wh")
  await expect(list.getByRole("option", { name: /who.*text/ })).toBeVisible()
  await page.keyboard.press("Tab")
  await page.keyboard.type(") }}")
  await expect.poll(() => studio.text()).toContain("Done with {{ slug(steps.collect.output.who) }}")

  const hover = page.locator(".monaco-hover:visible")
  for (const [word, said] of [
    ["foreach", /Leaves by done, failure/],
    ["items", /The list/],
  ] as const) {
    const line = page.locator(".monaco-editor .view-line", { hasText: word }).last()
    await line
      .getByText(new RegExp(`\\b${word}\\b`))
      .last()
      .hover()
    await expect(hover).toContainText(said)
    await page.mouse.move(0, 0)
    await expect(hover).toHaveCount(0)
  }
})

test("a sign opens the values of earlier steps, and braces what there is, without taking any key away", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(greeting)
  await studio.box("last").click()
  const message = page.getByRole("textbox", { name: /Message/ })
  const list = page.getByRole("listbox", { name: "What may be written here" })
  await message.fill("")
  await message.pressSequentially("To <")
  await expect(list.getByRole("option", { name: /collect/ })).toBeVisible()
  // Nothing is chosen yet: a sign that is only a sign stays one.
  await expect(list.locator("[aria-selected=true]")).toHaveCount(0)
  await message.pressSequentially("col")
  await expect(list.locator("[aria-selected=true]")).toContainText("collect")
  await message.press("Enter")
  await expect(message).toHaveValue("To {{ steps.collect }}")
  await message.pressSequentially(".output.who")
  await expect(message).toHaveValue("To {{ steps.collect.output.who }}")
  await message.press("Escape")
  await message.press("End")
  await message.pressSequentially(", {{")
  await expect(list.getByRole("option", { name: /inputs/ })).toBeVisible()
  await expect(list.locator("[aria-selected=true]")).toHaveCount(0)
  await message.press("Escape")
  await expect(list).toHaveCount(0)
})

test("what the last run gave may come late: what a hand has gone to stays chosen, and what was left opens no more", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(`rivulet: 1
id: late
name: Late
steps:
  - { id: save, kind: file.write, with: { path: a.txt, content: Hello }, next: last }
  - { id: last, kind: file.write, with: { path: b.txt, content: Done } }
`)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(studio.box("last")).toContainText("Completed")
  await studio.box("last").click()
  await page.getByRole("tab", { name: "Configure" }).click()
  const path = page.getByRole("textbox", { name: /^Path/ })
  const content = page.getByRole("textbox", { name: /^Content/ })
  const list = page.getByRole("listbox", { name: "What may be written here" })

  await page.evaluate(hold)
  await path.fill("{{ steps.save.output.")
  await expect(list).toBeVisible()
  await content.fill("{{ steps.save.output.")
  await expect(list).toHaveCount(1)
  await content.press("ArrowDown")
  const size = list.getByRole("option", { name: "size" })
  await expect(size).toHaveAttribute("aria-selected", "true")
  await page.evaluate(() => dispatchEvent(new Event("let-go")))
  // Below the list stands what the run had there. The other field had asked before this one.
  await expect(list.locator("..").getByText("5", { exact: true })).toBeVisible()
  await expect(list).toHaveCount(1)
  await expect(size).toHaveAttribute("aria-selected", "true")
  await content.press("Enter")
  await expect(content).toHaveValue("{{ steps.save.output.size")
})

/** Types and presses Enter in one go, before anything can have been offered. */
async function typeAndEnter(box: Locator, text: string) {
  await box.focus()
  await box.evaluate((field, typed) => {
    document.execCommand("insertText", false, typed)
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }))
  }, text)
}

test("Enter that is quicker than what is offered takes what it was meant for, and is a new line where nothing is", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(
    greeting.replace(/kind: log\n.*\n.*Done/, "kind: file.write\n    with: { path: a.txt, content: Done }"),
  )
  await studio.box("last").click()
  const message = page.getByRole("textbox", { name: /Content/ })
  const list = page.getByRole("listbox", { name: "What may be written here" })
  await message.fill("")
  await typeAndEnter(message, "To <col")
  await expect(message).toHaveValue("To {{ steps.collect }}")
  await message.press("Control+End")
  await message.pressSequentially(", <")
  await expect(list.getByRole("option", { name: /collect/ })).toBeVisible()
  // What is offered for what stood there before is not what is meant.
  await typeAndEnter(message, "te")
  await expect(message).toHaveValue("To {{ steps.collect }}, {{ steps.tell }}")
  await message.press("Control+End")
  await typeAndEnter(message, ", {{ nothingOfThatName")
  await expect(message).toHaveValue("To {{ steps.collect }}, {{ steps.tell }}, {{ nothingOfThatName\n")
  await expect(list).toHaveCount(0)
})
