import type { Lock } from "./lock.ts"

/*
 * Whether the vault is open here: the key, from the passphrase on, for as long as it is used, and in all tabs at once.
 * Whoever needs the key meanwhile waits.
 */

/** Reaches the vaults of other tabs. */
export type VaultChannel = Pick<BroadcastChannel, "postMessage" | "addEventListener">

/** What an opening is handed. */
export interface OpeningParts {
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
  | { readonly type: "locked" }
  | { readonly type: "asks" }
  | { readonly type: "opened"; readonly key: CryptoKey; readonly revision: number }

/** Makes an opening, which asks the other tabs first. */
export function createOpening({ after, channel, readLock, changed }: OpeningParts): Opening {
  let opened: { readonly key: CryptoKey; readonly revision: number } | null = null
  const waiting = new Set<(isOpen: boolean) => void>()
  let stopTimer: () => void = () => {}

  function keepFor(minutes: number | null): void {
    stopTimer()
    stopTimer = minutes === null || opened === null ? () => {} : after(minutes * 60_000, lock)
  }

  function lock(): void {
    forget()
    channel.postMessage({ type: "locked" } satisfies Message)
  }

  function forget(): void {
    stopTimer()
    opened = null
    changed(false)
  }

  function open(key: CryptoKey, { revision, autoLock }: Lock): void {
    opened = { key, revision }
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
    if (message.type === "locked") forget()
    else if (message.type === "asks" && opened !== null)
      channel.postMessage({ type: "opened", ...opened } satisfies Message)
    else if (message.type === "opened" && opened?.revision !== message.revision) {
      void readLock().then(present => {
        if (present?.revision === message.revision) open(message.key, present)
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
      open(key, present)
      channel.postMessage({ type: "opened", key, revision: present.revision } satisfies Message)
    },
    lock,
    keepFor,
    answer: () => new Promise(go => waiting.add(go)),
    tell,
  }
}
