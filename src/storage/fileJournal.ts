import { createHash } from "node:crypto"
import { existsSync, ftruncateSync } from "node:fs"
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises"
import { join } from "node:path"
import { err, ok, type Result } from "../lib/result.ts"
import {
  beyondKeep,
  type Commit,
  type Fence,
  type Journal,
  type RunHead,
  type RunSummary,
} from "../model/journal.ts"
import type { Problem } from "../model/problems.ts"
import { IndexedRun, isAfter, matchesQuery, newestFirst, pageOf } from "./history.ts"
import { createListeners } from "./listeners.ts"
import { storageProblem } from "./storageProblems.ts"

/*
 * The journal of the terminal: a folder for each run, in it `journal.jsonl`, to which each commit appends one line
 * and flushes it to the disk. A line that was cut by a crash is no commit: it is left out when read, and the next
 * claim cuts it off. A claim is a line too, and makes the file `epoch-N`, which only one program can make; lines of
 * an older epoch behind it do not count, so a writer that was overtaken can do no harm.
 *
 *     runs/r1/journal.jsonl   {"seq":0,"epoch":1,"events":[…],"summary":{…}}
 *                             {"seq":2,"epoch":1,"events":[…]}
 *                             {"claim":2}
 *     runs/r1/epoch-2
 *     runs/r1/note.json       what lists show of the run, and how long its journal was then
 *     blobs/9f86d08…          values too large for an event, by the hash of their text
 */

interface CommitLine<Event> {
  readonly seq: number
  readonly epoch: number
  readonly events: readonly Event[]
  readonly summary?: Partial<RunSummary>
  readonly staged?: Commit["staged"]
  readonly ends?: true
  readonly blobs?: readonly string[]
}

type Line<Event> = CommitLine<Event> | { readonly claim: number } | { readonly release: number }

interface OpenRun<Event> {
  readonly head: RunHead
  readonly summary: RunSummary
  readonly commits: readonly CommitLine<Event>[]
  /** Bytes of whole lines: what comes after was cut by a crash. */
  readonly length: number
}

/** The journal of a run that is written to here, and how long it is. */
interface OpenFile {
  readonly handle: FileHandle
  size: number
}

/** What is known of a run without its events. */
interface Known {
  readonly head: RunHead
  readonly summary: RunSummary
  readonly blobs: readonly string[]
}

/** What was known of a run when its journal was looked at. */
interface Glance extends Known {
  /** How large its journal was then, and when it was last written. */
  readonly of: string
}

/** A claim that has not written its line by then, in milliseconds, never will: its program was killed. */
const longestClaim = 10_000

