import type { Page } from "@playwright/test"

/** Kills the process that a page lives in, as a crash does: nothing of the page runs any more. */
export async function kill(page: Page): Promise<void> {
  const died = page.waitForEvent("crash")
  const session = await page.context().newCDPSession(page)
  void session.send("Page.crash").catch(() => {})
  await died
  await page.close()
}
