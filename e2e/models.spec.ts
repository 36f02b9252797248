import { gunzipSync, inflateRawSync } from "node:zlib"
import type { Page } from "@playwright/test"
import { type ModelServer, serveModels } from "./doubles/modelServer.ts"
import { addServer, canary, grant, stored } from "./keyDesk.ts"
import { expect, type Studio, test } from "./studio.ts"

/* Keys, models and the helper in a real browser: both SDKs in the engine's worker, against a server on this computer. */

let double: ModelServer
test.beforeEach(async () => {
  double = await serveModels({ key: canary })
})
test.afterEach(() => double.close())

for (const speaks of ["Anthropic", "OpenAI"] as const) {
  test(`${speaks}: a key is added, tried and used by a run; its answer streams, and the key is nowhere to be found`, async ({
    studio,
  }) => {
    const { page } = studio
    const said: string[] = []
    const addresses: string[] = []
    page.on("console", message => said.push(message.text()))
    page.on("pageerror", error => said.push(String(error.stack)))
    page.on("request", request => addresses.push(request.url()))
    await addServer(page, "mine", speaks, speaks === "OpenAI" ? double.openai : double.anthropic)
    await page.getByRole("button", { name: "Test mine" }).click()
    await expect(page.getByText("It works: m-1 answered.")).toBeVisible()

    await studio.import(
      "rivulet: 1\nid: asks\nname: Asks\nsteps:\n  - { id: ask, kind: ai.generate, with: { provider: mine, prompt: Say it } }\n  - { id: tell, kind: log, with: { message: 'Logged: {{ steps.ask.output.text }}' } }\noutput: '{{ steps.ask.output.text }}'\n",
    )
    await grant(page, "asks", ["ai:mine"])
    // Even a server that says the key back gets it nowhere.
    const text =
      'So it was said, word by word, until all of it stood there. <img src="x" onerror="alert(1)"><script>alert(2)</script>'
    double.tell({ text: `${text} ${canary}`, every: 60, piece: 4, usage: { input: 9, output: 11 } })
    await page.getByRole("button", { name: "Run", exact: true }).click()
    // Words show on the card while more of them come.
    await expect(studio.box("ask")).toContainText("So it was")
    const panel = page.getByRole("region", { name: "The run" })
    await expect(panel.getByRole("status")).toHaveText("Completed")
    await expect(panel.getByRole("region", { name: "Output" })).toContainText(text)
    expect(double.asked.at(-1)?.headers.authorization).toBe(`Bearer ${canary}`)
    expect(
      Object.keys(double.asked.at(-1)?.headers ?? {}).filter(name => name.startsWith("x-stainless")),
    ).toEqual([])

    // What a step logs of it is on the page and in the journal, without the key.
    await panel.getByRole("tab", { name: "Log" }).click()
    await expect(panel.getByText("Logged: So it was said").first()).toBeVisible()
    said.push(await page.content())
    const link = await sharedLink(page)
    double.tell({ status: 400, error: { type: "invalid_request_error", message: `What is ${canary}?` } })
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await expect(panel.getByRole("status")).toHaveText("Failed")
    await studio.saved()
    const kept = await stored(page)
    expect(kept).toMatch(/said\W+lines\W[^}]*Logged: So it was said/)
    const everything = [
      kept,
      await studio.text(),
      ...said,
      ...addresses,
      await page.content(),
      unpacked(link),
      unpacked(await sharedLink(page)),
      await backup(studio),
    ].join("\n")
    expect(everything).toContain("So it was said")
    for (const form of [canary, btoa(canary), encodeURIComponent(canary)])
      expect(everything).not.toContain(form)
    expect(JSON.stringify(double.asked.map(({ body, path }) => [body, path]))).not.toContain(canary)
  })
}

/** The link to the run that is looked at. */
async function sharedLink(page: Page): Promise<string> {
  const panel = page.getByRole("region", { name: "The run" })
  await panel.getByRole("button", { name: "More for this run" }).click()
  await page.getByRole("menuitem", { name: "Share this run" }).click()
  await page.getByRole("button", { name: "Copy a link" }).click()
  await expect(page.getByText("The link is copied.")).toBeVisible()
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).first().click()
  return page.evaluate(() => navigator.clipboard.readText())
}

