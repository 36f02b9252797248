import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

/** Put together here, so that no search for keys finds one in this file. */
const keys = [
  ["sk", "ant", "api03", "a1B2".repeat(8)].join("-"),
  ["sk", "proj", "a1B2".repeat(10)].join("-"),
  ["ghp", "a1B2".repeat(9)].join("_"),
  ["xoxb", "1234567890", "a1B2".repeat(5)].join("-"),
  `AKIA${"A1B2".repeat(4)}`,
  `https://hooks.slack.com/services/${["T000", "B000", "a1B2"].join("/")}`,
  `https://discord.com/api/webhooks/123/${"a1B2".repeat(8)}`,
  "-----BEGIN RSA PRIVATE KEY-----",
  "https://ada:hunter22@example.com/",
]

test.each(keys)("%s in a parameter is a warning", key => {
  const [problem] = problemsIn(`steps: [{ id: a, kind: note, with: { source: "Bearer ${key}" } }]`)
  expect(problem).toMatchObject({
    code: "plain_secret",
    severity: "warning",
    at: { path: ["steps", 0, "with", "source"] },
  })
  expect(JSON.stringify(problem)).not.toContain(key.slice(10))
})

test("keys are found wherever they stand", () => {
  expect(codesIn(`variables: { key: "${keys[0]}" }\nsteps: [{ id: a, kind: note }]`)).toEqual([
    "plain_secret variables.key",
  ])
})

test.each([
  "{{ secrets.claude }}",
  "sk-short",
  "https://example.com:8080/a@b",
  "skeleton-ant-colony-of-the-north",
])("%s is none", text => {
  expect(codesIn(`steps: [{ id: a, kind: note, with: { source: "${text}" } }]`)).toEqual([])
})
