import { expect, type Locator, type Page } from "@playwright/test"
import type { Studio } from "./studio.ts"

/* A template that somebody has started from, with the parts of the page in which its runs are seen and steered. */

/** The workflow that was made of a template, open in the builder. */
export class TemplateDesk {
  readonly studio: Studio
  readonly page: Page
  readonly name: string
  readonly panel: Locator
  readonly status: Locator
  readonly inspector: Locator

  constructor(studio: Studio, name: string) {
    this.studio = studio
    this.page = studio.page
    this.name = name
    this.panel = this.page.getByRole("region", { name: "The run" })
    this.status = this.panel.getByRole("status").first()
    this.inspector = this.page.getByRole("complementary", { name: "Inspector" })
  }

  /** The dialog in which a run is chosen, whichever way it is to run. */
  get dialog(): Locator {
    return this.page.getByRole("dialog", { name: new RegExp(`^(Run|Test|Replay) “${this.name}”$`) })
  }

  /** Runs the workflow, with what is filled in before. */
  async run(fillIn: (dialog: Locator) => Promise<void> = async () => {}) {
    await this.page.getByRole("button", { name: "Run", exact: true }).click()
    await fillIn(this.dialog)
    await this.dialog.getByRole("button", { name: "Run", exact: true }).click()
  }

  /** Runs it in the sandbox. */
  async test() {
    await this.page.getByRole("button", { name: "Test in sandbox" }).click()
    await this.dialog.getByRole("button", { name: "Test in sandbox" }).click()
  }

  /** Shows the whole workflow, as far as the canvas reaches. */
  async seeAll(...ends: readonly string[]) {
    await expect(async () => {
      await this.page.locator(".react-flow__node[tabindex='0']").focus()
      await this.page.keyboard.press("1")
      for (const end of ends) await expect(this.studio.box(end)).toBeInViewport({ timeout: 1_000 })
    }).toPass()
  }

  /** Shows a step in the inspector: how it is set, what it got, or what it gave. */
  async look(step: string, sheet: "Configure" | "Input" | "Output") {
    await this.studio.box(step).locator(".card-name").first().click()
    await this.inspector.getByRole("tab", { name: sheet, exact: true }).click()
  }

  /** Shows what can be tried with a step: the menu, and what it says of it. */
  async otherWays(step: string): Promise<Locator> {
    await this.look(step, "Output")
    await this.inspector.getByRole("button", { name: "Try another way" }).click()
    const menu = this.page.getByRole("menu", { name: "Try another way" })
    await expect(menu).toBeVisible()
    return menu
  }

  /** Chooses from a list, within a part of the page. */
  async choose(within: Locator, field: RegExp, choice: string) {
    await within.getByRole("button", { name: field }).click()
    await this.page.getByRole("option", { name: choice, exact: true }).click()
  }

  /** Says in the dialog what becomes of a step, for one run, without its being done. */
  async makeUp(dialog: Locator, step: string, way: "Fails" | "Runs out of time" | "Gives a value") {
    await dialog.getByText("For this run only").click()
    await dialog.getByRole("button", { name: "Make a step fail, or give a value" }).click()
    await this.choose(dialog, /Step$/, step)
    await this.choose(dialog, /What becomes of it$/, way)
  }

  /** Pins to a step what is given as JSON, by outlet. */
  async pin(step: string, values: object) {
    await this.studio.box(step).locator(".card-name").first().click()
    await this.page.keyboard.press("p")
    const pinning = this.page.getByRole("dialog", { name: /^Pin what / })
    await pinning.getByLabel("Values by outlet, as JSON").fill(JSON.stringify(values))
    await pinning.getByRole("button", { name: "Pin it" }).click()
    await expect(this.studio.box(step)).toContainText("Pinned")
  }
}

/** Starts from a template, by its name, and waits until a step of it stands on the canvas. */
export async function startFrom(studio: Studio, name: string, step: string): Promise<TemplateDesk> {
  await studio.startFrom(name, step)
  return new TemplateDesk(studio, name)
}
