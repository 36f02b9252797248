import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { vaultProblem } from "../../model/vault.ts"
import {
  freshStretching,
  type keyOfPassphrase,
  type Sealed,
  type Stretching,
  seal,
  unseal,
} from "./vaultCrypto.ts"

/*
 * The lock of the vault, as it is stored: it holds the key to all values, open or under a passphrase. Each change of
 * it makes the next revision, so that whoever saw another one notices.
 */

interface AnyLock {
  readonly id: "lock"
  readonly revision: number
  /** Minutes without use after which it locks itself; null for never. */
  readonly autoLock: number | null
}

/** A lock that is never locked: the key cannot be read, and works in this browser alone. */
export interface LockHere extends AnyLock {
  readonly kind: "here"
  readonly key: CryptoKey
}

/** A lock that a passphrase opens: the bytes of the key, wrapped. */
export interface PassphraseLock extends AnyLock {
  readonly kind: "passphrase"
  readonly stretching: Stretching
  readonly wrapped: Sealed
}

/** The lock of a vault. */
export type Lock = LockHere | PassphraseLock

/** Makes a key of a passphrase. */
export type Stretch = typeof keyOfPassphrase

const wrapping = "rivulet vault key"

/** The lock that a vault has first. */
export function firstLock(key: CryptoKey): LockHere {
  return { id: "lock", kind: "here", revision: 1, autoLock: 15, key }
}

/** The lock that takes the place of another, and needs no passphrase. */
export function lockHere(key: CryptoKey, { id, autoLock, revision }: Lock): LockHere {
  return { id, kind: "here", revision: revision + 1, autoLock, key }
}

/** The lock that takes the place of another, with the bytes of the key wrapped under the passphrase. */
export async function lockUnder(
  passphrase: string,
  bytes: Uint8Array<ArrayBuffer>,
  { id, autoLock, revision }: Lock,
  stretch: Stretch,
): Promise<Result<PassphraseLock, Problem>> {
  const stretching = freshStretching()
  const outer = await stretched(passphrase, stretching, stretch)
  if (!outer.ok) return outer
  const wrapped = await seal(outer.value, bytes, wrapping)
  return ok({ id, kind: "passphrase", revision: revision + 1, autoLock, stretching, wrapped })
}

/** The bytes of the key that the passphrase opens. */
export async function unwrapped(
  { stretching, wrapped }: PassphraseLock,
  passphrase: string,
  stretch: Stretch,
): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
  const outer = await stretched(passphrase, stretching, stretch)
  if (!outer.ok) return outer
  const bytes = await unseal(outer.value, wrapped, wrapping)
  return bytes === null ? err(vaultProblem("vault_wrong_passphrase")) : ok(bytes)
}

/** Stretching takes memory, and a browser that has none to give refuses it: neither a wrong passphrase, nor a bug. */
async function stretched(
  passphrase: string,
  stretching: Stretching,
  stretch: Stretch,
): Promise<Result<CryptoKey, Problem>> {
  try {
    return ok(await stretch(passphrase, stretching))
  } catch (cause) {
    return err(
      vaultProblem("vault_no_memory", { why: cause instanceof Error ? cause.message : String(cause) }),
    )
  }
}
