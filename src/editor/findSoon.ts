import type { OpenFile } from "../format/file.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { type CheckInParts, type Findings, findInParts } from "./facts.ts"

/** So long, in milliseconds, the page does nothing else: a letter and its frame wait for no more than that. */
const longest = 5

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
    go(search, findInParts(file, catalogue, check))
  }
  return () => search.hearers.delete(hear)
}

/** What finishes the searches that are under way. */
const underWay = new Set<() => void>()
let isLeaving = false

/** What a page writes before it goes away waits for what is found: then nothing is put off any more. */
function heedLeaving() {
  const finish = () => {
    for (const each of underWay) each()
  }
  window.addEventListener("pagehide", () => {
    isLeaving = true
    finish()
  })
  window.addEventListener("pageshow", () => {
    isLeaving = false
  })
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && finish())
}

let heeds = false

function go({ hearers }: Search, work: Generator<undefined, Findings>): void {
  if (!heeds) heedLeaving()
  heeds = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => {
    clearTimeout(timer)
    underWay.delete(finish)
  }
  const goOn = (until: number) => {
    do {
      if (hearers.size === 0) return end()
      const part = work.next()
      if (!part.done) continue
      end()
      for (const hear of hearers) hear(part.value)
      return hearers.clear()
    } while (performance.now() < until)
    rest()
  }
  const finish = () => goOn(Number.POSITIVE_INFINITY)
  const rest = () => {
    timer = setTimeout(() => goOn(performance.now() + longest))
  }
  underWay.add(finish)
  if (isLeaving || document.visibilityState === "hidden") finish()
  else rest()
}
