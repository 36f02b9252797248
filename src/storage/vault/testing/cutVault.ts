import { createDatabase } from "../../database.ts"
import { createVault } from "../vault.ts"
import { lightStretch } from "./lightStretch.ts"

/*
 * A vault in a thread of its own, which ends at the n-th moment at which it deals with the browser: before each call
 * of the database or of its cryptography, and as each of a request's and a transaction's answers comes. Nothing that
 * it would have done from there on is done, just as in a tab that is killed.
 *
 *     page ── { name, change, cut: 7 } ─▶ thread ── "cut" at its 7th moment, or "whole" ─▶ page ── terminate()
 */

/** What the thread is told to do. */
export interface CutOrder {
  readonly name: string
  readonly present: string | null
  readonly next: string | null
  readonly cut: number
}

/** What became of it: cut at that moment, or whole before it came; else what went wrong. */
export type CutEnd = "cut" | "whole" | { readonly failed: string }

const scope = self as unknown as {
  onmessage: (event: MessageEvent<CutOrder>) => void
  postMessage: (word: CutEnd) => void
  close: () => void
}
let left = Number.POSITIVE_INFINITY

function moment(): void {
  if (--left > 0) return
  scope.postMessage("cut")
  scope.close()
  throw new Error("The thread has ended")
}

/** Makes each call of that method a moment; what it gives may have moments of its own. */
function watch<T extends object>(of: T, method: keyof T & string, ends: readonly string[] = []): void {
  const original = of[method] as (...given: unknown[]) => unknown
  Object.defineProperty(of, method, {
    value: function (this: T, ...given: unknown[]) {
      moment()
      const answer = original.apply(this, given)
      for (const end of ends) (answer as EventTarget).addEventListener(end, moment)
      return answer
    },
  })
}

for (const method of ["get", "put", "getAll", "openCursor"] as const)
  watch(IDBObjectStore.prototype, method, ["success"])
watch(IDBDatabase.prototype, "transaction", ["complete"])
watch(IDBTransaction.prototype, "commit")
for (const method of ["encrypt", "decrypt", "importKey"] as const) watch(SubtleCrypto.prototype, method)

scope.onmessage = async ({ data: { name, present, next, cut } }) => {
  // Comes free when nothing of the thread is left, whatever it had begun.
  void navigator.locks.request(name, () => new Promise<never>(() => {}))
  const database = createDatabase(name)
  const vault = createVault(database, {
    now: () => 7,
    after: () => () => {},
    stretch: lightStretch,
    channel: { postMessage() {}, addEventListener() {} },
  })
  await database.open()
  left = cut
  const ended = vault.setPassphrase(next, present ?? "")
  const failed = await ended.then(
    answer => (answer.ok ? null : answer.error.message),
    (cause: unknown) => String(cause),
  )
  // A cut makes it fail as well, and has been told by then.
  scope.postMessage(failed === null ? "whole" : { failed })
}
