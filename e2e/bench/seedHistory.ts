/**
 * Puts so many ended runs into the history that is open in the page, as the journal writes their entries, but for the
 * words of each: half a million entries of an index would take minutes, and whoever has all runs at hand asks for none.
 * It is handed to the page as text, and so stands alone.
 */
export async function seedHistory(count: number): Promise<void> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((go, fail) => {
      request.onsuccess = () => go(request.result)
      request.onerror = () => fail(request.error)
    })
  const database = await asked(indexedDB.open("rivulet"))
  const start = Date.now() - count * 60_000
  for (let from = 0; from < count; from += 5_000) {
    const transaction = database.transaction("runs", "readwrite")
    const runs = transaction.objectStore("runs")
    for (let at = from; at < Math.min(count, from + 5_000); at++) {
      const status = at % 10 === 0 ? "failed" : "completed"
      const startedAt = start + at * 60_000
      const problem = status === "failed" ? "shop.example answered 429: too many requests" : ""
      const summary = {
        ...{ run: `seed-${at}`, workflow: `flow-${at % 40}`, name: `Flow number ${at % 40}`, status },
        ...{
          trigger: at % 3 === 0 ? "schedule" : "manual",
          mode: "live",
          startedAt,
          endedAt: startedAt + 900,
        },
        ...{ usd: (at % 7) / 100, tags: at % 5 === 0 ? ["night"] : [], parent: null },
        text: `customer${at % 1_000} order ${at} in Berlin ${problem}`,
      }
      runs.put({
        ...{ run: summary.run, workflow: summary.workflow, status, startedAt },
        ...{ words: [], summary, loose: 1 },
      })
    }
    await new Promise((go, fail) => {
      transaction.oncomplete = go
      transaction.onerror = () => fail(transaction.error)
    })
  }
  database.close()
}
