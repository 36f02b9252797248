import { expect, test } from "vitest"
import { asSentence } from "./formats.ts"

test("a text without an end becomes a sentence, and one that has an end stays", () => {
  expect(asSentence("The list")).toBe("The list.")
  expect(asSentence("Looked at after each time.")).toBe("Looked at after each time.")
  expect(asSentence("Why not?")).toBe("Why not?")
})
