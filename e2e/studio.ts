import { readFileSync } from "node:fs"
import { join } from "node:path"
import { test as base, expect, type Locator, type Page } from "@playwright/test"

/*
 * The page as journeys speak of it. Whatever a journey does, the page must break none of its own rules while it
 * does it: an error, or a breach of the content security policy, fails the journey.
 */

/** The page under test. */
export class Studio {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Opens the list of workflows. */
  async home() {
    await this.page.goto("#/")
    await expect(this.page.getByRole("heading", { name: "Workflows", exact: true })).toBeVisible()
  }

  /** Brings a text in as a file. */
  async import(text: string, name = "given.rivulet.yaml") {
    await this.home()
    const file = { name, mimeType: "application/yaml", buffer: Buffer.from(text) }
    await this.page.locator("input[type=file]").setInputFiles(file)
  }

  /** Brings one of the workflows in that come with the product, and waits until it is open. */
  async open(name: string) {
    await this.import(fixture(name), `${name}.rivulet.yaml`)
    await expect(
      this.page.getByRole("group", { name: "View" }).or(this.page.getByRole("radiogroup", { name: "View" })),
    ).toBeVisible()
  }

  /** Starts from a template, by its name, and waits until a step of it stands on the canvas. */
  async startFrom(name: string, step: string) {
    await this.page.goto("#/templates")
    await this.page.getByRole("button", { name: `Start from ${name}`, exact: true }).click()
    await expect(this.box(step)).toBeVisible()
  }

