import { expect, test } from "vitest"
import { catalogueOf } from "../../model/catalogueOf.ts"
import { sayGrant } from "../../model/grants.ts"
import { emptyWorkflow, type Workflow } from "../../model/workflow.ts"
import { steps } from "../../steps/registry.ts"
import { askedPowers, sayGrantText } from "./askedPowers.ts"

const catalogue = catalogueOf(steps, [])
const workflow: Workflow = {
  ...emptyWorkflow("shop"),
  steps: [
    {
      id: "get",
      name: "Read the shop",
      kind: "http.request",
      with: { url: "https://a.test/x", secret: "shop" },
    },
    { id: "any", kind: "http.request", with: { url: "{{ inputs.url }}" } },
    { id: "save", kind: "file.write", with: { path: "a", content: "b" } },
  ],
}

test("what a workflow asks for says what it may do, and by which steps", () => {
  const asked = askedPowers(workflow, catalogue, ["files"])
  expect(asked).toEqual([
    { pattern: "http:*", atRunTime: true, say: expect.stringContaining("Send requests"), steps: ["any"] },
    {
      pattern: "http:https://a.test",
      atRunTime: false,
      say: "Send requests to https://a.test",
      steps: ["Read the shop"],
    },
    { pattern: "secret:shop", atRunTime: false, say: "Use the secret shop", steps: ["Read the shop"] },
  ])
})

test("a change that widens asks for the difference alone", () => {
  const granted = ["files", "http:https://a.test", "secret:shop"]
  expect(askedPowers(workflow, catalogue, granted)).toEqual([])
  const wider = {
    ...workflow,
    steps: [...workflow.steps, { id: "new", kind: "ai.generate", with: { provider: "claude", prompt: "x" } }],
  }
  expect(askedPowers(wider, catalogue, granted).map(({ pattern }) => pattern)).toEqual(["ai:claude"])
})

test("a grant is said in words, and one of another version as it is written", () => {
  expect(sayGrantText("http:*.a.test", sayGrant)).toBe("Send requests to https://*.a.test")
  expect(sayGrantText("teleport:moon", sayGrant)).toBe("Teleport:moon")
})
