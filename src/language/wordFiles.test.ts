import { expect, test } from "vitest"
import { languageFor } from "./wordFiles.ts"

test("what was chosen goes before what the browser reads, and English is for everybody else", () => {
  expect(languageFor("en", ["de-DE"])).toBe("en")
  expect(languageFor(null, ["fr-FR", "de-CH", "en"])).toBe("de")
  expect(languageFor(null, ["fr-FR"])).toBe("en")
  expect(languageFor("xx", [])).toBe("en")
  expect(languageFor("constructor", ["toString"])).toBe("en")
})
