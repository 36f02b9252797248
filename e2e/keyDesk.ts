import { expect, type Page } from "@playwright/test"

/* Keys and models as journeys set them up, and all that a browser keeps, to be searched for a key. */

/** A key that is to be found nowhere. */
export const canary = "sk-canary-7f3a"

/** Adds a key for no vendor that is known, as a person does. */
export async function addKey(page: Page, { name, key, host }: { name: string; key: string; host: string }) {
  await page.goto("#/keys")
  await page.getByRole("button", { name: "Add key" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("button", { name: /For/ }).click()
  await page.getByRole("option", { name: "Something else" }).click()
  await dialog.getByLabel("Key", { exact: true }).fill(key)
  await dialog.getByLabel("Name").fill(name)
  await dialog.getByLabel("Hosts it may be sent to").fill(host)
  await dialog.getByRole("button", { name: "Add the key" }).click()
  await expect(dialog).toBeHidden()
}

/** Adds a server and its key, as a person does. */
export async function addServer(
  page: Page,
  name: string,
  speaks: "OpenAI" | "Anthropic",
  address: string,
  key = canary,
) {
  await addKey(page, { name, key, host: new URL(address).origin })
  const dialog = page.getByRole("dialog")
  await page.getByRole("button", { name: "Add server" }).click()
  await dialog.getByLabel("Name").fill(name)
  if (speaks === "Anthropic") {
    await dialog.getByRole("button", { name: /It speaks as/ }).click()
    await page.getByRole("option", { name: "Anthropic does" }).click()
  }
  await dialog.getByLabel("Address").fill(address)
  await dialog.getByLabel("Usual model").fill("m-1")
  await dialog.getByRole("button", { name: /Key/ }).click()
  await page.getByRole("option", { name, exact: true }).click()
  await dialog.getByRole("button", { name: "Save" }).click()
  await expect(dialog).toBeHidden()
}

/** Sets a server up without its dialogs, for a journey that is about something else. */
export async function chooseServer(
  page: Page,
  {
    id,
    speaks,
    address,
    usdPerMillion,
  }: { id: string; speaks: "anthropic" | "openai"; address: string; usdPerMillion?: number },
) {
  const provider = { id, title: id, speaks, address, secret: null, model: "m-1", vectors: "" }
  const price = { input: usdPerMillion, output: usdPerMillion }
  const prices = usdPerMillion === undefined ? {} : { "m-1": price }
  const value = { usual: id, providers: [provider], prices }
  await page.evaluate(putRow, { table: "settings", row: { name: "ai", value } })
}

/** Grants a workflow the models, as the person who made it would. */
export async function grant(page: Page, workflow: string, grants: readonly string[]) {
  await page.evaluate(putRow, { table: "grants", row: { workflow, grants } })
}

/** Writes into the browser's database. Handed to the page as text, and so stands alone. */
function putRow({ table, row }: { readonly table: string; readonly row: object }): Promise<void> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open("rivulet")
    opening.onerror = () => fail(opening.error)
    opening.onsuccess = () => {
      const write = opening.result.transaction(table, "readwrite")
      write.objectStore(table).put(row)
      write.oncomplete = () => {
        opening.result.close()
        done()
      }
    }
  })
}

/** Everything that the browser keeps of the page, bytes as the letters that they would be. */
export function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>(done => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => done(opening.result)
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>(done => {
          const reading = database.transaction(store).objectStore(store).getAll()
          reading.onsuccess = () => done(reading.result)
        })
        const letters = (_: string, value: unknown) =>
          value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value
        found.push(JSON.stringify(rows, letters))
      }
      database.close()
    }
    const folders = [await navigator.storage.getDirectory()]
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for await (const entry of folder.values()) {
        if (entry.kind === "directory") folders.push(entry as FileSystemDirectoryHandle)
        else {
          const file = await (entry as FileSystemFileHandle).getFile()
          const packed = entry.name.endsWith(".backup")
          const bytes = packed ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file
          // A copy that is being written just now is whole at another time.
          const text = await new Response(bytes).text().catch(() => "")
          found.push(entry.name, text)
        }
      }
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const { url } of await cache.keys()) found.push(url)
    }
    return found.join("\n")
  })
}
