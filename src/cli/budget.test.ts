import { afterEach, expect, test } from "vitest"
import { testTerminal, workflowFile } from "./testing/testTerminal.ts"

const asks = ["a", "b"].map(id => ({
  ...{ id, kind: "ai.generate" },
  with: { provider: "simulated", prompt: `Question ${id}` },
}))
const terminal = testTerminal({ "ask.yaml": workflowFile("ask", asks) })
afterEach(() => terminal.close())

test("a run whose budget is used up waits with 3 and names it, and goes on once it is raised", async () => {
  const refused = await terminal.run("run ask.yaml --budget money=1")
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.complaint).toContain("usd, tokens, requests, time")
  const { code, out } = await terminal.run("run ask.yaml --budget requests=1")
  expect(code).toBe(3)
  expect(out).toContain("The budget of the run is used up: 1 request of 1 request")
  expect(out).toContain("--budget requests=AMOUNT")
  const json = await terminal.run("run ask.yaml --budget requests=1 --json")
  const { runId, budget } = json.result()
  expect(budget).toEqual({ what: "requests", limit: 1, used: 1 })
  expect((await terminal.run(`runs resume ${runId} --json`)).code).toBe(3)
  const raised = await terminal.run(`runs resume ${runId} --budget requests=5 --json`)
  expect(raised.code).toBe(0)
  expect(raised.result().status).toBe("completed")
})
