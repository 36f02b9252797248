import type { Translate } from "../language/translated.ts"
import { type HistoryPage, type HistoryQuery, isAsking, type RunSummary, wordsOf } from "../model/journal.ts"
import { sayMeant } from "../model/meant.ts"

/** A run with the text it is found by, in lower case, which is put together when it is first asked for. */
export class IndexedRun {
  readonly summary: RunSummary
  #hay: string | undefined
  #translate: Translate | undefined

  constructor(summary: RunSummary) {
    this.summary = summary
  }

  /** The text, with what is said in English as it stands and as it reads when translated. */
  hay(translate?: Translate): string {
    if (this.#hay === undefined || this.#translate !== translate) {
      const { name, tags, text, problem = "" } = this.summary
      const meant = meantIn(this.summary)
      const lines = [name, ...tags, text, meant, problem]
      for (const english of [meant, problem]) {
        const read = translate?.(english) ?? english
        if (read !== english) lines.push(read)
      }
      this.#hay = lines.join("\n").toLowerCase()
      this.#translate = translate
    }
    return this.#hay
  }
}

/** The run as the database finds it: with each of its words. */
export function indexRun(summary: RunSummary) {
  const { name, tags, text, problem = "" } = summary
  return { summary, words: wordsOf(name, ...tags, text, meantIn(summary), problem) }
}

function meantIn({ meant }: RunSummary): string {
  return meant === undefined ? "" : sayMeant(meant)
}

/** Whether the question asks for all runs there are. */
export function isEverything({ most: _, spoken: __, ...asked }: HistoryQuery): boolean {
  return Object.values(asked).every(value => value === undefined)
}

/** Whether the run is one that the question asks for, the place in the list not considered. */
export function matchesQuery(
  run: IndexedRun,
  query: HistoryQuery,
  words: readonly string[] = wordsOf(query.text ?? ""),
  translate?: Translate,
): boolean {
  const { summary } = run
  const {
    run: only,
    workflow,
    status,
    trigger,
    tag,
    usd = 0,
    since = 0,
    until = Number.POSITIVE_INFINITY,
  } = query
  return (
    (only === undefined || summary.run === only) &&
    summary.startedAt >= since &&
    summary.startedAt <= until &&
    (workflow === undefined || summary.workflow === workflow) &&
    (status === undefined || summary.status === status) &&
    (trigger === undefined || summary.trigger === trigger) &&
    (tag === undefined || summary.tags.includes(tag)) &&
    summary.usd >= usd &&
    (query.asking === undefined || isAsking(summary)) &&
    hasWords(run, words, translate)
  )
}

/** Every word begins a word of the run's. */
function hasWords(run: IndexedRun, words: readonly string[], translate: Translate | undefined): boolean {
  if (words.length === 0) return true
  const hay = run.hay(translate)
  return words.every(word => {
    for (let at = hay.indexOf(word); at >= 0; at = hay.indexOf(word, at + 1)) {
      if (at === 0 || !isWordly.test(hay.slice(Math.max(0, at - 2), at))) return true
    }
    return false
  })
}

/** Ends within a word. */
const isWordly = /[\p{L}\p{N}]$/u

/** Newest first; of the same moment, by run, so that pages neither repeat nor leave out. */
export function newestFirst(a: RunSummary, b: RunSummary): number {
  return b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1)
}

/** Whether the run stands behind the place where the page before ended. */
export function isAfter(summary: RunSummary, after: string | undefined): boolean {
  if (after === undefined) return true
  const [time, run] = readCursor(after)
  return summary.startedAt < time || (summary.startedAt === time && summary.run < run)
}

/** The moment at which the page begins, where it does not begin at the newest. */
export function cursorTime(after: string | undefined): number | undefined {
  return after === undefined ? undefined : readCursor(after)[0]
}

/** Cuts a page from runs in order, of which there is at least one more than the page holds if there is a next one. */
export function pageOf(runs: readonly RunSummary[], most: number): HistoryPage {
  const page = runs.slice(0, most)
  const last = page.at(-1)
  return { runs: page, next: runs.length > most && last ? `${last.startedAt}/${last.run}` : null }
}

function readCursor(text: string): [time: number, run: string] {
  const slash = text.indexOf("/")
  return [Number(text.slice(0, slash)), text.slice(slash + 1)]
}
