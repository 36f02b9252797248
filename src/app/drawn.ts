import { createStore, type StoreApi } from "zustand/vanilla"

/** Whether the page that the address names has been drawn: what it does without comes after it. */
export type Drawn = StoreApi<boolean>

/** Nothing is kept back longer than this, in milliseconds, whatever becomes of the page. */
const longest = 10_000

/** A workflow, or one of its runs in it; its statistics are another page. */
const builder = /^#\/w\/[^/]+(?:\/runs\/[^/]+)?\/?$/

/** Whether the address names the builder. */
export function namesBuilder(address: string): boolean {
  return builder.test(address)
}

/** Only the builder is waited for, which says when it stands; the other pages are small. */
export function createDrawn(address: string, after: (milliseconds: number, run: () => void) => void): Drawn {
  const drawn = createStore(() => !namesBuilder(address))
  if (!drawn.getState()) after(longest, () => drawn.setState(true, true))
  return drawn
}

/** Resolves once the page has been drawn. */
export function onceDrawn(drawn: Drawn): Promise<void> {
  return new Promise(go => {
    if (drawn.getState()) return go()
    const end = drawn.subscribe(isDrawn => {
      if (!isDrawn) return
      end()
      go()
    })
  })
}