/** Keeps journals in a folder. Staged changes stand in the lines that committed them. */
export function createFileJournal<Event>(
  folder: string,
  write: (file: FileHandle, bytes: Buffer) => Promise<void> = (file, bytes) => file.appendFile(bytes),
): Journal<Event> {
  const listeners = createListeners<[run: string, seq: number, events: readonly Event[]]>()
  /** The runs that are written to here. */
  const own = new Map<string, Known>()
  const files = new Map<string, OpenFile>()

  const runFolder = (run: string) => join(folder, "runs", run)
  const journalOf = (run: string) => join(runFolder(run), "journal.jsonl")
  const noteOf = (run: string) => join(runFolder(run), "note.json")
  const epochFile = (run: string, epoch: number) => join(runFolder(run), `epoch-${epoch}`)

  async function load(run: string): Promise<OpenRun<Event> | undefined> {
    if (!isFileName(run) || !existsSync(journalOf(run))) return undefined
    return foldLines<Event>(run, await readFile(journalOf(run)))
  }

  async function appendLine(run: string, line: Line<Event>, epoch: number): Promise<Result<void, Problem>> {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
    try {
      const file = files.get(run) ?? (await openFile(run))
      try {
        await write(file.handle, bytes)
        await file.handle.datasync()
      } catch (cause) {
        // Half a line may be there, which nothing may be added to; whoever has claimed the run has cut it off already.
        if (!existsSync(epochFile(run, epoch + 1))) ftruncateSync(file.handle.fd, file.size)
        throw cause
      }
      file.size += bytes.length
      return ok(undefined)
    } catch (cause) {
      return err(problemOf(cause))
    }
  }

  async function openFile(run: string): Promise<OpenFile> {
    const handle = await open(journalOf(run), "a")
    const file = { handle, size: (await handle.stat()).size }
    files.set(run, file)
    return file
  }

  /** The number of the next claim. One whose program died before it had written its line is passed over. */
  async function nextEpoch(run: string, last: number): Promise<number> {
    const file = await stat(epochFile(run, last + 1)).catch(() => undefined)
    return file !== undefined && Date.now() - file.mtimeMs > longestClaim
      ? nextEpoch(run, last + 1)
      : last + 1
  }

  async function closeFile(run: string): Promise<void> {
    const file = files.get(run)
    files.delete(run)
    await file?.handle.close()
  }

  async function keepBlobs(commit: Partial<Commit>): Promise<Result<void, Problem>> {
    try {
      for (const { hash, text } of commit.blobs ?? []) await writeWhole(join(folder, "blobs"), hash, text)
      return ok(undefined)
    } catch (cause) {
      return err(problemOf(cause))
    }
  }

  function lineOf(
    seq: number,
    epoch: number,
    events: readonly Event[],
    commit: Partial<Commit>,
  ): CommitLine<Event> {
    const { summary, staged, ends, blobs } = commit
    return {
      seq,
      epoch,
      events,
      ...(summary ? { summary } : {}),
      ...(staged?.length ? { staged } : {}),
      ...(ends ? { ends } : {}),
      ...(blobs?.length ? { blobs: hashesOf(commit) } : {}),
    }
  }

  /** What is known of the run by its note; where that is behind the journal, by reading it, and noted for the next. */
  async function glance(run: string): Promise<Glance | undefined> {
    if (!isFileName(run)) return undefined
    const of = await stampOf(run)
    if (of === undefined) return undefined
    const noted = await readGlance(noteOf(run))
    if (noted?.of === of) return noted
    const loaded = await load(run)
    return loaded && note(run, of, knownOf(loaded))
  }

  async function stampOf(run: string): Promise<string | undefined> {
    const now = await stat(journalOf(run)).catch(() => undefined)
    return now && `${now.size} ${now.mtimeMs}`
  }

  async function note(run: string, of: string, known: Known): Promise<Glance> {
    const glance = { of, ...known }
    // A note that could not be kept, or was cut, is made again: it says nothing that the journal does not.
    await writeFile(noteOf(run), JSON.stringify(glance)).catch(() => {})
    return glance
  }

  async function allRuns(): Promise<Glance[]> {
    const names = existsSync(join(folder, "runs")) ? await readdir(join(folder, "runs")) : []
    const found: Glance[] = []
    // Not all at once: there are only so many files that a program may have open.
    for (let from = 0; from < names.length; from += 64) {
      const some = await Promise.all(names.slice(from, from + 64).map(glance))
      found.push(...some.filter(run => run !== undefined))
    }
    return found
  }

  return {
    async create(summary, events, commit = {}) {
      const { run } = summary
      if (!isFileName(run))
        return err(storageProblem("storage_failed", { why: `"${run}" cannot name a folder` }))
      if (existsSync(journalOf(run))) return err(storageProblem("run_exists", { run }))
      await mkdir(runFolder(run), { recursive: true })
      const kept = await keepBlobs(commit)
      if (!kept.ok) return kept
      const head: RunHead = { run, seq: events.length, epoch: 1, claims: 0, ended: false }
      const done = await appendLine(run, lineOf(0, 1, events, { ...commit, summary }), 1)
      if (!done.ok) return done
      own.set(run, { head, summary, blobs: hashesOf(commit) })
      listeners.tell(run, 0, events)
      return ok(head)
    },

    async append(run: string, fence: Fence, events: readonly Event[], commit: Commit) {
      const known = own.get(run) ?? knownOf(await load(run))
      if (!known) return err(storageProblem("run_not_found", { run }))
      const { head } = known
      if (head.epoch !== fence.epoch || existsSync(epochFile(run, fence.epoch + 1))) {
        return err(storageProblem("not_the_owner"))
      }
      if (head.seq !== fence.seq) return err(storageProblem("journal_moved_on"))
      const kept = await keepBlobs(commit)
      if (!kept.ok) return kept
      const done = await appendLine(run, lineOf(fence.seq, fence.epoch, events, commit), fence.epoch)
      if (!done.ok) {
        // What reached the file is not known: it is read again before anything is added.
        own.delete(run)
        await closeFile(run)
        return done
      }
      const now = {
        head: { ...head, seq: head.seq + events.length, claims: 0, ended: commit.ends ?? head.ended },
        summary: commit.summary ? { ...known.summary, ...commit.summary } : known.summary,
        blobs: commit.blobs?.length ? [...known.blobs, ...hashesOf(commit)] : known.blobs,
      }
      own.set(run, now)
      if (commit.ends) {
        await closeFile(run)
        // Whoever lists runs next need not read what was just written.
        const of = await stampOf(run)
        if (of !== undefined) await note(run, of, now)
      }
      listeners.tell(run, fence.seq, events)
      return ok(undefined)
    },

    async *read(run, from = 0) {
      const loaded = await load(run)
      let seq = 0
      for (const { events } of loaded?.commits ?? []) {
        const fresh = events.slice(Math.max(0, from - seq))
        seq += events.length
        if (fresh.length > 0) yield fresh
      }
    },

    async blob(hash) {
      const file = join(folder, "blobs", hash)
      return isFileName(hash) && existsSync(file) ? readFile(file, "utf8") : undefined
    },

    async head(run) {
      return (await load(run))?.head
    },

    async unfinished() {
      return (await allRuns()).map(run => run.head).filter(head => !head.ended)
    },

    async claim(run) {
      const loaded = await load(run)
      if (!loaded) return err(storageProblem("run_not_found", { run }))
      const epoch = await nextEpoch(run, loaded.head.epoch)
      try {
        await writeFile(epochFile(run, epoch), "", { flag: "wx", flush: true })
        await closeFile(run)
        const file = await open(journalOf(run), "r+")
        await file.truncate(loaded.length)
        await file.close()
      } catch (cause) {
        const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST"
        return err(taken ? storageProblem("not_the_owner") : problemOf(cause))
      }
      const done = await appendLine(run, { claim: epoch }, epoch)
      if (!done.ok) {
        await rm(epochFile(run, epoch), { force: true })
        return done
      }
      const known = knownOf(loaded)
      const head = { ...known.head, epoch, claims: known.head.claims + 1 }
      own.set(run, { ...known, head })
      return ok(head)
    },

    async release(run, epoch) {
      const loaded = await load(run)
      if (loaded?.head.epoch === epoch) await appendLine(run, { release: epoch }, epoch)
      own.delete(run)
      await closeFile(run)
    },

    watch: listeners.add,

    async history(query) {
      const runs = (await allRuns())
        .map(run => run.summary)
        .filter(summary => isAfter(summary, query.after) && matchesQuery(new IndexedRun(summary), query))
      return pageOf(runs.sort(newestFirst), query.most)
    },

    async beyond(workflow, keep, now) {
      const summaries = (await allRuns()).map(({ summary }) => summary)
      return beyondKeep(
        summaries.filter(summary => summary.workflow === workflow),
        keep,
        now,
      )
    },

    async workflows() {
      return [...new Set((await allRuns()).map(({ summary }) => summary.workflow))]
    },

    async remove(ended) {
      for (const run of ended) {
        const loaded = await load(run)
        if (!loaded?.head.ended) continue
        await closeFile(run)
        own.delete(run)
        await rm(runFolder(run), { recursive: true, force: true })
      }
      await dropUnusedBlobs(join(folder, "blobs"), await allRuns())
    },

    async close() {
      for (const run of [...files.keys()]) await closeFile(run)
    },
  }
}

