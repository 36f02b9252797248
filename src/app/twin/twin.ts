import { createStore, type StoreApi } from "zustand/vanilla"
import { t } from "../../language/t.ts"
import { ok, type Result } from "../../lib/result.ts"
import type { Answer, FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { KeptWorkflow, WorkflowStore } from "../stores.ts"
import {
  type Agreed,
  isWorkflowFile,
  type There,
  type TwinMove,
  type TwinPlan,
  type TwinQuestion,
  twinPlan,
} from "./twinPlan.ts"

/** A folder of the disk, as far as it is needed here. */
export interface TwinFolder {
  entries(folder: string): Answer<readonly FileInfo[]>
  read(path: string): Answer<Uint8Array>
  write(path: string, bytes: Uint8Array): Answer<void>
  remove(path: string): Answer<void>
}

/** The folder that a person picked, and whether the browser lets the page use it now. */
export interface PickedTwin {
  readonly name: string
  readonly isOpen: boolean
  readonly files: TwinFolder
  /** Whether it is still the one; another tab may have picked another, or none. */
  isStill(): Promise<boolean>
}

/** How a folder is picked, kept over reloads, and opened again when the browser has closed it. */
export interface TwinHome {
  /** Whether this browser lets people pick folders. */
  readonly canPick: boolean
  /** Calls back with the folder, null for none, now and whenever it changes in any tab; gives the way to stop. */
  watch(hear: (picked: PickedTwin | null) => void): () => void
  /** Lets a person pick a folder; asked in answer to a click. Says what came of it. */
  pick(): Promise<"picked" | "dismissed" | "refused">
  /** Asks the browser to open the folder again; asked in answer to a click. */
  open(): Promise<boolean>
  /** Keeps the folder in step no longer. Its files stay. */
  leave(): Promise<void>
  /** Calls back when the browser says that something in the folder changed; gives the way to stop. */
  listen(hear: () => void): () => void
}

/** What workflows and files said when they last agreed. */
export interface Agreements {
  all(): Promise<readonly Agreed[]>
  put(agreed: Agreed): Promise<void>
  forget(id: string): Promise<void>
}

/** How files are read and summarised. */
export interface TwinFiles {
  idOf(text: string): string | null
  /** The workflow that a file is to become, under an id that is free. */
  draftOfNew(file: string, text: string, taken: readonly string[]): KeptDraft
  /** The workflow as the file says it, under the id that it has. */
  draftOf(id: string, text: string): KeptDraft
}

type KeptDraft = Pick<KeptWorkflow, "id" | "text" | "summary">

/** How the folder stands. */
export interface TwinState {
  /** The folder; null for none, undefined until that is known. */
  readonly folder: { readonly name: string; readonly isOpen: boolean } | null | undefined
  readonly questions: readonly TwinQuestion[]
  /** Files that cannot be read as workflows. */
  readonly unread: readonly string[]
  /** Why the last look came to nothing. */
  readonly trouble: Problem | null
  /** How many files and workflows said the same after the last look; null before the first. */
  readonly inStep: number | null
}

/** Keeps a folder of the disk in step with the workflows. */
export interface Twin {
  readonly store: StoreApi<TwinState>
  readonly home: TwinHome
  /** Begins to look at both sides whenever one may have changed; gives the way to stop. */
  start(): () => void
  /** Looks at both sides now, and does what follows. */
  look(): Promise<void>
  /** Follows one side; what the other says is kept as a version, or was asked about. */
  choose(question: TwinQuestion, side: "here" | "there"): Promise<void>
}

interface TwinParts {
  readonly home: TwinHome
  readonly workflows: WorkflowStore
  readonly agreements: Agreements
  /** Keeps a text as a version of the workflow. */
  readonly keepVersion: (workflow: string, text: string, name: string) => Promise<Result<unknown, string>>
  readonly files: TwinFiles
  /** One tab at a time looks and writes. */
  readonly locks: Pick<LockManager, "request">
  readonly now: () => number
  readonly after: (milliseconds: number, run: () => void) => () => void
  /** Calls back again and again; gives the way to stop. */
  readonly every: (milliseconds: number, run: () => void) => () => void
}

/** Held by the one tab that looks, and by whoever changes which folder it is: nothing is agreed on about another. */
export const twinLock = "rivulet-twin"
const trash = ".trash"
/** Larger files are no workflows. */
const mostBytes = 5_000_000
/** A folder says of itself that it changed where the browser can; besides, it is looked at so often. */
const pause = 2_000
/** A file that was changed so shortly ago may still be written. */
const beingWritten = 300

/** Makes what keeps a folder in step. */
export function createTwin(parts: TwinParts): Twin {
  const { home, workflows, agreements, keepVersion, files, locks, now, after, every } = parts
  const store = createStore<TwinState>(() => ({
    folder: undefined,
    questions: [],
    unread: [],
    trouble: null,
    inStep: null,
  }))
  let open: PickedTwin | null = null
  let looking: Promise<void> | null = null
  let isWanted = false
  /** What files said, by name, size and time: what did not change need not be read again. */
  const texts = new Map<string, { readonly mark: string; readonly text: string | null }>()

  function look(): Promise<void> {
    isWanted = true
    looking ??= lookWhileWanted().finally(() => {
      looking = null
    })
    return looking
  }

  async function lookWhileWanted() {
    while (isWanted) {
      isWanted = false
      const isWhole = await locks.request(twinLock, lookOnce)
      if (isWhole) continue
      await new Promise<void>(go => after(beingWritten, go))
      isWanted = true
    }
  }

  /** False where a file is being written just now: what it says so far may be half of it. */
  async function lookOnce(): Promise<boolean> {
    if (!open || !(await open.isStill())) return true
    const there = open.files
    const found = await filesOf(there)
    if (!found.ok) {
      store.setState({ trouble: found.error })
      return true
    }
    if (found.value === "being written") return false
    // What is kept is read anew: of what was heard last a part may be older than what was agreed since.
    const [here, agreed] = await Promise.all([workflows.all(), agreements.all()])
    const plan = twinPlan({ here, there: found.value, agreed, idOf: files.idOf })
    const taken = here.map(({ id }) => id)
    for (const move of plan.moves) {
      const done = await perform(there, taken, move)
      if (!done.ok) {
        store.setState({ ...shown(plan), trouble: done.error })
        return true
      }
    }
    store.setState({ ...shown(plan), trouble: null, inStep: found.value.length })
    return true
  }

  function shown({ questions, unread }: TwinPlan) {
    const isSame = JSON.stringify(questions) === JSON.stringify(store.getState().questions)
    return { unread, ...(isSame ? {} : { questions }) }
  }

  async function filesOf(there: TwinFolder): Promise<Result<readonly There[] | "being written", Problem>> {
    const entries = await there.entries("")
    if (!entries.ok) return entries
    const found: There[] = []
    const at = now()
    for (const { path, kind, size, changed } of entries.value) {
      if (kind !== "file" || !isWorkflowFile(path)) continue
      const mark = `${size} ${changed}`
      const known = texts.get(path)
      if (known?.mark !== mark && at >= changed && at - changed < beingWritten) return ok("being written")
      const text = known?.mark === mark ? known.text : size > mostBytes ? null : await textOf(there, path)
      // One that went meanwhile is not there.
      if (text === undefined) continue
      texts.set(path, { mark, text })
      found.push({ file: path, text })
    }
    return ok(found)
  }

  async function perform(
    there: TwinFolder,
    taken: string[],
    move: TwinMove,
  ): Promise<Result<unknown, Problem>> {
    const done = ok(undefined)
    switch (move.do) {
      case "agree":
        await agreements.put(move.agreed)
        return done
      case "forget":
        await agreements.forget(move.id)
        return done
      case "write": {
        const { file, text } = move.agreed
        // Whoever changed the file since it was looked at is met by the next look, and not written over.
        if ((await textOf(there, file)) !== (move.over ?? undefined)) return done
        const written = await there.write(file, new TextEncoder().encode(text))
        if (written.ok) await agreements.put(move.agreed)
        return written
      }
      case "trash": {
        const { id, file, text } = move.agreed
        if ((await textOf(there, file)) !== text) return done
        const written = await there.write(`${trash}/${now()} ${file}`, new TextEncoder().encode(text))
        if (!written.ok) return written
        const removed = await there.remove(file)
        if (removed.ok) await agreements.forget(id)
        return removed
      }
      case "take": {
        const { id, text } = move.agreed
        const written = await workflows.write([{ ...files.draftOf(id, text), seen: move.revision }])
        if (written.ok) await agreements.put(move.agreed)
        return done
      }
      case "add": {
        const draft = files.draftOfNew(move.file, move.text, taken)
        const written = await workflows.write([draft])
        taken.push(draft.id)
        if (written.ok) await agreements.put({ id: draft.id, file: move.file, text: move.text })
        return done
      }
    }
  }

  async function settle(question: TwinQuestion, side: "here" | "there") {
    const { id, file, here } = question
    if (question.about === "file_gone") {
      // Without an agreement a workflow has no file yet, and gets one; without the workflow nothing is left to ask.
      if (side === "there") await workflows.remove(id)
      return agreements.forget(id)
    }
    const { there } = question
    const kept =
      side === "here"
        ? await keepVersion(id, there, t`From the file ${file}`.slice(0, 200))
        : await keepVersion(id, here, t`Before the file was taken`)
    if (kept.ok) await agreements.put({ id, file, text: side === "here" ? there : here })
  }

  return {
    store,
    home,
    look,
    start() {
      let stopListening: (() => void) | null = null
      const stopHome = home.watch(picked => {
        stopListening?.()
        stopListening = null
        open = picked?.isOpen ? picked : null
        texts.clear()
        store.setState({
          folder: picked && { name: picked.name, isOpen: picked.isOpen },
          questions: [],
          unread: [],
          trouble: null,
          inStep: null,
        })
        if (!open) return
        stopListening = home.listen(() => void look())
        void look()
      })
      const stopRows = workflows.watch(() => {
        if (open) void look()
      })
      const stopClock = every(pause, () => {
        if (open) void look()
      })
      return () => {
        stopHome()
        stopListening?.()
        stopRows()
        stopClock()
        open = null
      }
    },
    async choose(question, side) {
      await locks.request(twinLock, async () => {
        if (await open?.isStill()) await settle(question, side)
      })
      await look()
    },
  }
}

/** What the file says; undefined for one that is not there, null for one that cannot be read as text. */
async function textOf(there: TwinFolder, path: string): Promise<string | null | undefined> {
  const read = await there.read(path)
  if (!read.ok) return read.error.code === "file_missing" ? undefined : null
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(read.value)
  } catch {
    return null
  }
}
