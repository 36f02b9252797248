import type { Page } from "@playwright/test"
import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { expect, test } from "./studio.ts"

/* Keys, models and the helper in a real browser: both SDKs in the engine's worker, against a server on this computer. */

const canary = "sk-canary-7f3a"
let double: ModelServer
test.beforeEach(async () => {
  double = await serveModels({ key: canary })
})
test.afterEach(() => double.close())

/** Adds a server and its key, as a person does. */
async function addServer(
  page: Page,
  name: string,
  speaks: "OpenAI" | "Anthropic",
  address: string,
  key = canary,
) {
  await page.goto("#/keys")
  await page.getByRole("button", { name: "Add key" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("button", { name: /For/ }).click()
  await page.getByRole("option", { name: "Something else" }).click()
  await dialog.getByLabel("Key", { exact: true }).fill(key)
  await dialog.getByLabel("Name").fill(name)
  await dialog.getByLabel("Hosts it may be sent to").fill(new URL(address).origin)
  await dialog.getByRole("button", { name: "Add the key" }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole("button", { name: "Add server" }).click()
  await dialog.getByLabel("Name").fill(name)
  if (speaks === "Anthropic") {
    await dialog.getByRole("button", { name: /It speaks as/ }).click()
    await page.getByRole("option", { name: "Anthropic does" }).click()
  }
  await dialog.getByLabel("Address").fill(address)
  await dialog.getByLabel("Usual model").fill("m-1")
  await dialog.getByRole("button", { name: /Key/ }).click()
  await page.getByRole("option", { name, exact: true }).click()
  await dialog.getByRole("button", { name: "Save" }).click()
  await expect(dialog).toBeHidden()
}

/** Grants a workflow the models, as the person who made it would. */
async function grant(page: Page, workflow: string, grants: readonly string[]) {
  await page.evaluate(
    row =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open("rivulet")
        opening.onerror = () => fail(opening.error)
        opening.onsuccess = () => {
          const write = opening.result.transaction("grants", "readwrite")
          write.objectStore("grants").put(row)
          write.oncomplete = () => {
            opening.result.close()
            done()
          }
        }
      }),
    { workflow, grants },
  )
}

/** Everything that the browser keeps of the page, bytes as the letters that they would be. */
function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>(done => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => done(opening.result)
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>(done => {
          const reading = database.transaction(store).objectStore(store).getAll()
          reading.onsuccess = () => done(reading.result)
        })
        const letters = (_: string, value: unknown) =>
          value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value
        found.push(JSON.stringify(rows, letters))
      }
      database.close()
    }
    return found.join("\n")
  })
}

for (const speaks of ["Anthropic", "OpenAI"] as const) {
  test(`${speaks}: a key is added, tried and used by a run; its answer streams, and the key is nowhere to be found`, async ({
    studio,
  }) => {
    const { page } = studio
    const said: string[] = []
    const addresses: string[] = []
    page.on("console", message => said.push(message.text()))
    page.on("request", request => addresses.push(request.url()))
    await addServer(page, "mine", speaks, speaks === "OpenAI" ? double.openai : double.anthropic)
    await page.getByRole("button", { name: "Test mine" }).click()
    await expect(page.getByText("It works: m-1 answered.")).toBeVisible()

    await studio.import(
      "rivulet: 1\nid: asks\nname: Asks\nsteps:\n  - { id: ask, kind: ai.generate, with: { provider: mine, prompt: Say it } }\noutput: '{{ steps.ask.output.text }}'\n",
    )
    await grant(page, "asks", ["ai:mine"])
    const text = "So it was said, word by word, until all of it stood there."
    double.tell({ text, every: 60, piece: 4, usage: { input: 9, output: 11 } })
    await page.getByRole("button", { name: "Run", exact: true }).click()
    // Words show on the card while more of them come.
    await expect(studio.box("ask")).toContainText("So it was")
    const panel = page.getByRole("region", { name: "Run", exact: true })
    await expect(panel.getByRole("status")).toHaveText("Completed")
    await expect(panel.getByRole("region", { name: "Output" })).toContainText(text)
    expect(double.asked.at(-1)?.headers.authorization).toBe(`Bearer ${canary}`)
    expect(
      Object.keys(double.asked.at(-1)?.headers ?? {}).filter(name => name.startsWith("x-stainless")),
    ).toEqual([])

    const everything = [
      await stored(page),
      await studio.text(),
      ...said,
      ...addresses,
      await page.content(),
    ].join("\n")
    expect(everything).toContain("So it was said")
    for (const form of [canary, btoa(canary), encodeURIComponent(canary)])
      expect(everything).not.toContain(form)
    expect(JSON.stringify(double.asked.map(({ body, path }) => [body, path]))).not.toContain(canary)
  })
}

test("a key that is not accepted is named, and none of it shows", async ({ studio }) => {
  const { page } = studio
  await addServer(page, "wrong", "OpenAI", double.openai, "sk-canary-other")
  await page.getByRole("button", { name: "Test wrong" }).click()
  await expect(page.getByText("does not accept the key wrong")).toBeVisible()
  expect(await page.content()).not.toContain("sk-canary-other")
})

test("the helper drafts a workflow from words: shown before it is sent, accepted in parts, one step of undo", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import("rivulet: 1\nid: mine\nname: Mine\nsteps: []\n")
  await page.getByRole("button", { name: "Ask the helper" }).click()
  const dialog = page.getByRole("dialog", { name: "Ask the helper" })
  await dialog.getByLabel("What should the workflow do?").fill("Read notes.md, summarise it and notify me")
  await dialog.getByRole("button", { name: "Show what will be sent" }).click()
  await expect(dialog.getByText("This stays on this computer.")).toBeVisible()
  await expect(dialog.getByText("Request: Read notes.md, summarise it and notify me")).toBeVisible()
  await dialog.getByRole("button", { name: "Send to Simulated" }).click()
  await expect(dialog.locator(".is-added")).toHaveCount(3)
  await dialog.getByRole("checkbox", { name: /show/ }).uncheck()
  await dialog.getByRole("button", { name: "Accept 3 of 4" }).click()
  await expect(dialog).toBeHidden()
  expect(await studio.text()).toContain("kind: ai.summarise")
  expect(await studio.text()).not.toContain("notify.show")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toContain("steps: []")
})
