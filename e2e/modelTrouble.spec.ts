import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { chooseServer, grant } from "./keyDesk.ts"
import { expect, test } from "./studio.ts"

/* What models do wrong, met by both SDKs in the engine's worker, in a real browser. */

const workflow = `rivulet: 1
id: asks
name: Asks
steps:
  - id: busy
    kind: ai.generate
    with: { provider: mine, prompt: Say it }
    retry: { attempts: 3, delay: 100ms, jitter: none }
    next: work
  - id: work
    kind: ai.agent
    with: { provider: mine, prompt: Do it, approval: never, tools: [file.exists] }
    next: broken
  - id: broken
    kind: ai.generate
    with: { provider: mine, prompt: Say it }
    retry: { attempts: 1 }
    next: { failure: tell }
  - { id: tell, kind: log, with: { message: "Said before it broke: {{ error.message }}" } }
output: "{{ steps.busy.output.text }}, {{ steps.work.output.text }}"
`

let double: ModelServer
test.beforeEach(async () => {
  double = await serveModels()
})
test.afterEach(() => double.close())

for (const speaks of ["anthropic", "openai"] as const) {
  test(`${speaks}: too many requests, overload, a tool and a stream that is cut, in one run that says what each cost`, async ({
    studio,
  }) => {
    const { page } = studio
    await studio.home()
    await chooseServer(page, { id: "mine", speaks, address: double[speaks], usdPerMillion: 2 })
    await studio.import(workflow)
    await grant(page, "asks", ["ai:mine"])
    const usage = { input: 1_000_000, output: 0 }
    double.tell(
      { status: 429, headers: { "retry-after": "1" } },
      { status: speaks === "anthropic" ? 529 : 503 },
      { text: "At last", usage },
      { calls: [{ name: "file_exists", input: { path: "a.md" } }], usage },
      { text: "it is not there", usage },
      { cut: "Half a sentence that" },
    )
    await page.getByRole("button", { name: "Run", exact: true }).click()
    const panel = page.getByRole("region", { name: "The run" })
    await expect(panel.getByRole("status").first()).toHaveText("Completed")
    await expect(panel.getByRole("region", { name: "Output" })).toContainText("At last, it is not there")

    expect(double.asked).toHaveLength(6)
    expect(JSON.stringify(double.asked[4]?.body)).toMatch(/exists\W+false/)
    await expect(studio.box("busy")).toContainText("try 3")
    await expect(studio.box("busy")).toContainText("$2.00")
    await expect(studio.box("work")).toContainText("$4.00")
    await panel.getByRole("tab", { name: "Log" }).click()
    for (const said of [
      "too many requests",
      "it has more to do than it can",
      "Said before it broke: The answer of mine broke off before its end",
    ]) {
      await panel.getByRole("searchbox", { name: "Find in the log" }).fill(said)
      await expect(panel.getByText(said).first()).toBeVisible()
    }
  })
}
