import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"

/** What is looked at: all of the page, or what a selector names; by all rules, or by some. */
interface Look {
  readonly within?: string
  readonly rules?: readonly string[]
}

/** What keeps somebody from using what the page shows now, of what is serious. */
export async function seriousBreaches(page: Page, { within, rules }: Look = {}): Promise<string[]> {
  // A page of its own for what stands in frames, which we have none of, would take the screen from this one.
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude(".monaco-editor")
  if (within !== undefined) axe.include(within)
  axe.options({
    resultTypes: ["violations"],
    ...(rules === undefined ? {} : { runOnly: { type: "rule", values: [...rules] } }),
  })
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)
}

/** All that is wrong in light, and what is wrong with the colours in dark. The page follows the system, which was light. */
export async function breachesInBothThemes(page: Page, look: Pick<Look, "within"> = {}): Promise<string[]> {
  const light = await seriousBreaches(page, look)
  await page.emulateMedia({ colorScheme: "dark" })
  const dark = await seriousBreaches(page, { ...look, rules: ["color-contrast"] })
  await page.emulateMedia({ colorScheme: "light" })
  return [...light, ...dark.map(breach => `dark: ${breach}`)]
}
