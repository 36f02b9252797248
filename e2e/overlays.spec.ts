import type { Locator, Page } from "@playwright/test"
import { breachesInBothThemes } from "./breaches.ts"
import { addKey } from "./keyDesk.ts"
import { expect, type Studio, test } from "./studio.ts"

/* What opens above the page can be used by everyone: looked through as it opens, and its colours in both themes. */

const small = `rivulet: 1
id: small
name: Small
inputs:
  who: { type: string, default: Ada, description: "Whom to *greet*" }
  loud: { type: boolean }
steps:
  - { id: begin, kind: log, with: { message: hello }, next: read }
  - { id: read, kind: file.read, with: { path: "{{ inputs.who }}.txt" }, next: tell }
  - { id: tell, kind: log, with: { message: "{{ steps.read.output.content }}" } }
`

// Half of the way through an animation nothing has the colours that people read.
test.use({ colorScheme: "light", contextOptions: { reducedMotion: "reduce" } })

test("menus and windows of the builder can be used by everyone, in both themes", async ({ studio }) => {
  const { page } = studio
  await studio.import(small)
  await expect(studio.box("tell")).toBeVisible()
  const { keyboard } = page
  const window = (name: string) => page.getByRole("dialog", { name })
  const menu = page.getByRole("menu", { name: "What can be done here" })
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  const choice = inspector.locator("button[aria-haspopup=listbox]").first()
  const pick = inspector.getByRole("button", { name: "Choose path" })
  await lookThrough(page, [
    ["the palette", () => keyboard.press("Control+k"), window("Commands")],
    ["the menu of a step", () => studio.box("tell").click({ button: "right" }), menu],
    ["the menu of the canvas", () => ground(page).click({ button: "right", position: corner }), menu],
    ["where steps are added", () => addHere(page), window("Add a step")],
    ["what a kind is", () => inLibrary(page, "Log").hover(), page.getByRole("tooltip")],
    ["find and replace", () => findAll(page, "read"), window("Find and replace")],
    ["shortcuts", () => keyboard.press("?"), window("Shortcuts")],
    ["run", () => keyboard.press("Control+Enter"), window("Run “Small”")],
    ["the helper", () => keyboard.press("Control+j"), page.getByRole("dialog")],
    ["connect", () => connectFrom(studio, "read"), window("Connect to…")],
    ["a choice", () => choice.click(), page.getByRole("listbox")],
    ["files to pick", () => pick.click(), page.getByRole("dialog", { name: "Choose path" })],
  ])
})

