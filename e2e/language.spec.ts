import type { Page } from "@playwright/test"
import first from "../src/language/de/first.json" with { type: "json" }
import kinds from "../src/language/de/kinds.json" with { type: "json" }
import rest from "../src/language/de/page.json" with { type: "json" }
import { expect, fixture, test } from "./studio.ts"

/* The page in another language: all of it, wherever one goes. */

const words: { readonly [english: string]: string } = { ...kinds, ...rest, ...first }
const own = new Set(Object.values(words))
/** Sentences that only English has: no language file says them so. */
const onlyEnglish = new Set(Object.keys(words).filter(key => words[key] !== key && !own.has(key)))

/** What the page says in English to whoever looks at it or has it read out, apart from what the workflow itself says. */
async function leftInEnglish(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? "")
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"]) texts.push(element.getAttribute(name) ?? "")
    return texts.map(text => text.trim())
  })
  return [...new Set(said)].filter(text => onlyEnglish.has(text))
}

test.use({ locale: "de-DE" })

test("a browser that reads German is spoken to in German, on every page", async ({ studio }) => {
  const { page } = studio
  await page.goto("#/")
  await expect(page.getByRole("heading", { name: "Noch ist nichts hier" })).toBeVisible()
  await expect(page.locator("html")).toHaveAttribute("lang", "de")
  expect(await leftInEnglish(page)).toEqual([])
  for (const name of ["Vorlagen", "Läufe", "Posteingang", "Chat", "Schlüssel und Modelle", "Einstellungen"]) {
    await page.getByRole("navigation", { name: "Hauptmenü" }).getByRole("link", { name, exact: true }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name)
    expect(await leftInEnglish(page), name).toEqual([])
  }
})

test("a workflow is built, checked and run in German, and another language is one choice away", async ({
  studio,
}) => {
  const { page } = studio
  await page.goto("#/")
  const file = {
    name: "a.rivulet.yaml",
    mimeType: "application/yaml",
    buffer: Buffer.from(fixture("code-review")),
  }
  await page.locator("input[type=file]").setInputFiles(file)
  await page.getByRole("button", { name: "In der Sandbox testen" }).click()
  await expect(page.getByText("Abgeschlossen in der Sandbox")).toBeVisible({ timeout: 30_000 })
  expect(await leftInEnglish(page), "a run").toEqual([])
  for (const name of ["Protokoll", "Variablen", "Nachrichten", "Läufe", "Tests"]) {
    await page.getByRole("tab", { name, exact: true }).click()
    expect(await leftInEnglish(page), name).toEqual([])
  }
  await studio.box("review").click()
  await expect(page.getByRole("tab", { name: "Fehler & Wiederholung" })).toBeVisible()
  expect(await leftInEnglish(page), "a step").toEqual([])
  await page.keyboard.press("Control+k")
  await expect(page.getByRole("dialog", { name: "Befehle" })).toBeVisible()
  expect(await leftInEnglish(page), "the commands").toEqual([])
  await page.keyboard.press("Escape")

  // A file with mistakes: the sentences of the checks are made where nobody knows which language is spoken.
  await page.goto("#/")
  const wrong = fixture("code-review")
    .replace("id: code-review", "id: wrong")
    .replace(/next: \w+/, "next: nowhere")
  await page.locator("input[type=file]").setInputFiles({ ...file, buffer: Buffer.from(wrong) })
  await page
    .getByRole("button", { name: /Problem/ })
    .first()
    .click()
  await expect(page.getByRole("region", { name: "Probleme" })).toContainText(
    "Es gibt keinen Schritt „nowhere“",
  )
  expect(await leftInEnglish(page), "problems").toEqual([])

  await page.goto("#/settings")
  await page.getByRole("radio", { name: "English" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible()
  await expect(page.locator("html")).toHaveAttribute("lang", "en")
})
