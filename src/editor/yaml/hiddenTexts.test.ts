import { expect, test } from "vitest"
import { hiddenTexts } from "./hiddenTexts.ts"

const token = ["ghp", "a1B2".repeat(9)].join("_")

test("a key is hidden wherever it stands, and shows that it changed by its number", () => {
  const [before, after] = hiddenTexts(
    `rivulet: 1\nsteps:\n  - { id: a, with: { headers: { Authorization: "Basic YTpi" }, password: same } }\n`,
    `rivulet: 1\nsteps:\n  - { id: a, with: { headers: { Authorization: "Basic ZDpl" }, password: same } }\n`,
  )
  expect(before).toContain("{ Authorization: ‹hidden 1› }, password: ‹hidden 2› }")
  expect(after).toContain("{ Authorization: ‹hidden 3› }, password: ‹hidden 2› }")
})

test("blocks, comments and what stands within a text hide theirs, and the rest stays as it is written", () => {
  const text = `id: w # was ${token}
steps:
  - id: a
    with:
      token: |
        first line
        second line
      prompt: |
        Say it.
        Look at https://me:pass,word@a.test/ first
      pem: "-----BEGIN RSA PRIVATE KEY-----\\nMIIB\\n-----END RSA PRIVATE KEY-----"
      secret: "{{ secrets.mine }}"
`
  const [shown] = hiddenTexts(text, text)
  expect(shown).toBe(`id: w # was ‹hidden 3›
steps:
  - id: a
    with:
      token: ‹hidden 1›
      prompt: |
        Say it.
        Look at ‹hidden 4› first
      pem: "‹hidden 2›"
      secret: "{{ secrets.mine }}"
`)
})

test("a text that cannot be read hides what it can", () => {
  const [shown] = hiddenTexts(`steps: [\n  - api_key: abc def\n  name: fine\n  url: ${token}\n`, "")
  expect(shown).toBe("steps: [\n  - api_key: ‹hidden 1›\n  name: fine\n  url: ‹hidden 2›\n")
})
