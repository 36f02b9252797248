import type { OpenFile } from "../format/file.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { type CheckInParts, type Findings, findInParts } from "./facts.ts"

/** So long, in milliseconds, the page does nothing else. */
const longest = 10

/** A search that goes on as long as somebody waits for what it finds. */
interface Search {
  readonly catalogue: Catalogue
  readonly check: CheckInParts | null
  readonly hearers: Set<(found: Findings) => void>
}

const searches = new WeakMap<OpenFile, Search>()

/** Finds what is wrong with the file, a little at a time; gives the way not to wait for it any longer. */
export function findSoon(
  file: OpenFile,
  { catalogue, check }: Pick<Search, "catalogue" | "check">,
  hear: (found: Findings) => void,
): () => void {
  const known = searches.get(file)
  const isSame = known !== undefined && known.catalogue === catalogue && known.check === check
  const search: Search = isSame && known.hearers.size > 0 ? known : { catalogue, check, hearers: new Set() }
  search.hearers.add(hear)
  if (search !== known) {
    searches.set(file, search)
    void go(search, findInParts(file, catalogue, check))
  }
  return () => search.hearers.delete(hear)
}

async function go({ hearers }: Search, work: Generator<undefined, Findings>): Promise<void> {
  for (;;) {
    await nextTurn()
    if (hearers.size === 0) return
    const began = performance.now()
    do {
      const part = work.next()
      if (!part.done) continue
      for (const hear of hearers) hear(part.value)
      hearers.clear()
      return
    } while (performance.now() - began < longest)
  }
}

/** Lets the page do what else there is; one that nobody looks at, and which may soon be gone, has nothing else. */
function nextTurn(): Promise<void> | undefined {
  if (document.visibilityState === "hidden") return undefined
  return new Promise(go => setTimeout(go))
}
