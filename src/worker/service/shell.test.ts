import { beforeEach, expect, test } from "vitest"
import { createShell, type ShellFiles } from "./shell.ts"

const root = "https://rivulet.test/app/"
const one: ShellFiles = { version: "one", files: ["assets/main-1.js", "assets/same-1.js"], pages: [""] }
const two: ShellFiles = { version: "two", files: ["assets/main-2.js", "assets/same-1.js"], pages: [""] }

/** What the server has, by file; what was asked of it; whether it is there. */
let served: Record<string, string>
let asked: string[]
let isAway: boolean
let caches: CacheStorage
let timers: (() => void)[]

beforeEach(() => {
  served = {
    "": '<script src="assets/main-1.js">',
    "assets/main-1.js": "main one",
    "assets/same-1.js": "same",
    "api/data": "data",
  }
  asked = []
  isAway = false
  caches = createTestCaches()
  timers = []
})

function shellOf(files: ShellFiles) {
  return createShell({
    ...{ ...files, root, caches },
    async fetch(request) {
      const file = (request instanceof Request ? request.url : String(request)).slice(root.length)
      asked.push(file)
      if (isAway) throw new TypeError("Failed to fetch")
      const text = served[file]
      return new Response(text ?? "", { status: text === undefined ? 404 : 200 })
    },
    after(_, work) {
      timers.push(work)
      return () => {}
    },
  })
}

async function ask(shell: ReturnType<typeof shellOf>, file: string, method = "GET") {
  const answer = await shell.answer(new Request(new URL(file, root), { method }))
  return answer?.text()
}

function deployTwo() {
  served = {
    "": '<script src="assets/main-2.js">',
    "assets/main-2.js": "main two",
    "assets/same-1.js": "same",
  }
}

test("what is kept is there without the server", async () => {
  const shell = shellOf(one)
  await shell.keep()
  isAway = true
  expect(await ask(shell, "")).toContain("main-1.js")
  expect(await ask(shell, "index.html")).toContain("main-1.js")
  expect(await ask(shell, "assets/main-1.js")).toBe("main one")
})

test("a file with a hash in its name is not asked for twice, a page each time", async () => {
  const shell = shellOf(one)
  await shell.keep()
  asked = []
  await ask(shell, "assets/same-1.js")
  await ask(shell, "")
  await ask(shell, "")
  expect(asked).toEqual(["", ""])
})

test("a new version is there with the next visit, and its files while the old ones stay", async () => {
  await shellOf(one).keep()
  deployTwo()
  const shell = shellOf(two)
  asked = []
  await shell.keep()
  await shell.tidy()
  expect(asked.sort()).toEqual(["", "assets/main-2.js"])
  isAway = true
  expect(await ask(shell, "")).toContain("main-2.js")
  expect(await ask(shell, "assets/main-1.js")).toBe("main one")
  isAway = false
  served = { ...served, "": "three", "assets/main-3.js": "" }
  await shellOf({ version: "three", files: ["assets/main-3.js"], pages: [""] }).keep()
  await shellOf({ version: "three", files: [], pages: [] }).tidy()
  expect(await caches.keys()).toHaveLength(2)
})

test("a version that is served in part is not kept", async () => {
  served = { "": served[""] ?? "" }
  await expect(shellOf(one).keep()).rejects.toThrow("404")
  deployTwo()
  await expect(shellOf(one).keep()).rejects.toThrow()
  await expect(shellOf({ ...one, files: ["assets/same-1.js"] }).keep()).rejects.toThrow(
    "names assets/main-2.js",
  )
})

test("a server that fails, or does not answer, is as good as none", async () => {
  const shell = shellOf(one)
  await shell.keep()
  const failing = createShell({
    ...{ ...one, root, caches, after: () => () => {} },
    fetch: async () => new Response("down", { status: 503 }),
  })
  expect(await (await failing.answer(new Request(root)))?.text()).toContain("main-1.js")
  const hanging = createShell({
    ...{ ...one, root, caches, fetch: () => new Promise(() => {}) },
    after(_, work) {
      timers.push(work)
      return () => {}
    },
  })
  const answer = hanging.answer(new Request(root))
  timers[0]?.()
  expect(await (await answer)?.text()).toContain("main-1.js")
})

test("what is none of its files goes its own way", async () => {
  const shell = shellOf(one)
  await shell.keep()
  expect(await ask(shell, "api/data")).toBeUndefined()
  expect(await ask(shell, "", "POST")).toBeUndefined()
  expect(await ask(shell, "https://elsewhere.test/app/assets/main-1.js")).toBeUndefined()
  expect(await ask(shell, "https://rivulet.test/other/assets/main-1.js")).toBeUndefined()
})

/** As much of a browser's caches as is used, in memory. */
function createTestCaches(): CacheStorage {
  const all = new Map<string, Map<string, Response>>()
  const storage: Pick<CacheStorage, "open" | "keys" | "delete"> = {
    keys: async () => [...all.keys()],
    delete: async name => all.delete(name),
    async open(name) {
      const kept = all.get(name) ?? new Map<string, Response>()
      all.set(name, kept)
      const cache: Pick<Cache, "match" | "put"> = {
        match: async address => kept.get(String(address))?.clone(),
        put: async (address, response) => void kept.set(String(address), response),
      }
      return cache as Cache
    },
  }
  return storage as CacheStorage
}
