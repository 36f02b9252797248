/*
 * The files of the page, kept so that it opens without a network. A file whose name holds the hash of its content is
 * the same for ever: it is taken from what is kept. A page is asked for first, so that a new version is there as soon
 * as it is served, and taken from what is kept where there is no answer; it names files of its own version only.
 *
 *     visit ──▶ index.html: network, else kept ──▶ assets/…-hash.js: kept, else network
 *     new version: all its files are kept before the old ones go, and those stay for tabs that still show them
 */

/** The files of one version of the page, as the build lists them. */
export interface ShellFiles {
  /** A hash of them all. */
  readonly version: string
  /** Relative to the page's folder; those of `assets/` have the hash of their content in their names. */
  readonly files: readonly string[]
  /** The same, of pages: `""` is the folder itself. */
  readonly pages: readonly string[]
}

/** What the keeper of the page's files is handed. */
export interface ShellParts extends ShellFiles {
  readonly caches: CacheStorage
  readonly fetch: (request: RequestInfo | URL, init?: RequestInit) => Promise<Response>
  /** The address of the page's folder. */
  readonly root: string
  readonly after: (milliseconds: number, work: () => void) => () => void
}

/** Keeps the files of the page. */
export interface Shell {
  /** Keeps all files of this version; fails where one cannot be had. */
  keep(): Promise<void>
  /** Lets go of all versions but this one and the one before. */
  tidy(): Promise<void>
  /** The answer to a request of the page; undefined for what is none of its files. */
  answer(request: Request): Promise<Response> | undefined
}

/** A server that has not answered by then is as good as none, in milliseconds. */
const pagePatience = 4_000
/** So many files are fetched at once. */
const width = 4

/** Makes the keeper of the page's files. */
export function createShell({ caches, fetch, root, version, files, pages, after }: ShellParts): Shell {
  const prefix = `rivulet ${root} `
  const mine = `${prefix}${version}`
  const addressOf = (file: string): string => new URL(file, root).href

  /** The names of what is kept, from the newest. */
  async function kept(): Promise<string[]> {
    return (await caches.keys()).filter(name => name.startsWith(prefix)).reverse()
  }

  async function find(address: string): Promise<Response | undefined> {
    for (const name of await kept()) {
      const found = await (await caches.open(name)).match(address, { ignoreVary: true })
      if (found !== undefined) return found
    }
    return undefined
  }

  async function keepFile(cache: Cache, file: string): Promise<void> {
    const address = addressOf(file)
    const isPage = pages.includes(file)
    const before = isPage ? undefined : await find(address)
    const answer = before ?? (await fetch(address, isPage ? { cache: "no-cache" } : {}))
    if (!answer.ok) throw new Error(`Expected ${address} to be there but got ${answer.status}`)
    if (isPage) await expectOwn(answer.clone())
    await cache.put(address, asServed(answer))
  }

  /** A page of another version, served while versions change, would name files that are not kept. */
  async function expectOwn(page: Response): Promise<void> {
    const text = await page.text()
    const foreign = [...text.matchAll(/assets\/[\w.-]+/g)].find(([file]) => !files.includes(file))
    if (foreign) throw new Error(`Expected a page of version ${version} but it names ${foreign[0]}`)
  }

  async function newestPage(request: Request, file: string): Promise<Response> {
    let callOff = () => {}
    const late = new Promise<undefined>(go => {
      callOff = after(pagePatience, () => go(undefined))
    })
    const fresh = fetch(request)
    const answer = await Promise.race([fresh.catch(() => undefined), late])
    callOff()
    if (answer !== undefined && answer.status < 500) return answer
    return (await find(addressOf(file))) ?? answer ?? fresh
  }

  return {
    async keep() {
      const cache = await caches.open(mine)
      const left = [...pages, ...files]
      const take = async (): Promise<void> => {
        for (let file = left.shift(); file !== undefined; file = left.shift()) await keepFile(cache, file)
      }
      await Promise.all(Array.from({ length: width }, take))
    },
    async tidy() {
      const others = (await kept()).filter(name => name !== mine)
      await Promise.all(others.slice(1).map(name => caches.delete(name)))
    },
    answer(request) {
      const address = new URL(request.url)
      const place = `${address.origin}${address.pathname}`
      if (request.method !== "GET" || !place.startsWith(root)) return undefined
      const file = place.slice(root.length).replace(/^index\.html$/, "")
      if (pages.includes(file)) return newestPage(request, file)
      if (!file.startsWith("assets/") && !files.includes(file)) return undefined
      return find(place).then(found => found ?? fetch(request))
    },
  }
}

/** What was reached by way of another address may not stand in for a page: it is the same without that mark. */
function asServed(answer: Response): Response {
  if (!answer.redirected) return answer
  const { status, statusText, headers } = answer
  return new Response(answer.body, { status, statusText, headers })
}
