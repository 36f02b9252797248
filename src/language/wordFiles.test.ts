import { expect, test } from "vitest"
import { forget } from "./language.ts"
import { t } from "./t.ts"
import { bringWords, languageFor, worded } from "./wordFiles.ts"

test("what was chosen goes before what the browser reads, and English is for everybody else", () => {
  expect(languageFor("en", ["de-DE"])).toBe("en")
  expect(languageFor(null, ["fr-FR", "de-CH", "en"])).toBe("de")
  expect(languageFor(null, ["fr-FR"])).toBe("en")
  expect(languageFor("xx", [])).toBe("en")
  expect(languageFor("constructor", ["toString"])).toBe("en")
})

test("a part of the page that is asked for while the first words are on their way comes after all of them", async () => {
  const begun = bringWords("de")
  const part = worded(async () => t`Canvas`)()
  await begun
  expect(await part).toBe("Arbeitsfläche")
  forget()
})
