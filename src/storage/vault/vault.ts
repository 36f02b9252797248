import { liveQuery } from "dexie"
import { err, ok, type Result } from "../../lib/result.ts"
import { parseHostPattern } from "../../model/hostPattern.ts"
import type { Problem } from "../../model/problems.ts"
import {
  type SecretInfo,
  secretName,
  shortestPassphrase,
  type VaultService,
  type VaultView,
  vaultProblem,
} from "../../model/vault.ts"
import type { Database } from "../database.ts"
import { firstLock, type Lock, type LockHere, lockHere, lockUnder, type Stretch, unwrapped } from "./lock.ts"
import { createOpening, type VaultChannel } from "./opening.ts"
import {
  createKeyBytes,
  createLocalKey,
  keyOfBytes,
  keyOfPassphrase,
  type Sealed,
  seal,
  unseal,
} from "./vaultCrypto.ts"

/*
 * The vault of a page. All that is stored of a secret's value is its ciphertext; the key to it is in the lock, in one
 * of two ways:
 *
 *     here        a CryptoKey that no script can read and that never leaves this browser; never locked
 *     passphrase  the key's bytes, wrapped under what Argon2id makes of the passphrase; unlocked for a while
 *
 * Every change is one transaction over rows that were made before it began, and asks whether the lock is still the
 * one that was seen. So whenever the tab dies, the old passphrase opens all of it, or the new one does.
 */

interface SecretRow {
  readonly id: string
  readonly info: SecretInfo
  readonly value: Sealed
}

/** What the vault is handed besides its database. */
export interface VaultParts {
  readonly now: () => number
  /** Calls after so many milliseconds; gives the way to stop. */
  readonly after: (milliseconds: number, work: () => void) => () => void
  /** How a passphrase becomes a key, where that is not the usual way. */
  readonly stretch?: Stretch
  readonly channel: VaultChannel
}

/** A secret as whoever sends a request needs it. */
export interface FoundSecret {
  readonly value: string
  readonly hosts: readonly string[]
  readonly header?: string
  readonly before?: string
}

/** The vault, and the way to the values in it. */
export interface Vault extends VaultService {
  /** The secret of that name. While the vault is locked, this waits until it is opened, or is refused. */
  find(name: string): Promise<FoundSecret | undefined>
  /** The values of all secrets, for searching what leaves; none while the vault is locked, and nobody is asked. */
  values(): Promise<readonly string[]>
}

