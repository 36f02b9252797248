import { expect, test } from "vitest"
import type { Lock } from "./lock.ts"
import { createOpening } from "./opening.ts"

const lock = { kind: "passphrase", revision: 1, autoLock: null } as Lock
const key = { type: "secret" } as CryptoKey

/** Tabs of one browser, whose words to each other come when they are told to. */
function browser() {
  let time = 1
  const tabs: EventTarget[] = []
  const underWay: (() => void)[] = []
  const tab = () => {
    const channel = Object.assign(new EventTarget(), {
      postMessage(data: unknown) {
        for (const other of tabs)
          if (other !== channel)
            underWay.push(() => other.dispatchEvent(new MessageEvent("message", { data })))
      },
    })
    tabs.push(channel)
    return createOpening({
      now: () => time,
      after: () => () => {},
      channel: channel as unknown as BroadcastChannel,
      readLock: async () => lock,
      changed: () => {},
    })
  }
  return {
    tab,
    later: () => time++,
    /** The next word comes to where it was sent. */
    deliver: () => underWay.shift()?.(),
    async all() {
      while (underWay.length > 0) {
        underWay.shift()?.()
        await rest()
      }
    },
  }
}

const rest = () => new Promise(go => setTimeout(go, 0))

test("a tab that opens hears the key from the others, and all are locked together", async () => {
  const { tab, later, all } = browser()
  const first = tab()
  first.open(key, lock)
  const second = tab()
  await all()
  expect(second.isOpenFor(lock)).toBe(true)
  later()
  second.lock()
  await all()
  expect([first.isOpenFor(lock), second.isOpenFor(lock)]).toEqual([false, false])
  later()
  first.openEverywhere(key, lock)
  await all()
  expect([first.isOpenFor(lock), second.isOpenFor(lock)]).toEqual([true, true])
})

/** Two tabs, the second of which has asked for the key, and the first has answered. */
function keyOnItsWay() {
  const { tab, later, ...words } = browser()
  const first = tab()
  first.open(key, lock)
  const second = tab()
  words.deliver()
  later()
  return { first, second, ...words }
}

test("a key that is on its way while one tab locks opens nothing any more", async () => {
  const { first, second, all } = keyOnItsWay()
  second.lock()
  await all()
  expect([first.isOpenFor(lock), second.isOpenFor(lock)]).toEqual([false, false])
})

test("a key that has come opens nothing where the word that all is locked comes before it is used", async () => {
  const { first, second, deliver, all } = keyOnItsWay()
  first.lock()
  // The key, and that it is locked, one right after the other: the second is still reading the lock.
  deliver()
  deliver()
  await rest()
  await all()
  expect(second.isOpenFor(lock)).toBe(false)
})
