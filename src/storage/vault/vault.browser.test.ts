import { afterEach, describe, expect, test } from "vitest"
import type { Problem } from "../../model/problems.ts"
import type { VaultView } from "../../model/vault.ts"
import { createDatabase, type Database } from "../database.ts"
import type { Stretch } from "./lock.ts"
import type { CutEnd, CutOrder } from "./testing/cutVault.ts"
import { lightStretch } from "./testing/lightStretch.ts"
import { createVault, type Vault } from "./vault.ts"
import { keyOfPassphrase } from "./vaultCrypto.ts"

const canary = "sk-canary-7f3a"
const info = { name: "claude", hosts: ["https://api.anthropic.com"], provider: "claude" }
/** The usual way of stretching, at less effort. */
const lowStretch: Stretch = (passphrase, stretching) =>
  keyOfPassphrase(passphrase, { ...stretching, memory: 1024, passes: 1 })
let last = 0
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

interface Tab {
  readonly database: Database
  readonly vault: Vault
  /** Runs what waits for so many milliseconds. */
  readonly pass: (milliseconds: number) => void
  readonly view: () => VaultView
  readonly close: () => void
}

function tab(name = `vault-${Date.now()}-${++last}`, stretch = lowStretch): Tab {
  const database = createDatabase(name)
  const channel = new BroadcastChannel(name)
  let timer: { at: number; work: () => void } | null = null
  let seen: VaultView | undefined
  const vault = createVault(database, {
    now: () => 7,
    stretch,
    channel,
    after(milliseconds, work) {
      timer = { at: milliseconds, work }
      return () => {
        timer = null
      }
    },
  })
  vault.watch(view => {
    seen = view
  })
  const close = (): void => {
    channel.close()
    database.close()
  }
  closers.push(close)
  return {
    database,
    vault,
    pass: milliseconds => timer && timer.at <= milliseconds && timer.work(),
    view: () => seen as VaultView,
    close,
  }
}

async function codeOf(answer: Promise<{ readonly ok: boolean; readonly error?: Problem }>): Promise<string> {
  const { ok, error } = await answer
  return ok ? "ok" : (error?.code ?? "")
}

/** Everything that stands in the database, bytes as the letters that they would be. */
async function dump(database: Database): Promise<string> {
  const rows = await Promise.all(database.tables.map(table => table.toArray()))
  const letters = (_: string, value: unknown) =>
    value instanceof Uint8Array
      ? new TextDecoder("latin1").decode(value)
      : value instanceof CryptoKey
        ? value.extractable
        : value
  return JSON.stringify(rows, letters)
}

describe("a vault without a passphrase", () => {
  test("keeps a key that can be used, and nothing that is stored shows it", async () => {
    const { vault, database } = tab()
    expect(await codeOf(vault.add(info, ` ${canary}\n`))).toBe("ok")
    expect(await vault.find("claude")).toEqual({ value: canary, hosts: info.hosts })
    expect(await vault.find("other")).toBeUndefined()
    const stored = await dump(database)
    expect(stored).toContain("claude")
    expect(stored).not.toContain(canary)
    expect(stored).not.toContain(btoa(canary))
  })

  test("opens again at the next start, with a key that no script can read", async () => {
    const first = tab()
    await first.vault.add(info, canary)
    const again = tab(first.database.name)
    expect(await again.vault.find("claude")).toMatchObject({ value: canary })
    const lock = (await again.database.vault.get("lock")) as unknown as { key: CryptoKey }
    expect(lock.key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey("raw", lock.key)).rejects.toThrow()
  })

  test("a host that is written into what is stored makes the key unreadable", async () => {
    const { vault, database } = tab()
    await vault.add(info, canary)
    const row = (await database.vault.get("secret:claude")) as unknown as { info: object }
    await database.vault.put({ ...row, info: { ...row.info, hosts: ["https://evil.test"] } } as never)
    expect(await vault.find("claude")).toBeUndefined()
    expect(await codeOf(vault.change("claude", { hosts: ["https://evil.test"] }))).toBe("vault_unreadable")
  })

  test("hosts, name and value change; a name is given once; nonsense is refused by name", async () => {
    const { vault } = tab()
    await vault.add(info, canary)
    expect(await codeOf(vault.add(info, "x"))).toBe("vault_name_taken")
    expect(await codeOf(vault.add({ ...info, name: "1 2" }, "x"))).toBe("vault_bad_name")
    expect(await codeOf(vault.add({ ...info, name: "b", hosts: [] }, "x"))).toBe("vault_no_host")
    expect(await codeOf(vault.add({ ...info, name: "b", hosts: ["not a host"] }, "x"))).toBe("vault_bad_host")
    expect(await codeOf(vault.add({ ...info, name: "b" }, "  "))).toBe("vault_no_value")
    expect(await codeOf(vault.change("claude", { name: "mine", hosts: ["*.anthropic.com"] }))).toBe("ok")
    expect(await vault.find("mine")).toEqual({ value: canary, hosts: ["*.anthropic.com"] })
    expect(await codeOf(vault.change("mine", {}, "sk-new"))).toBe("ok")
    expect(await vault.find("mine")).toMatchObject({ value: "sk-new" })
    await vault.remove("mine")
    expect(await vault.find("mine")).toBeUndefined()
  })
})