/** Opens the vault in the database. */
export function createVault(
  database: Database,
  { now, after, channel, stretch = keyOfPassphrase }: VaultParts,
): Vault {
  const table = database.vault
  let view: VaultView = { isLocked: false, hasPassphrase: false, autoLock: null, secrets: [], wanted: null }
  const hearers = new Set<(view: VaultView) => void>()

  const show = (next: Partial<VaultView>): void => {
    view = { ...view, ...next }
    for (const hear of hearers) hear(view)
  }
  const readLock = async (): Promise<Lock | undefined> => (await table.get("lock")) as Lock | undefined
  const opening = createOpening({
    ...{ now, after, channel, readLock },
    changed: isOpen => show(isOpen ? { isLocked: false, wanted: null } : { isLocked: view.hasPassphrase }),
  })
  const readSecrets = async (): Promise<SecretRow[]> =>
    ((await table.where("id").startsWith("secret:").toArray()) as SecretRow[]).sort((a, b) =>
      a.info.name < b.info.name ? -1 : 1,
    )

  /** The key, if it can be had without asking anyone. The first use of all makes one. */
  async function keyNow(): Promise<{ readonly key: CryptoKey; readonly lock: Lock } | null> {
    const lock = (await readLock()) ?? (await makeLock())
    const key = opening.keyTo(lock)
    return key && { key, lock }
  }

  /** The lock and what stands under it at one moment: read one after the other, a change may come in between. */
  function readTogether(): Promise<{ readonly lock: Lock | undefined; readonly rows: SecretRow[] }> {
    return database.transaction("r", table, async () => ({
      lock: await readLock(),
      rows: await readSecrets(),
    }))
  }

  async function makeLock(): Promise<Lock> {
    const fresh = firstLock(await createLocalKey())
    return database.transaction("rw", table, async () => {
      const there = await readLock()
      if (there === undefined) await table.put(fresh)
      return there ?? fresh
    })
  }

  liveQuery(readTogether).subscribe({
    next({ lock, rows }) {
      const hasPassphrase = lock?.kind === "passphrase"
      const isLocked = lock !== undefined && !opening.isOpenFor(lock)
      show({
        hasPassphrase,
        isLocked,
        autoLock: lock?.autoLock ?? null,
        secrets: rows.map(({ info }) => info),
      })
      // Another tab may have taken the passphrase away: there is nothing more to wait for.
      if (!isLocked) opening.tell(true)
    },
  })

  /** Writes the rows in one transaction, if the lock is still the one that was seen. */
  async function commit(
    seen: Lock,
    write: () => Promise<Result<void, Problem>>,
  ): Promise<Result<void, Problem>> {
    try {
      return await database.transaction("rw", table, async () => {
        if ((await readLock())?.revision !== seen.revision) return err(vaultProblem("vault_changed"))
        return write()
      })
    } catch (cause) {
      return err(
        vaultProblem("vault_storage", { why: cause instanceof Error ? cause.message : String(cause) }),
      )
    }
  }

  async function sealed(
    key: CryptoKey,
    info: SecretInfo,
    value: Uint8Array<ArrayBuffer>,
  ): Promise<SecretRow> {
    return { id: rowId(info.name), info, value: await seal(key, value, boundOf(info)) }
  }

  async function openedValue(
    key: CryptoKey,
    row: SecretRow,
  ): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
    const value = await unseal(key, row.value, boundOf(row.info))
    return value === null ? err(vaultProblem("vault_unreadable", { name: row.info.name })) : ok(value)
  }

  async function setFirstPassphrase(seen: LockHere, next: string): Promise<Result<void, Problem>> {
    const bytes = createKeyBytes()
    const key = await keyOfBytes(bytes)
    const before = await readSecrets()
    const rows: SecretRow[] = []
    for (const row of before) {
      const value = await openedValue(seen.key, row)
      if (!value.ok) return value
      rows.push(await sealed(key, row.info, value.value))
    }
    const lock = await lockUnder(next, bytes, seen, stretch)
    if (!lock.ok) return lock
    const written = await commit(seen, async () => {
      if (markOf(await readSecrets()) !== markOf(before)) return err(vaultProblem("vault_changed"))
      await table.bulkPut([lock.value, ...rows])
      return ok(undefined)
    })
    if (written.ok) opening.open(key, lock.value)
    return written
  }

  return {
    watch(hear) {
      hearers.add(hear)
      hear(view)
      return () => void hearers.delete(hear)
    },

    async add(given, value) {
      const info = checkedInfo({ ...given, added: now() })
      if (!info.ok) return info
      if (value.trim() === "") return err(vaultProblem("vault_no_value"))
      const has = await keyNow()
      if (has === null) return err(vaultProblem("vault_locked"))
      const row = await sealed(has.key, info.value, new TextEncoder().encode(value.trim()))
      return commit(has.lock, async () => {
        if (await table.get(row.id)) return err(vaultProblem("vault_name_taken", { name: given.name }))
        await table.put(row)
        return ok(undefined)
      })
    },

    async change(name, changes, value) {
      const has = await keyNow()
      if (has === null) return err(vaultProblem("vault_locked"))
      const row = (await table.get(rowId(name))) as SecretRow | undefined
      if (row === undefined) return err(vaultProblem("vault_gone", { name }))
      const info = checkedInfo({ ...row.info, ...changes })
      if (!info.ok) return info
      const present = value?.trim()
        ? ok(new TextEncoder().encode(value.trim()))
        : await openedValue(has.key, row)
      if (!present.ok) return present
      const next = await sealed(has.key, info.value, present.value)
      return commit(has.lock, async () => {
        if (next.id !== row.id && (await table.get(next.id)))
          return err(vaultProblem("vault_name_taken", { name: info.value.name }))
        if (next.id !== row.id) await table.delete(row.id)
        await table.put(next)
        return ok(undefined)
      })
    },

    async remove(name) {
      await table.delete(rowId(name))
      return ok(undefined)
    },

    async unlock(passphrase) {
      const lock = await readLock()
      if (lock?.kind !== "passphrase") return ok(undefined)
      const bytes = await unwrapped(lock, passphrase, stretch)
      if (!bytes.ok) return bytes
      const key = await keyOfBytes(bytes.value)
      opening.openEverywhere(key, lock)
      return ok(undefined)
    },

    lock: opening.lock,

    async setPassphrase(next, present = "") {
      if (next !== null && next.length < shortestPassphrase)
        return err(vaultProblem("vault_short_passphrase", { least: shortestPassphrase }))
      const seen = (await readLock()) ?? (await makeLock())
      if (seen.kind === "here") return next === null ? ok(undefined) : setFirstPassphrase(seen, next)
      const bytes = await unwrapped(seen, present, stretch)
      if (!bytes.ok) return bytes
      const key = await keyOfBytes(bytes.value)
      const lock = next === null ? ok(lockHere(key, seen)) : await lockUnder(next, bytes.value, seen, stretch)
      if (!lock.ok) return lock
      const written = await commit(seen, async () => {
        await table.put(lock.value)
        return ok(undefined)
      })
      if (written.ok) opening.open(key, lock.value)
      return written
    },

    async setAutoLock(minutes) {
      const seen = (await readLock()) ?? (await makeLock())
      const written = await commit(seen, async () => {
        await table.put({ ...seen, autoLock: minutes } as Lock)
        return ok(undefined)
      })
      if (written.ok) opening.keepFor(minutes)
      return written
    },

    refuse() {
      show({ wanted: null })
      opening.tell(false)
    },

    async values() {
      const { lock, rows } = await readTogether()
      const key = lock && opening.keyTo(lock)
      if (!key) return []
      const values = await Promise.all(rows.map(row => openedValue(key, row)))
      return values.flatMap(value => (value.ok ? [new TextDecoder().decode(value.value)] : []))
    },

    async find(name) {
      for (;;) {
        const { lock, rows } = await readTogether()
        const row = rows.find(({ info }) => info.name === name)
        if (lock === undefined || row === undefined) return undefined
        const key = opening.keyTo(lock)
        if (key !== null) {
          const value = await openedValue(key, row)
          if (!value.ok) return undefined
          const { hosts, header, before } = row.info
          const place = {
            ...(header === undefined ? {} : { header }),
            ...(before === undefined ? {} : { before }),
          }
          return { value: new TextDecoder().decode(value.value), hosts, ...place }
        }
        show({ wanted: name })
        if (!(await opening.answer())) return undefined
      }
    },
  }
}

function rowId(name: string): string {
  return `secret:${name}`
}

/** Tells rows from what they were before: a value that is sealed anew has another number. */
function markOf(rows: readonly SecretRow[]): string {
  return JSON.stringify(rows.map(({ id, value }) => [id, ...value.iv]))
}

/** What a value is bound to: its name, and where it may go. */
function boundOf({ name, hosts, header = "", before = "" }: SecretInfo): string {
  return JSON.stringify([name, hosts, header, before])
}

function checkedInfo(given: SecretInfo): Result<SecretInfo, Problem> {
  if (!secretName.test(given.name)) return err(vaultProblem("vault_bad_name", { name: given.name }))
  if (given.hosts.length === 0) return err(vaultProblem("vault_no_host"))
  for (const host of given.hosts) {
    const pattern = /\s/.test(host) ? err("a blank stands in it") : parseHostPattern(host)
    if (!pattern.ok) return err(vaultProblem("vault_bad_host", { host, why: pattern.error }))
  }
  return ok(given)
}
