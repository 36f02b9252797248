import { expect, type Page } from "@playwright/test"
import type { Freezer } from "./chromium.ts"

/**
 * Freezes the tab between two of its transactions; gives when. The system may stop it within one, and then nobody gets
 * at the database before it is thawed: a browser that freezes a tab lets it come to the end of its transactions first.
 */
export async function freezeAtRest({ freeze, thaw, isFrozen }: Freezer, other: Page): Promise<number> {
  for (let tries = 0; tries < 10; tries++) {
    const frozenAt = Date.now()
    freeze()
    await expect.poll(isFrozen, { message: "the system has stopped the process of the tab" }).toBe(true)
    const isAtRest = await Promise.race([
      untilNobodyIsAtIt(other).then(() => true),
      new Promise<false>(go => setTimeout(() => go(false), 2_000)),
    ])
    if (isAtRest) return frozenAt
    thaw()
    // What it could not write meanwhile it writes now: it comes to rest again a little later.
    await other.waitForTimeout(200 + 150 * tries)
  }
  throw new Error("Expected a tab that is not always within a transaction")
}

/** Waits for all transactions: those that only read keep others from writing. */
async function untilNobodyIsAtIt(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const opening = indexedDB.open("rivulet")
    const database = await new Promise<IDBDatabase>(go => {
      opening.onsuccess = () => go(opening.result)
    })
    const alone = database.transaction([...database.objectStoreNames], "readwrite")
    await Promise.all(
      [...database.objectStoreNames].map(
        name =>
          new Promise(go => {
            alone.objectStore(name).count().onsuccess = go
          }),
      ),
    )
    database.close()
  })
}
