import { createStore, type StoreApi } from "zustand/vanilla"
import { sayNumber } from "../language/formats.ts"

/** What is true of the data in this browser. */
export interface Durability {
  /** Whether the browser has promised to keep it; null until that is known. */
  readonly isPersisted: boolean | null
  /** How much is used of how much, in bytes; null where the browser does not say. */
  readonly space: { readonly used: number; readonly most: number } | null
  /** When everything was last copied to outside of the browser, in milliseconds since 1970; null for never. */
  readonly copiedAt: number | null
  /** After so many days without a copy a person wants to be reminded; 0 for never. */
  readonly remindAfter: number
}

/** The truth about where the data is, and the ways to make it better. */
export interface DurabilityStore {
  readonly store: StoreApi<Durability>
  /** Looks again. */
  look(): Promise<void>
  /** Asks the browser to keep the data whatever happens. */
  askToKeep(): Promise<boolean>
  /** A copy has left the browser. */
  copied(): void
  /** Reminds of a copy after so many days, or never for 0. */
  remindAfter(days: number): void
}

interface Memory {
  read(): string | null
  write(text: string): void
}

interface DurabilityParts {
  readonly storage: Pick<StorageManager, "persisted" | "persist" | "estimate">
  /** Keeps when the last copy left. */
  readonly memory: Memory
  /** Keeps after how many days a person wants to be reminded. */
  readonly reminder: Memory
  readonly now: () => number
}

/** Watches over where the data is. */
export function createDurability({ storage, memory, reminder, now }: DurabilityParts): DurabilityStore {
  const kept = Number(memory.read())
  const store = createStore<Durability>(() => ({
    isPersisted: null,
    space: null,
    copiedAt: Number.isFinite(kept) && kept > 0 ? kept : null,
    remindAfter: daysIn(reminder.read()),
  }))

  async function look() {
    const [isPersisted, { usage, quota }] = await Promise.all([storage.persisted(), storage.estimate()])
    const space = usage === undefined || quota === undefined ? null : { used: usage, most: quota }
    store.setState({ isPersisted, space })
  }

  return {
    store,
    look,
    async askToKeep() {
      const isPersisted = await storage.persist()
      await look()
      return isPersisted
    },
    copied() {
      memory.write(String(now()))
      store.setState({ copiedAt: now() })
    },
    remindAfter(days) {
      reminder.write(String(days))
      store.setState({ remindAfter: days })
    },
  }
}

const usualReminder = 14
const day = 86_400_000

function daysIn(text: string | null): number {
  const days = text === null ? usualReminder : Number(text)
  return Number.isInteger(days) && days >= 0 ? days : usualReminder
}

/** Whether it is time to be reminded of a copy: of what has been there for so long without one. */
export function isCopyDue(
  { copiedAt, remindAfter }: Durability,
  oldest: number | null,
  now: number,
): boolean {
  const since = copiedAt ?? oldest
  return remindAfter > 0 && since !== null && now - since > remindAfter * day
}

const units = ["bytes", "kB", "MB", "GB", "TB"] as const

/** A number of bytes as people say it. */
export function sayBytes(bytes: number): string {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${value >= 100 || step === 0 ? Math.round(value) : sayNumber(value, 1)} ${units[step]}`
}
