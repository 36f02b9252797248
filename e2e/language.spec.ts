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

/** The template that is run: what it says itself is not the page's to say. */
const shown = fixture("feature-stages")

/** What the page says in English to whoever looks at it or has it read out, apart from what the workflow itself says. */
async function leftInEnglish(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    // Ids and values stand as they are, in any language.
    while (walker.nextNode())
      if (walker.currentNode.parentElement?.closest("code, .font-mono") === null)
        texts.push(walker.currentNode.textContent ?? "")
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"]) texts.push(element.getAttribute(name) ?? "")
    return texts.map(text => text.trim())
  })
  return [...new Set(said)].filter(text => onlyEnglish.has(text) && !shown.includes(text))
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
  await page.getByRole("button", { name: "Beim Laufen zusehen" }).click()
  await expect(page.getByText("Abgeschlossen in der Sandbox")).toBeVisible({ timeout: 30_000 })
  expect(await leftInEnglish(page), "a run").toEqual([])
  for (const name of ["Protokoll", "Variablen", "Nachrichten", "Läufe", "Tests"]) {
    await page.getByRole("tab", { name, exact: true }).click()
    expect(await leftInEnglish(page), name).toEqual([])
  }
  await studio.box("plan").click()
  await expect(page.getByRole("tab", { name: "Fehler", exact: true })).toBeVisible()
  expect(await leftInEnglish(page), "a step").toEqual([])
  await page.keyboard.press("Control+k")
  await expect(page.getByRole("dialog", { name: "Befehle" })).toBeVisible()
  expect(await leftInEnglish(page), "the commands").toEqual([])
  await page.keyboard.press("Escape")

  // A file with mistakes: the sentences of the checks are made where nobody knows which language is spoken.
  await page.goto("#/")
  const wrong =
    "rivulet: 1\nid: wrong\nsteps:\n  - id: a\n    kind: log\n    with: { message: hi }\n    next: nowhere\n"
      .replace("id: code-review", "id: wrong")
      .replace(/next: \w+/, "next: nowhere")
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "wrong.rivulet.yaml", mimeType: "application/yaml", buffer: Buffer.from(wrong) })
  await page
    .getByRole("button", { name: /Problem/ })
    .first()
    .click()
  await expect(page.getByRole("region", { name: "Probleme" })).toContainText(
    "Es gibt keinen Schritt „nowhere“",
  )
  expect(await leftInEnglish(page), "problems").toEqual([])

  // What went wrong is kept in English, read in German, and found by either.
  const failing = `rivulet: 1
id: failing
name: Kaputt
inputs: { path: { type: string, default: missing.txt } }
steps: [{ id: read, kind: file.read, with: { path: "{{ inputs.path }}" } }]
`
  await page.goto("#/")
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "failing.yaml", mimeType: "application/yaml", buffer: Buffer.from(failing) })
  await page.getByRole("button", { name: "Ausführen", exact: true }).click()
  const dialog = page.getByRole("dialog", { name: "„Kaputt“ ausführen" })
  await dialog.getByRole("button", { name: "Ausführen", exact: true }).click()
  await expect(
    page.getByRole("region", { name: "Der Lauf" }).getByText("Fehlgeschlagen").first(),
  ).toBeVisible()
  await page.goto("#/runs")
  const runs = page.getByRole("list", { name: "Alle Läufe" }).getByRole("listitem")
  for (const words of ["keine datei missing", "no file missing"]) {
    await page.getByRole("searchbox").fill(words)
    await expect(runs).toHaveCount(1)
    await expect(runs).toContainText("Es gibt keine Datei missing.txt")
  }

  await page.goto("#/settings")
  await page.getByRole("radio", { name: "English" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible()
  await expect(page.locator("html")).toHaveAttribute("lang", "en")
})