test("what is published, compared and brought in can be used by everyone, in both themes", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(small)
  await page.getByRole("button", { name: "Publish v1" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Publish v1" }).click()
  await expect(page.getByText("Published v1")).toBeVisible()
  await studio.box("tell").click()
  await page.keyboard.press("d")
  const versions = page.getByRole("dialog", { name: "Versions" })
  await lookThrough(page, [
    [
      "publish",
      () => page.getByRole("button", { name: "Publish v2" }).click(),
      page.getByRole("dialog", { name: "Publish v2" }),
    ],
    ["versions", () => page.keyboard.press("Control+Shift+H"), versions],
    ["versions on the canvas", () => compareAs(page, "Canvas"), versions],
    ["versions as text", () => compareAs(page, "Text"), versions],
  ])
  await studio.home()
  await lookThrough(page, [
    [
      "what was refused",
      () => bringIn(page, "bad.yaml", "- a list\n"),
      page.getByRole("dialog", { name: "Nothing was imported" }),
    ],
    ["what comes in", () => bringIn(page, "good.yaml", small), page.getByRole("dialog", { name: "Import" })],
    [
      "where everything is",
      () => page.getByRole("button", { name: /on disk/i }).click(),
      page.getByRole("dialog", { name: "Where everything is" }),
    ],
    [
      "the menu of a workflow",
      () => page.getByRole("button", { name: "More for Small" }).click(),
      page.getByRole("menu"),
    ],
  ])
})

test("what is asked about a workflow and its run can be used by everyone, in both themes", async ({
  studio,
}) => {
  const { page } = studio
  const window = (name: string | RegExp) => page.getByRole("dialog", { name })
  await studio.import(small)
  await studio.box("begin").click()
  await lookThrough(page, [["pin", () => page.keyboard.press("p"), window("Pin what “begin” gives")]])
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status")).toHaveText("Failed")
  await studio.box("begin").click()
  await page.getByRole("tab", { name: "Output" }).click()
  const ofRun = async (item: string) => {
    await panel.getByRole("button", { name: "More for this run" }).click()
    await page.getByRole("menuitem", { name: item }).click()
  }
  const press = (name: string | RegExp) => page.getByRole("button", { name }).first().click()
  await lookThrough(page, [
    ["share", () => ofRun("Share this run"), window("Share this run")],
    ["keep as a test", () => ofRun("Keep as a test"), window("Keep this run as a test")],
    ["another way", () => anotherWay(page), window(/had given something else/)],
    ["where files are", () => press(/^Files: /), window("Where “Small” keeps its files")],
    ["starting by itself", () => press("Starts by itself: off"), window(/by itself/)],
    ["a workflow of its own", () => extract(studio), window("Make it a workflow of its own")],
  ])
  await page.goto("#/runs")
  await page.getByRole("list", { name: "All runs" }).getByRole("checkbox").first().click()
  await lookThrough(page, [["delete a run", () => press("Delete"), window("Delete this run?")]])
})

test("what is asked about keys, models and plugins can be used by everyone, in both themes", async ({
  page,
}) => {
  const window = (name: string) => page.getByRole("dialog", { name })
  const press = (name: string) => page.getByRole("button", { name }).first().click()
  await addKey(page, { name: "mine", key: "k-1", host: "https://models.test" })
  await lookThrough(page, [
    ["add a key", () => press("Add key"), window("Add a key")],
    ["remove a key", () => removeKey(page), window("Remove the key mine?")],
    ["set a passphrase", () => press("Set a passphrase"), window("Set a passphrase")],
    ["add a server", () => press("Add server"), window("Add a server")],
  ])
  await page.goto("#/plugins")
  await lookThrough(page, [
    ["paste a plugin", () => press("Paste one"), window("Paste a plugin")],
    ["install a plugin", () => press("Install Weather"), window("Install Weather?")],
  ])
})

type Opened = readonly [name: string, open: () => Promise<void>, opened: Locator]

/** Opens one after the other, and looks at each. */
async function lookThrough(page: Page, all: readonly Opened[]) {
  for (const [name, open, opened] of all)
    await test.step(name, async () => {
      await open()
      await expect(opened).toBeVisible()
      expect.soft(await breachesInBothThemes(page, { within }), name).toEqual([])
      await page.keyboard.press("Escape")
      await expect(opened).toBeHidden()
    })
}

/** All that opens above a page. */
const within = "[role=dialog], [role=menu], [role=tooltip], [role=listbox]"

const corner = { x: 60, y: 60 }
const ground = (page: Page) => page.locator(".react-flow__pane")
const inLibrary = (page: Page, name: string) =>
  page.getByLabel("Library").getByRole("button", { name, exact: true })

async function addHere(page: Page) {
  await ground(page).click({ button: "right", position: corner })
  await page.getByRole("menuitem", { name: "Add a step here" }).click()
}

async function findAll(page: Page, words: string) {
  await page.keyboard.press("Control+f")
  await page.getByRole("dialog").getByLabel("Find", { exact: true }).fill(words)
}

async function connectFrom(studio: Studio, id: string) {
  await studio.box(id).click({ button: "right" })
  await studio.page.getByRole("menuitem", { name: /^Connect to/ }).click()
}

async function anotherWay(page: Page) {
  await page.getByRole("button", { name: "Try another way" }).click()
  await page.getByRole("menuitem", { name: "Change what it gave" }).click()
}

async function extract(studio: Studio) {
  await studio.box("read").click({ button: "right" })
  await studio.page.getByRole("menuitem", { name: /workflow of its own/ }).click()
}

async function removeKey(page: Page) {
  await page.getByRole("button", { name: "More for mine" }).click()
  await page.getByRole("menuitem", { name: "Remove" }).click()
}

async function compareAs(page: Page, way: "Canvas" | "Text") {
  await page.keyboard.press("Control+Shift+H")
  await page.getByRole("dialog").getByRole("radio", { name: way }).click()
}

async function bringIn(page: Page, name: string, text: string) {
  const file = { name, mimeType: "application/yaml", buffer: Buffer.from(text) }
  const other = { ...file, name: `other-${name}` }
  await page.locator("input[type=file]").setInputFiles([file, other])
}
