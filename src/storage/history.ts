import { type HistoryPage, type HistoryQuery, type RunSummary, wordsOf } from "../model/journal.ts"

/** A run with the words it is found by. */
export interface IndexedRun {
  readonly summary: RunSummary
  readonly words: readonly string[]
}

/** The run, ready to be found. */
export function indexRun(summary: RunSummary): IndexedRun {
  return { summary, words: wordsOf(summary.name, ...summary.tags, summary.text) }
}

/** The run, ready to be found, its words worked out when they are first asked for. */
export function lazyIndex(summary: RunSummary): IndexedRun {
  let words: readonly string[] | undefined
  return {
    summary,
    get words() {
      words ??= indexRun(summary).words
      return words
    },
  }
}

/** Whether the run is one that the question asks for, the place in the list not considered. */
export function matchesQuery(run: IndexedRun, query: HistoryQuery): boolean {
  const { summary } = run
  const { workflow, status, trigger, tag, usd = 0, since = 0, until = Number.POSITIVE_INFINITY } = query
  return (
    summary.startedAt >= since &&
    summary.startedAt <= until &&
    (workflow === undefined || summary.workflow === workflow) &&
    (status === undefined || summary.status === status) &&
    (trigger === undefined || summary.trigger === trigger) &&
    (tag === undefined || summary.tags.includes(tag)) &&
    summary.usd >= usd &&
    (query.asking === undefined || isAsking(summary)) &&
    (query.text === undefined || hasWords(run, query.text))
  )
}

function hasWords(run: IndexedRun, text: string): boolean {
  return wordsOf(text).every(word => run.words.some(other => other.startsWith(word)))
}

/** Whether the run waits for a person. */
export function isAsking({ asks = 0, endedAt }: RunSummary): boolean {
  return asks > 0 && endedAt === null
}

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
