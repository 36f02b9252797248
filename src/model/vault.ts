import type { Result } from "../lib/result.ts"
import { type Problem, problemsOf } from "./problems.ts"

/*
 * The vault keeps secrets: keys that can be used but not read. Pages see what stands here, which has no value in it;
 * values go in, and come out only to where a request leaves.
 */

/** What can go wrong with the vault. */
export const vaultProblems = {
  vault_locked: { say: "The keys are locked. Unlock them with the passphrase, on the Keys page." },
  vault_wrong_passphrase: { say: "That is not the passphrase. Try again." },
  vault_no_memory: {
    say: "The passphrase could not be tried ({why}). Close other tabs, so that there is memory for it, and try again.",
  },
  vault_short_passphrase: {
    say: "A passphrase needs at least {least} letters. A few plain words make a good one.",
  },
  vault_name_taken: { say: "There is a key named {name} already. Choose another name." },
  vault_bad_name: {
    say: "{name} cannot be the name of a key. Use letters, digits and _, with a letter first.",
  },
  vault_no_value: { say: "There is nothing in the field of the key. Paste the key into it." },
  vault_bad_host: { say: "{host} is no host that a key can be sent to: {why}." },
  vault_no_host: { say: "Name at least one host that this key may be sent to, as api.example.com." },
  vault_changed: { say: "The keys were changed in another tab meanwhile. Look again, and repeat it." },
  vault_gone: { say: "The key {name} is not there any more." },
  vault_unreadable: {
    say: "The key {name} cannot be read: what is stored was changed from outside. Remove it, and add it again.",
  },
  vault_storage: { say: "The browser did not store it ({why}). Make room, or allow this page to keep data." },
} as const

/** Makes a problem of the vault. */
export const vaultProblem = problemsOf(vaultProblems)

/** The fewest letters of a passphrase. */
export const shortestPassphrase = 8

/** What names of secrets are made of, so that an expression can say them. */
export const secretName = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/** What is known of a secret besides its value. */
export interface SecretInfo {
  readonly name: string
  /** The hosts that it may be sent to, as patterns. */
  readonly hosts: readonly string[]
  /** The header that carries it; Authorization if left out. */
  readonly header?: string
  /** What stands before it there. */
  readonly before?: string
  /** The provider of models that it is for. */
  readonly provider?: string
  /** Milliseconds since 1970. */
  readonly added: number
}

/** What the vault shows. */
export interface VaultView {
  readonly isLocked: boolean
  readonly hasPassphrase: boolean
  /** The minutes without use after which it locks itself; null for never. */
  readonly autoLock: number | null
  readonly secrets: readonly SecretInfo[]
  /** The secret that somebody waits for while it is locked. */
  readonly wanted: string | null
}

/** What comes of asking the vault for something. */
export type VaultAnswer = Promise<Result<void, Problem>>

/** The vault as pages see it. */
export interface VaultService {
  /** Calls back now and whenever something changes, in any tab; gives the way to stop. */
  watch(hear: (view: VaultView) => void): () => void
  add(info: Omit<SecretInfo, "added">, value: string): VaultAnswer
  /** Changes what is known of a secret, or puts another value in its place. */
  change(name: string, info: Partial<Omit<SecretInfo, "added">>, value?: string): VaultAnswer
  remove(name: string): VaultAnswer
  unlock(passphrase: string): VaultAnswer
  lock(): void
  /** Sets, changes or (with null) takes away the passphrase; the present one is asked for where there is one. */
  setPassphrase(next: string | null, present?: string): VaultAnswer
  setAutoLock(minutes: number | null): VaultAnswer
  /** Whoever waits for a secret is told that it will not come. */
  refuse(): void
}