/** What a link to a run says, in full. */
function unpacked(link: string): string {
  const packed = Buffer.from(link.slice(link.lastIndexOf("/") + 1), "base64url")
  const text = inflateRawSync(packed).toString()
  expect(text).toContain("rivuletRun")
  return text
}

/** What a backup of everything holds, and the run that goes into it. */
async function backup(studio: Studio): Promise<string> {
  const text = gunzipSync(await studio.backUp()).toString()
  expect(text).toContain("So it was said")
  return text
}

test("a key that is not accepted is named, and none of it shows; another key of the same provider takes its place", async ({
  studio,
}) => {
  const { page } = studio
  await addServer(page, "wrong", "OpenAI", double.openai, "sk-canary-other")
  await page.getByRole("button", { name: "Test wrong" }).click()
  await expect(page.getByText("does not accept the key wrong")).toBeVisible()
  // The server says a part of it back, which shows no more than the whole.
  expect(await page.content()).not.toMatch(/sk-cana|Incorrect API key/)

  const dialog = page.getByRole("dialog")
  await page.getByRole("button", { name: "Add key" }).click()
  await dialog.getByRole("button", { name: /For/ }).click()
  await page.getByRole("option", { name: "wrong", exact: true }).click()
  await dialog.getByLabel("Key", { exact: true }).fill(canary)
  await dialog.getByLabel("Name").fill("right")
  await expect(dialog.getByLabel("Hosts it may be sent to")).toHaveValue(new URL(double.openai).origin)
  await dialog.getByRole("button", { name: "Add the key" }).click()
  await expect(dialog).toBeHidden()
  const keys = page.getByRole("region", { name: "Keys", exact: true })
  await keys.getByRole("button", { name: "Test the key right" }).click()
  await expect(keys.getByText("It works: m-1 answered.")).toBeVisible()
  await page.getByRole("button", { name: "Set up wrong" }).click()
  await dialog.getByRole("button", { name: /Key/ }).click()
  await page.getByRole("option", { name: "right", exact: true }).click()
  await dialog.getByRole("button", { name: "Save" }).click()
  await page.getByRole("button", { name: "Test wrong" }).click()
  const models = page.getByRole("region", { name: "Models" })
  await expect(models.getByText("It works: m-1 answered.")).toBeVisible()
  expect(double.asked.at(-1)?.headers.authorization).toBe(`Bearer ${canary}`)
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
  // What a model made is kept under what it was asked for.
  await page.keyboard.press("Control+Shift+H")
  const versions = page.getByRole("dialog", { name: "Versions" })
  await expect(versions.getByText("Kept 1 · Read notes.md, summarise it and notify me")).toBeVisible()
  await expect(versions.getByText("As the draft")).toBeVisible()
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toContain("steps: []")
})

