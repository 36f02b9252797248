import type { Page } from "@playwright/test"
import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { addServer, canary, grant, stored } from "./keyDesk.ts"
import { kill } from "./kill.ts"
import { expect, Studio, test } from "./studio.ts"

/* The vault over tabs that are killed, what trying a model tells apart, and the model that a browser brings along. */

let double: ModelServer
test.beforeEach(async () => {
  double = await serveModels({ key: canary, models: ["m-1"] })
})
test.afterEach(() => double.close())

test("a tab is killed again and again while the passphrase changes: each time one of the two opens every key", async ({
  page: first,
}) => {
  test.slow()
  await addServer(first, "mine", "OpenAI", double.openai)
  let page = first
  const card = () => page.getByRole("region", { name: "Passphrase" })
  const dialog = () => page.getByRole("dialog")
  const fill = async (fields: { readonly [label: string]: string }, button: string) => {
    for (const [label, words] of Object.entries(fields)) await dialog().getByLabel(label).fill(words)
    await dialog().getByRole("button", { name: button }).click()
  }
  const wrong = () => card().getByText("That is not the passphrase.")
  /** Whether the words open the vault. */
  const opens = async (words: string): Promise<boolean> => {
    // What was said of other words would be taken for the answer.
    if (await wrong().isVisible()) await page.reload()
    await expect(card()).toContainText("The keys are locked")
    await card().getByLabel("Passphrase").fill(words)
    await card().getByRole("button", { name: "Unlock" }).click()
    const opened = card().getByText("Unlocked with your passphrase")
    await expect(opened.or(wrong())).toBeVisible()
    return opened.isVisible()
  }
  const lock = () => card().getByRole("button", { name: "Lock now" }).click()
  let present = "words number 0"
  await card().getByRole("button", { name: "Set a passphrase" }).click()
  await fill({ "New passphrase": present, "The same once more": present }, "Set a passphrase")
  await expect(dialog()).toBeHidden()

  // Whatever the moment turns out to be on this machine, the outcome is one of two.
  for (const [time, moment] of [0, 250, 600].entries()) {
    const next = `words number ${time + 1}`
    await card().getByRole("button", { name: "Change" }).click()
    const change = { "Present passphrase": present, "New passphrase": next, "The same once more": next }
    await fill(change, "Change the passphrase")
    await page.waitForTimeout(moment)
    await kill(page)
    page = await first.context().newPage()
    await page.goto("#/keys")
    const isNext = await opens(next)
    if (isNext) await lock()
    expect(await opens(present)).toBe(!isNext)
    const held = isNext ? next : present
    if (isNext) expect(await opens(held)).toBe(true)
    await page.getByRole("button", { name: "Test mine" }).click()
    await expect(page.getByText("It works: m-1 answered.")).toBeVisible()
    const everything = await stored(page)
    for (const secret of [canary, present, next]) expect(everything).not.toContain(secret)
    present = held
  }
})

test("trying a model tells what is wrong apart; one without a price says so, and a price of one's own counts", async ({
  page,
}) => {
  // What the browser complains of here is what is tried.
  await addServer(page, "mine", "Anthropic", double.anthropic)
  const health = page.getByRole("region", { name: "Models" }).getByRole("status").filter({ hasText: /\w/ })
  const tries = async (words: string | RegExp) => {
    await page.getByRole("button", { name: "Test mine" }).click()
    await expect(health).toContainText(words)
  }
  await tries("It works: m-1 answered.")
  expect(double.asked.at(-1)?.body.max_tokens).toBe(16)
  double.tell({ status: 401, error: { type: "authentication_error" } })
  await tries("does not accept the key mine: it is wrong, or has expired")
  double.tell({
    status: 400,
    error: { type: "invalid_request_error", message: "Your credit balance is too low" },
  })
  await tries("has no credit left")
  double.tell({ status: 404, error: { type: "not_found_error", message: "model: m-1" } })
  await tries("has no model m-1")
  double.allowPages(false)
  await tries("does not allow this page (CORS)")
  double.allowPages(true)
  await tries("It works: m-1 answered.")

  const studio = new Studio(page)
  double.always({ text: "Said.", usage: { input: 1_000_000, output: 0 } })
  await studio.import(asking("mine"))
  await grant(page, "asks", ["ai:mine"])
  const panel = page.getByRole("region", { name: "The run" })
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByText("1,000,000 tokens · price not known").first()).toBeVisible()
  await page.goto("#/keys")
  await page.getByText("Prices", { exact: false }).click()
  await page.getByLabel("Model", { exact: true }).fill("m-1")
  await page.getByLabel("In", { exact: true }).fill("2")
  await page.getByLabel("Out", { exact: true }).fill("8")
  await page.getByRole("button", { name: "Set price" }).click()
  await expect(page.getByRole("button", { name: "Remove your price of m-1" })).toBeVisible()
  await openAsks(studio)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(panel.getByText("1,000,000 tokens · $2.00").first()).toBeVisible()

  await page.goto("#/keys")
  await double.close()
  await tries("cannot be reached at")
})

test("the browser's own model answers where there is one, and says so where there is none", async ({
  studio,
}) => {
  const { page } = studio
  await page.goto("#/keys")
  const tryIt = page.getByRole("button", { name: "Test This browser" })
  await tryIt.click()
  await expect(page.getByText("This browser has no language model of its own")).toBeVisible()
  await page.addInitScript(() => {
    const asked: unknown[] = []
    Object.assign(window, {
      asked,
      LanguageModel: {
        availability: async () => "available",
        create: async (options: object) => ({
          async *promptStreaming(input: string, more: object) {
            asked.push({ ...options, ...more, input })
            yield* ["Said ", "by ", "the browser"]
          },
          destroy() {},
        }),
      },
    })
  })
  await page.reload()
  await tryIt.click()
  await expect(page.getByText("It works: browser answered.")).toBeVisible()
  await studio.import(asking("browser"))
  await grant(page, "asks", ["ai:browser"])
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(outputOf(page)).toContainText("Said by the browser")
  const asked = await page.evaluate(() => JSON.stringify((window as never as { asked: unknown }).asked))
  expect(asked).toContain("Say it")
})

function asking(provider: string): string {
  return `rivulet: 1\nid: asks\nname: Asks\nsteps:\n  - { id: ask, kind: ai.generate, with: { provider: ${provider}, prompt: Say it } }\noutput: '{{ steps.ask.output.text }}'\n`
}

async function openAsks(studio: Studio) {
  await studio.home()
  await studio.page.getByRole("link", { name: "Asks" }).first().click()
  await expect(studio.box("ask")).toBeVisible()
}

function outputOf(page: Page) {
  return page.getByRole("region", { name: "The run" }).getByRole("region", { name: "Output" })
}
