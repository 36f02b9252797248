import type { Language } from "../language/language.ts"
import type { Translate } from "../language/translated.ts"
import {
  type HistoryPage,
  type HistoryQuery,
  type Journal,
  type RunSummary,
  wordsOf,
} from "../model/journal.ts"
import { IndexedRun, isAfter, matchesQuery, newestFirst, pageOf } from "../storage/history.ts"

/*
 * All entries of the history in memory, newest first: read once, when somebody first asks, and kept up to date from
 * what is committed. So a question about fifty thousand runs is a walk through a list, whatever it asks for.
 */

/** Answers questions about all runs. */
export interface HistoryIndex {
  history(query: HistoryQuery): Promise<HistoryPage>
  /** All entries, newest first. */
  all(): Promise<readonly RunSummary[]>
  /** The entry of the run may have changed. */
  touch(run: string): void
  forget(runs: readonly string[]): void
  /** Reads all entries before anybody asks, for everybody will. */
  readAhead(): void
  /** Something has changed since the last question was answered. */
  isStale(): boolean
}

/** More runs than any history holds. */
const everything = 1_000_000_000
/** A run that is new to us may have started a little before the newest that we know. */
const slack = 60_000

/** Makes the index over a journal, which finds problems by their words in languages that there is a translator into. */
export function createHistoryIndex(
  journal: Pick<Journal<never>, "history">,
  translatorInto?: (language: Language) => Promise<Translate>,
): HistoryIndex {
  const translators = new Map<Language, Promise<Translate | undefined>>()
  let entries: IndexedRun[] = []
  /** The entries by run, once one of them has changed: who only looks at the history needs none of it. */
  let byRun: Map<string, IndexedRun> | undefined
  const touched = new Set<string>()
  /** What was read last: who asks meanwhile waits for it, so that nobody is told of the time before. */
  let reading: Promise<void> | undefined

  async function load(): Promise<void> {
    touched.clear()
    const { runs } = await journal.history({ most: everything })
    // What was touched meanwhile is read again.
    entries = runs.map(summary => new IndexedRun(summary))
    byRun = undefined
  }

  function known(): Map<string, IndexedRun> {
    byRun ??= new Map(entries.map(entry => [entry.summary.run, entry]))
    return byRun
  }

  function catchUp(): Promise<void> {
    reading = reading === undefined ? load() : reading.then(readTouched)
    return reading
  }

  async function readTouched(): Promise<void> {
    if (touched.size === 0) return
    const runs = new Set(touched)
    touched.clear()
    const newest = entries[0]?.summary.startedAt ?? 0
    const isNew = [...runs].some(run => !known().has(run))
    const times = new Set([...runs].flatMap(run => known().get(run)?.summary.startedAt ?? []))
    const pages = await Promise.all([
      ...(isNew ? [journal.history({ since: newest - slack, most: everything })] : []),
      ...[...times].map(at => journal.history({ since: at, until: at, most: everything })),
    ])
    const fresh = new Map(pages.flatMap(page => page.runs).map(summary => [summary.run, summary]))
    for (const run of runs) put(run, fresh.get(run))
  }

  /** Puts the entry where its start belongs, which is nearly always the front. */
  function put(run: string, summary: RunSummary | undefined): void {
    const before = known().get(run)
    if (before !== undefined) entries.splice(entries.indexOf(before), 1)
    known().delete(run)
    if (summary === undefined) return
    const entry = new IndexedRun(summary)
    const later = entries.findIndex(other => newestFirst(summary, other.summary) < 0)
    entries.splice(later < 0 ? entries.length : later, 0, entry)
    known().set(run, entry)
  }

  /** Says problems in the language; each once, for many runs end with the same. */
  function translatorOf(language: Language): Promise<Translate | undefined> {
    const present =
      translators.get(language) ??
      Promise.resolve(translatorInto?.(language)).then(
        translate => translate && eachOnce(translate),
        () => {
          // The words did not come: this time runs are found by the English ones.
          translators.delete(language)
          return undefined
        },
      )
    translators.set(language, present)
    return present
  }

  return {
    async history(query) {
      const { spoken = "en", text } = query
      const translate = text === undefined || spoken === "en" ? undefined : await translatorOf(spoken)
      await catchUp()
      const found: RunSummary[] = []
      let total = 0
      const words = wordsOf(query.text ?? "")
      for (const entry of entries) {
        if (!matchesQuery(entry, query, words, translate)) continue
        total++
        if (found.length <= query.most && isAfter(entry.summary, query.after)) found.push(entry.summary)
      }
      return { ...pageOf(found, query.most), total }
    },
    async all() {
      await catchUp()
      return entries.map(({ summary }) => summary)
    },
    touch: run => touched.add(run),
    readAhead() {
      // Whoever asks hears what went wrong.
      void catchUp().catch(() => {})
    },
    isStale: () => touched.size > 0,
    forget(runs) {
      for (const run of runs) put(run, undefined)
    },
  }
}

function eachOnce(translate: Translate): Translate {
  const told = new Map<string, string>()
  return text => {
    const before = told.get(text)
    if (before !== undefined) return before
    const own = translate(text)
    told.set(text, own)
    return own
  }
}