test("the helper changes selected steps, explains, and mends a failed run: shown first, accepted in parts, one undo", async ({
  studio,
}) => {
  const { page } = studio
  await addServer(page, "mine", "Anthropic", double.anthropic)
  await studio.import(failing)
  const dialog = page.getByRole("dialog", { name: "Ask the helper" })
  const ask = async (what: string, who: string, request: string) => {
    await page.getByRole("button", { name: "Ask the helper" }).click()
    await dialog.getByRole("radio", { name: what, exact: true }).click()
    if (request !== "") await dialog.getByRole("textbox").fill(request)
    await dialog.getByRole("button", { name: /Who answers/ }).click()
    await page.getByRole("option", { name: who, exact: true }).click()
    await dialog.getByRole("button", { name: "Show what will be sent" }).click()
  }
  /** What is shown is what is sent, and nothing was before. */
  const send = async (words: readonly string[], answer: string) => {
    const before = double.asked.length
    const shown = dialog.locator("details[open] pre")
    for (const part of words) await expect(shown).toContainText(part)
    const text = await shown.textContent()
    expect(double.asked).toHaveLength(before)
    double.tell({ text: answer })
    await dialog.getByRole("button", { name: "Send to mine" }).click()
    await expect(dialog.getByText(/Its price is not known|It cost/)).toBeVisible()
    expect(double.asked).toHaveLength(before + 1)
    expect(JSON.stringify(double.asked.at(-1)?.body)).toContain(JSON.stringify(text).slice(1, -1))
  }

  // A change of what is selected, of which a part is not wanted.
  await studio.box("tell").click()
  await ask("Change", "mine", "Say it louder")
  const louder = failing.replace("title: Read", "title: READ").replace("notes.md", "other.md")
  await send(["Task: change", "Request: Say it louder", "Selected steps: tell"], fence(louder))
  const proposal = dialog.getByRole("region", { name: "The proposal" })
  // Both drawings show what changes, also when there is less room for them.
  const changed = proposal.locator(".is-changed")
  await expect(changed).toHaveCount(4)
  const size = page.viewportSize() ?? { width: 1440, height: 900 }
  for (const room of [{ width: 760, height: 1_000 }, size]) {
    await page.setViewportSize(room)
    for (const at of [0, 1, 2, 3]) await expect(changed.nth(at)).toBeInViewport({ ratio: 0.99 })
  }
  await dialog.getByRole("radio", { name: "YAML" }).click()
  for (const part of ["title: READ", "path: other.md"]) await expect(proposal).toContainText(part)
  await dialog.getByRole("checkbox", { name: /read/ }).uncheck()
  await expect(proposal).not.toContainText("path: other.md")
  await dialog.getByRole("button", { name: "Accept 1 of 2" }).click()
  await expect(dialog).toBeHidden()
  expect(await studio.text()).toContain("title: READ")
  expect(await studio.text()).toContain("notes.md")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toContain("title: Read")

  // The simulated model changes what is there as well, and says when it has not understood.
  await ask("Change", "Simulated", "Make it more beautiful")
  await dialog.getByRole("button", { name: "Send to Simulated" }).click()
  await expect(dialog.getByText("I am the simulated model, and I understood nothing of that.")).toBeVisible()
  await dialog.getByRole("button", { name: "Ask something else" }).click()
  await dialog.getByRole("textbox").fill("Retry read 3 times and rename tell to Say so")
  await dialog.getByRole("button", { name: "Show what will be sent" }).click()
  await dialog.getByRole("button", { name: "Send to Simulated" }).click()
  await dialog.getByRole("button", { name: "Accept all" }).click()
  await expect(dialog).toBeHidden()
  expect(await studio.text()).toContain("attempts: 3")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toContain(failing.trimEnd())

  // An explanation is words, whatever stands in them, and changes nothing.
  await ask("Explain", "mine", "")
  await send(["Task: explain"], "It reads <b>notes.md</b> and tells you.")
  await expect(dialog.getByText("It reads <b>notes.md</b> and tells you.")).toBeVisible()
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click()
  await ask("Explain", "Simulated", "")
  await dialog.getByRole("button", { name: "Send to Simulated" }).click()
  await expect(dialog.getByText("Fails has 2 steps.")).toBeVisible()
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click()

  // A failed run is told with its problem, and the mended workflow goes well.
  const run = page.getByRole("button", { name: "Run", exact: true })
  const status = page.getByRole("region", { name: "The run" }).getByRole("status").first()
  await run.click()
  await expect(status).toHaveText("Failed")
  await ask("Mend", "mine", "")
  const mended = failing.replace("file.read", "file.exists").replace("title: Read", "title: Mended")
  await send(["Task: fix", "Failed step: read", "Failure: file_"], fence(mended))
  await dialog.getByRole("checkbox", { name: /tell/ }).uncheck()
  await dialog.getByRole("button", { name: "Accept 1 of 2" }).click()
  await expect(dialog).toBeHidden()
  await run.click()
  await expect(status).toHaveText("Completed")
  await page.getByRole("button", { name: "Undo" }).click()
  await run.click()
  await expect(status).toHaveText("Failed")
  await ask("Mend", "Simulated", "")
  await dialog.getByRole("button", { name: "Send to Simulated" }).click()
  await dialog.getByRole("button", { name: "Accept all" }).click()
  expect(await studio.text()).toContain("attempts: 4")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await studio.text()).toContain(failing.trimEnd())
})

const failing = `rivulet: 1
id: fails
name: Fails
steps:
  - { id: read, kind: file.read, with: { path: notes.md } }
  - { id: tell, kind: notify.show, with: { title: Read, text: It was read } }
`

function fence(text: string): string {
  return `Here it is.\n\n\`\`\`yaml\n${text}\`\`\`\n`
}
