import type { Lock } from "./lock.ts"

/*
 * Whether the vault is open here: the key, from the passphrase on, for as long as it is used, and in all tabs at once.
 * Whoever needs the key meanwhile waits.
 */

/** Reaches the vaults of other tabs. */
export type VaultChannel = Pick<BroadcastChannel, "postMessage" | "addEventListener">

/** What an opening is handed. */
export interface OpeningParts {
  readonly now: () => number
  /** Calls after so many milliseconds; gives the way to stop. */
  readonly after: (milliseconds: number, work: () => void) => () => void
  readonly channel: VaultChannel
  readonly readLock: () => Promise<Lock | undefined>
  /** Hears that it was opened, or closed. */
  readonly changed: (isOpen: boolean) => void
}

/** The key to the vault, while there is one here. */
export interface Opening {
  /** The key to what stands under that lock; null while it is locked. */
  keyTo(lock: Lock): CryptoKey | null
  isOpenFor(lock: Lock): boolean
  open(key: CryptoKey, lock: Lock): void
  /** Opens it in the other tabs too. */
  openEverywhere(key: CryptoKey, lock: Lock): void
  lock(): void
  /** Locks after so many minutes in which nothing was used; null for never. */
  keepFor(minutes: number | null): void
  /** Whether it was opened, once it was or nobody wants to. */
  answer(): Promise<boolean>
  /** Tells all who wait. */
  tell(isOpen: boolean): void
}

type Message =
  | { readonly type: "locked"; readonly at: number }
  | { readonly type: "asks" }
  | ({ readonly type: "opened" } & Opened)

/** The key, the lock that it is to, and when it was had from the passphrase. */
interface Opened {
  readonly key: CryptoKey
  readonly revision: number
  readonly since: number
}

/** Makes an opening, which asks the other tabs first. */
export function createOpening({ now, after, channel, readLock, changed }: OpeningParts): Opening {
  let opened: Opened | null = null
  /** When it was locked last: a key from before that may still be on its way, and opens nothing any more. */
  let lockedAt = 0
  const waiting = new Set<(isOpen: boolean) => void>()
  let stopTimer: () => void = () => {}

  function keepFor(minutes: number | null): void {
    stopTimer()
    stopTimer = minutes === null || opened === null ? () => {} : after(minutes * 60_000, lock)
  }

  function lock(): void {
    const at = now()
    forget(at)
    channel.postMessage({ type: "locked", at } satisfies Message)
  }

  function forget(at: number): void {
    lockedAt = Math.max(lockedAt, at)
    stopTimer()
    opened = null
    changed(false)
  }

  function open(key: CryptoKey, { revision, autoLock }: Lock, since = now()): void {
    opened = { key, revision, since }
    keepFor(autoLock)
    changed(true)
    tell(true)
  }

  function tell(isOpen: boolean): void {
    const all = [...waiting]
    waiting.clear()
    for (const go of all) go(isOpen)
  }

  channel.addEventListener("message", event => {
    const message = (event as MessageEvent<Message>).data
    // A tab of an older version says no times.
    if (message.type === "locked") forget(message.at ?? now())
    else if (message.type === "asks" && opened !== null)
      channel.postMessage({ type: "opened", ...opened } satisfies Message)
    else if (message.type === "opened" && opened?.revision !== message.revision) {
      void readLock().then(present => {
        const { key, revision, since = now() } = message
        if (present?.revision === revision && since >= lockedAt) open(key, present, since)
      })
    }
  })
  channel.postMessage({ type: "asks" } satisfies Message)

  return {
    keyTo(present) {
      if (present.kind === "here") return present.key
      if (opened === null || opened.revision !== present.revision) return null
      keepFor(present.autoLock)
      return opened.key
    },
    isOpenFor: present => present.kind === "here" || opened?.revision === present.revision,
    open,
    openEverywhere(key, present) {
      const since = now()
      open(key, present, since)
      channel.postMessage({ type: "opened", key, revision: present.revision, since } satisfies Message)
    },
    lock,
    keepFor,
    answer: () => new Promise(go => waiting.add(go)),
    tell,
  }
}