describe("a vault with a passphrase", () => {
  const old = "old plain words"
  const next = "new plain words"

  async function withKeys(stretch?: Stretch): Promise<Tab> {
    const one = tab(undefined, stretch)
    await one.vault.add(info, canary)
    await one.vault.add({ ...info, name: "second" }, "sk-second")
    return one
  }

  async function withPassphrase(): Promise<Tab> {
    const one = await withKeys()
    expect(await codeOf(one.vault.setPassphrase(old))).toBe("ok")
    return one
  }

  test("is locked at the next start, opens with the passphrase alone, and shows nothing of either", async () => {
    const { database } = await withPassphrase()
    const [first] = closers.splice(0, 1)
    const name = database.name
    first?.()
    const { vault, database: stored, view } = tab(name)
    await expect.poll(() => view().isLocked).toBe(true)
    expect(view().secrets.map(({ name: one }) => one)).toEqual(["claude", "second"])
    expect(await codeOf(vault.add({ ...info, name: "b" }, "x"))).toBe("vault_locked")
    expect(await codeOf(vault.unlock("wrong words"))).toBe("vault_wrong_passphrase")
    expect(await codeOf(vault.unlock(old))).toBe("ok")
    expect(await vault.find("claude")).toMatchObject({ value: canary })
    expect(await vault.find("second")).toMatchObject({ value: "sk-second" })
    const text = await dump(stored)
    for (const secret of [canary, "sk-second", old]) expect(text).not.toContain(secret)
  })

  test("locks itself after a while, and whoever needs a key waits until it is opened", async () => {
    const { vault, pass, view } = await withPassphrase()
    await vault.setAutoLock(5)
    pass(4 * 60_000)
    expect(await vault.find("claude")).toMatchObject({ value: canary })
    pass(5 * 60_000)
    const found = vault.find("claude")
    await expect.poll(() => view().wanted).toBe("claude")
    await vault.unlock(old)
    expect(await found).toMatchObject({ value: canary })
    vault.lock()
    const refused = vault.find("claude")
    await expect.poll(() => view().wanted).toBe("claude")
    vault.refuse()
    expect(await refused).toBeUndefined()
  })

  test("is opened and locked in all tabs at once", async () => {
    const one = await withPassphrase()
    const other = tab(one.database.name)
    await expect.poll(() => other.view().isLocked).toBe(false)
    expect(await other.vault.find("claude")).toMatchObject({ value: canary })
    other.vault.lock()
    await expect.poll(() => one.view().isLocked).toBe(true)
    await one.vault.unlock(old)
    await expect.poll(() => other.view().isLocked).toBe(false)
  })

  test("changes, and can be taken away; the present one is asked for", async () => {
    const { vault } = await withPassphrase()
    expect(await codeOf(vault.setPassphrase("short"))).toBe("vault_short_passphrase")
    expect(await codeOf(vault.setPassphrase(next, "wrong words"))).toBe("vault_wrong_passphrase")
    expect(await codeOf(vault.setPassphrase(next, old))).toBe("ok")
    vault.lock()
    expect(await codeOf(vault.unlock(old))).toBe("vault_wrong_passphrase")
    expect(await codeOf(vault.unlock(next))).toBe("ok")
    expect(await codeOf(vault.setPassphrase(null, next))).toBe("ok")
    vault.lock()
    expect(await vault.find("claude")).toMatchObject({ value: canary })
  })

  test("whoever waits for a key has it once another tab has taken the passphrase away", async () => {
    const { vault, database } = await withPassphrase()
    vault.lock()
    const waits = vault.find("claude")
    const other = tab(database.name)
    expect(await codeOf(other.vault.setPassphrase(null, old))).toBe("ok")
    expect(await waits).toMatchObject({ value: canary })
  })

  test("a browser that has no memory for it says so, and nothing has changed", async () => {
    const { database } = await withPassphrase()
    const [close] = closers.splice(0, 1)
    close?.()
    const poor = tab(database.name, () => Promise.reject(new RangeError("Cannot allocate memory")))
    expect(await codeOf(poor.vault.unlock(old))).toBe("vault_no_memory")
    expect(await codeOf(poor.vault.setPassphrase(next, old))).toBe("vault_no_memory")
    expect(await codeOf(poor.vault.setPassphrase(null, old))).toBe("vault_no_memory")
    const other = tab(database.name)
    expect(await codeOf(other.vault.unlock(old))).toBe("ok")
    expect(await other.vault.find("claude")).toMatchObject({ value: canary })
  })

  // The first passphrase writes every value anew, a change the lock alone, and so does taking it away.
  test.each([
    ["the first passphrase is cut", null, old],
    ["a change is cut", old, next],
    ["taking it away is cut", next, null],
  ])("P20: wherever %s, exactly one of the two holds, and opens all of it", async (_, present, wanted) => {
    let held: (string | null)[] = []
    for (let cut = 1; ; cut++) {
      const one = await withKeys(lightStretch)
      if (present !== null) await one.vault.setPassphrase(present)
      one.close()
      const ended = await cutAt({ name: one.database.name, present, next: wanted, cut })

      const again = tab(one.database.name, lightStretch)
      await expect.poll(() => again.view().secrets.length, { timeout: 10_000 }).toBe(2)
      const opens: (string | null)[] = again.view().hasPassphrase ? [] : [null]
      for (const words of [old, next])
        if (again.view().hasPassphrase && (await again.vault.unlock(words)).ok) opens.push(words)
      expect(opens).toHaveLength(1)
      expect(await again.vault.find("claude")).toMatchObject({ value: canary })
      expect(await again.vault.find("second")).toMatchObject({ value: "sk-second" })
      again.close()
      held = [...held, ...opens]
      if (ended === "whole") break
    }
    // Early cuts leave the old one, late ones the new one, and nothing goes back.
    expect(held.length).toBeGreaterThan(8)
    expect(held).toEqual([
      ...held.filter(words => words === present),
      ...held.filter(words => words === wanted),
    ])
    expect(held.at(0)).toBe(present)
    expect(held.at(-1)).toBe(wanted)
  })

  test("a key that is changed while the first passphrase is made keeps its new value", async () => {
    const name = `vault-${Date.now()}-${++last}`
    const other = tab(name)
    const one = tab(name, async (...given) => {
      expect(await codeOf(other.vault.change("claude", {}, canary))).toBe("ok")
      return lowStretch(...given)
    })
    await one.vault.add(info, "sk-old")
    expect(await codeOf(one.vault.setPassphrase(old))).toBe("vault_changed")
    expect(await one.vault.find("claude")).toMatchObject({ value: canary })
  })

  test("of a passphrase and a key that are changed at once, both hold, or one of them is refused", async () => {
    const one = tab()
    await one.vault.add(info, "sk-old")
    const other = tab(one.database.name)
    const [made, changed] = await Promise.all([
      one.vault.setPassphrase(old),
      other.vault.change("claude", {}, canary),
    ])
    expect([made.ok, changed.ok]).toContain(true)
    await expect.poll(() => one.view().hasPassphrase).toBe(made.ok)
    expect(await one.vault.find("claude")).toMatchObject({ value: changed.ok ? canary : "sk-old" })
  })

  test("a run that needs a key while the first passphrase is made gets it, or waits until it is opened", async () => {
    const one = await withKeys()
    const making = one.vault.setPassphrase(old)
    let isMade = false
    void making.then(() => {
      isMade = true
    })
    while (!isMade) expect(await one.vault.find("claude")).toMatchObject({ value: canary })
    expect(await codeOf(making)).toBe("ok")
  })
})

/** Ends a tab at that moment of its change of the passphrase, or says that the change was over before. */
async function cutAt(order: CutOrder): Promise<"cut" | "whole"> {
  const thread = new Worker(new URL("./testing/cutVault.ts", import.meta.url), { type: "module" })
  const word = await new Promise<"cut" | "whole">((tell, fail) => {
    thread.onmessage = ({ data }: MessageEvent<CutEnd>) =>
      typeof data === "string" ? tell(data) : fail(new Error(data.failed))
    thread.onerror = event => {
      // A thread that was cut ends with an error, once it has told.
      event.preventDefault()
      fail(new Error(event.message))
    }
    thread.postMessage(order)
  })
  thread.terminate()
  await navigator.locks.request(order.name, () => {})
  return word
}