/** Reads the lines of a journal. A last line without its end is what a crash left of a commit that never was. */
function foldLines<Event>(run: string, bytes: Buffer): OpenRun<Event> | undefined {
  const length = bytes.lastIndexOf(10) + 1
  const commits: CommitLine<Event>[] = []
  let summary: RunSummary | undefined
  let head: RunHead = { run, seq: 0, epoch: 1, claims: 0, ended: false }
  for (const text of bytes.subarray(0, length).toString("utf8").split("\n")) {
    if (text === "") continue
    const line = parseLine<Event>(run, head.seq, text)
    if ("claim" in line) head = { ...head, epoch: Math.max(head.epoch, line.claim), claims: head.claims + 1 }
    else if ("release" in line) head = { ...head, claims: 0 }
    else if (line.epoch === head.epoch && line.seq === head.seq) {
      commits.push(line)
      head = { ...head, seq: head.seq + line.events.length, claims: 0, ended: line.ends ?? head.ended }
      if (line.summary) summary = { ...summary, ...line.summary } as RunSummary
    } else if (line.epoch === head.epoch) {
      throw damaged(run, head.seq, `event ${line.seq} follows`)
    }
  }
  return summary && { head, summary, commits, length }
}

function knownOf<Event>(loaded: OpenRun<Event>): Known
function knownOf<Event>(loaded: OpenRun<Event> | undefined): Known | undefined
function knownOf<Event>(loaded: OpenRun<Event> | undefined): Known | undefined {
  return (
    loaded && {
      head: loaded.head,
      summary: loaded.summary,
      blobs: loaded.commits.flatMap(({ blobs = [] }) => blobs),
    }
  )
}