  /** The box of a step on the canvas. */
  box(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`)
  }

  /**
   * Waits until the canvas moves no more: it stands as it was for some frames. On a busy machine no frame may come for
   * as long as one likes to wait, and in that time nothing moves that is still on its way.
   */
  async atRest() {
    await this.page.locator(".react-flow__viewport").evaluate(
      view =>
        new Promise<void>(go => {
          let [last, still] = ["", 0]
          const look = () => {
            const now = getComputedStyle(view).transform
            still = now === last ? still + 1 : 0
            last = now
            if (still > 15) go()
            else requestAnimationFrame(look)
          }
          look()
        }),
    )
  }

  /** The names of all boxes on the canvas. */
  async names(): Promise<string[]> {
    return this.page.locator(".react-flow__node .card-name").allTextContents()
  }

  /** Shows the workflow in another way. */
  async show(view: "Canvas" | "Split" | "YAML" | "Outline") {
    await this.page.getByRole("radio", { name: view, exact: true }).click()
    if (view === "Split" || view === "YAML")
      await expect(this.page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 20_000 })
  }

  /** The text of the open workflow, as a person takes it away. */
  async text(): Promise<string> {
    let text = ""
    // A browser that stands still for seconds takes a download for one that nobody asked for, and keeps it back.
    await expect(async () => {
      const coming = this.page.waitForEvent("download", { timeout: 15_000 })
      const [download] = await Promise.all([coming, this.exportText()])
      text = readFileSync(await download.path(), "utf8")
    }).toPass()
    return text
  }

  private async exportText() {
    const button = this.page.getByRole("button", { name: "Export as YAML" })
    const more = this.page.getByRole("button", { name: "More", exact: true })
    await expect(button.or(more)).toBeVisible()
    if (await button.isVisible()) return button.click()
    await more.click()
    await this.page.getByRole("menuitem", { name: "Export as YAML" }).click()
  }

  /** Backs up everything to a file, and gives what is in it. */
  async backUp(): Promise<Buffer> {
    await this.home()
    await this.page.getByRole("button", { name: /All changes on disk|as long as this browser likes/ }).click()
    const dialog = this.page.getByRole("dialog", { name: "Where everything is" })
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Back up everything" }).click(),
    ])
    return readFileSync(await download.path())
  }

  /** Waits until everything is on disk. */
  async saved() {
    await expect(this.page.getByText("Saved on this device")).toBeAttached()
  }

  /** Allows the workflow what it asks for, as its owner would. */
  async grant(workflow: string, text: string) {
    await this.page.evaluate(
      async ([name, granted]) => {
        const database = await new Promise<IDBDatabase>((go, fail) => {
          const opening = indexedDB.open("rivulet")
          opening.onsuccess = () => go(opening.result)
          opening.onerror = () => fail(opening.error)
        })
        const change = database.transaction("grants", "readwrite")
        change.objectStore("grants").put({ workflow: name, grants: [granted] })
        await new Promise(go => {
          change.oncomplete = go
        })
        database.close()
      },
      [workflow, text] as const,
    )
  }

  /** What stands in the private workspace, as text by path. */
  async workspace(): Promise<{ readonly [path: string]: string }> {
    const files = (await this.rows()).filter(({ value }) => value.text !== undefined)
    return Object.fromEntries(files.map(({ key, value }) => [key, value.text ?? ""]))
  }

  /** The paths of the files in the private workspace, whatever is in them. */
  async paths(): Promise<string[]> {
    return (await this.rows()).flatMap(({ key, value }) => (value.folder ? [] : key)).sort()
  }

  /** The rows of the private workspace, without the bytes of what is no text. */
  private async rows(): Promise<{ key: string; value: { text?: string; folder?: true } }[]> {
    return this.page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((go, fail) => {
        const opening = indexedDB.open("rivulet")
        opening.onsuccess = () => go(opening.result)
        opening.onerror = () => fail(opening.error)
      })
      const rows = await new Promise<
        { store: string; key: string; value: { text?: string; folder?: true } }[]
      >((go, fail) => {
        const all = database.transaction("kept").objectStore("kept").getAll()
        all.onsuccess = () => go(all.result)
        all.onerror = () => fail(all.error)
      })
      database.close()
      const files = rows.filter(({ store }) => store === "files")
      return files.map(({ key, value: { text, folder } }) => ({
        key,
        value: { ...(text === undefined ? {} : { text }), ...(folder ? { folder } : {}) },
      }))
    })
  }

  /** All rows of the page's database with their keys, by store. */
  async stored(): Promise<{ readonly [store: string]: { key: string[]; value: unknown }[] }> {
    return this.page.evaluate(async () => {
      const done = <T>(asked: IDBRequest<T>) =>
        new Promise<T>((go, fail) => {
          asked.onsuccess = () => go(asked.result)
          asked.onerror = () => fail(asked.error)
        })
      const database = await done(indexedDB.open("rivulet"))
      const stores = [...database.objectStoreNames].map(async name => {
        const store = database.transaction(name).objectStore(name)
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
        return [name, keys.map((key, at) => ({ key: [key].flat().map(String), value: values[at] }))] as const
      })
      const all = Object.fromEntries(await Promise.all(stores))
      database.close()
      return all
    })
  }

  /** Puts a text at the end of a line of the YAML, as it stands: pasted, so that nothing is indented besides. */
  async pasteAfter(line: string, text: string) {
    await this.page.locator(".monaco-editor .view-line", { hasText: line }).first().click()
    await this.page.keyboard.press("End")
    await this.page.evaluate(pasted => navigator.clipboard.writeText(pasted), text)
    await this.page.keyboard.press("Control+v")
  }
}

/** The text of a workflow that comes with the product. */
export function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "workflows", `${name}.rivulet.yaml`), "utf8")
}

/** A journey, with the page at hand. */
export const test = base.extend<{ studio: Studio }>({
  studio: async ({ page }, use) => {
    const complaints: string[] = []
    page.on("pageerror", error => complaints.push(error.message))
    page.on("console", message => {
      if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`)
    })
    page.on("dialog", dialog => {
      complaints.push(`a dialog said ${dialog.message()}`)
      void dialog.dismiss()
    })
    await use(new Studio(page))
    expect(complaints).toEqual([])
  },
})

export { expect }