function hashesOf({ blobs = [] }: Partial<Commit>): string[] {
  return blobs.map(({ hash }) => hash)
}

function parseLine<Event>(run: string, seq: number, text: string): Line<Event> {
  try {
    return JSON.parse(text) as Line<Event>
  } catch (cause) {
    throw damaged(run, seq, cause instanceof Error ? cause.message : "it cannot be read")
  }
}

function damaged(run: string, seq: number, why: string): Error {
  return Object.assign(new Error(`Expected event ${seq} of run ${run}: ${why}`), {
    problem: { ...storageProblem("journal_damaged"), data: { run, seq, why } },
  })
}

/** Writes a file so that it is there whole or not at all. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, name)
  if (existsSync(file)) return
  await mkdir(folder, { recursive: true })
  const draft = `${file}.${createHash("sha256").update(text).digest("hex").slice(0, 8)}.part`
  await writeFile(draft, text, { flush: true })
  await rename(draft, file)
}

async function readGlance(file: string): Promise<Glance | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Glance
  } catch {
    return undefined
  }
}

async function dropUnusedBlobs(folder: string, runs: readonly Glance[]): Promise<void> {
  if (!existsSync(folder)) return
  const used = new Set(runs.flatMap(run => run.blobs))
  for (const name of await readdir(folder)) if (!used.has(name)) await rm(join(folder, name), { force: true })
}

/** Names that come from outside become paths only if they cannot lead elsewhere. */
function isFileName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name)
}

function problemOf(cause: unknown): Problem {
  const code = cause instanceof Error && "code" in cause ? cause.code : ""
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") return storageProblem("storage_full")
  return storageProblem("storage_failed", { why: cause instanceof Error ? cause.message : String(cause) })
}
