import { createStore, type StoreApi } from "zustand/vanilla"
import type { OpenFile } from "../format/file.ts"
import { t } from "../language/t.ts"
import { err, type Result } from "../lib/result.ts"
import type { Editor } from "./editor.ts"
import { trailOf, type UndoTrail } from "./undoTrail.ts"

/** A workflow as it is kept. */
export interface Kept {
  readonly text: string
  readonly revision: number
}

/** Where an open workflow lives. A write names the revision that it has seen, and gives the one that it made. */
export interface Home {
  write(file: OpenFile, seen: number, trail: UndoTrail): Promise<Result<number, SaveFailure>>
  /** Keeps what follows from a text that was written under this revision; worth nothing once another one is. */
  describe(file: OpenFile, revision: number): Promise<void>
  /** What is kept now, with what could be undone when it was written; null for a workflow that was deleted. */
  read(): Promise<(Kept & { readonly trail: UndoTrail | null }) | null>
  /** Calls back with what is kept whenever that changes, whoever changed it; null when it was deleted. */
  watch(onChange: (kept: Kept | null) => void): () => void
  /** Keeps a text as a version, so that a choice between two loses neither; false where that cannot be. */
  keepVersion(text: string, name: string): Promise<boolean>
}

/** Why the present text is not on disk. */
export interface SaveFailure {
  readonly reason: "changed" | "refused"
  readonly say: string
}

/** Whether the present text is on disk: said as it is, never as it is hoped. */
export type SaveState =
  | { readonly is: "saved" }
  | { readonly is: "waiting" }
  | { readonly is: "failed"; readonly failure: SaveFailure }

/** Keeps an open workflow on disk. */
export interface Saving {
  readonly store: StoreApi<SaveState>
  /** Begins to write and to follow; gives the way to stop, which writes what is left. */
  start(): () => void
  /** Writes now what is not written yet. */
  flush(): Promise<void>
  /** Reads what was written last, and what could be undone then: before the workflow is changed in this tab. */
  catchUp(): Promise<void>
  /** What somebody else has written meanwhile; null where nobody has. */
  other(): string | null
  /** Writes over what somebody else has written meanwhile, which is kept as a version. */
  insist(): Promise<void>
  /** Takes what somebody else has written; what is here is kept as a version. */
  yield(): Promise<void>
}

interface SavingOptions {
  readonly editor: Editor
  readonly home: Home
  readonly revision: number
  /** Whether what follows from the text is kept beside it. */
  readonly isDescribed: boolean
  /** Calls back after the time; gives the way to call it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void
}

/** A pause in typing that is long enough to write in; far below the 300 ms that a change may wait. */
const pause = 150
/** What was typed into a field has had its pause. */
const afterTyping = 0

/** What lists show of a workflow, and what is drawn before its text is read, may come after its text by so long. */
const rest = 700

/**
 * Writes each change soon after it was made, one write at a time, and follows what other tabs write. A text is written
 * alone: what follows from it takes longer than there is between two letters, and comes when the hand has rested.
 */
export function createSaving({ editor, home, revision, isDescribed, after }: SavingOptions): Saving {
  const store = createStore<SaveState>(() => ({ is: "saved" }))
  let seen = revision
  let onDisk = editor.store.getState().file.text
  let elsewhere: Kept | null = null
  let callOff: (() => void) | null = null
  let writing: Promise<void> | null = null
  let undescribed: { readonly file: OpenFile; readonly revision: number } | null = null
  let callOffDescribing = () => {}

  const present = () => editor.store.getState().file
  const isDirty = () => present().text !== onDisk

  async function write(): Promise<void> {
    while (isDirty()) {
      const { file, past, future } = editor.store.getState()
      const written = await home.write(file, seen, trailOf(file, past, future)).catch(notWritten)
      if (!written.ok) return store.setState({ is: "failed", failure: written.error }, true)
      seen = written.value
      onDisk = file.text
      undescribed = { file, revision: seen }
    }
    describeSoon()
    store.setState({ is: editor.store.getState().isTyping ? "waiting" : "saved" }, true)
  }

  function describeSoon() {
    callOffDescribing()
    if (undescribed === null) return
    callOffDescribing = after(rest, () =>
      editor.store.getState().isTyping || writing ? describeSoon() : describeNow(),
    )
  }

  function describeNow() {
    callOffDescribing()
    callOffDescribing = () => {}
    if (undescribed === null) return
    const { file, revision } = undescribed
    undescribed = null
    // Where it cannot be kept it is made anew when the workflow is opened: nothing is lost, and nobody need be told.
    void home.describe(file, revision).catch(() => {})
  }

  async function flush(): Promise<void> {
    editor.typing.settle()
    await writeNow()
    describeNow()
  }

  /** Leaves what a hand is typing where it is: that follows when the hand rests. */
  function writeNow(): Promise<void> {
    // Even while a write is under way: a timer that has fired must not pass for one that is still to come.
    callOff?.()
    callOff = null
    writing ??= write().finally(() => {
      writing = null
    })
    return writing
  }

  function start(): () => void {
    if (!isDescribed) undescribed = { file: present(), revision: seen }
    describeSoon()
    const stopEditor = editor.store.subscribe((state, before) => {
      if (state.isTyping) return store.setState({ is: "waiting" }, true)
      if (state.file.text === before.file.text && !before.isTyping) return
      if (!isDirty()) return store.setState({ is: "saved" }, true)
      store.setState({ is: "waiting" }, true)
      callOff ??= after(before.isTyping ? afterTyping : pause, () => void writeNow())
    })
    const stopHome = home.watch(kept => {
      if (!kept || kept.revision <= seen) return
      elsewhere = kept
      editor.typing.settle()
      if (!isDirty() && !writing) take(kept)
    })
    return () => {
      stopEditor()
      stopHome()
      void flush()
    }
  }

  /** Keeps a text as a version; where that cannot be, says so and gives false: then nothing takes its place. */
  async function keep(text: string, name: string): Promise<boolean> {
    const isKept = await home.keepVersion(text, name).catch(() => false)
    const say = t`The other one could not be kept as a version, so nothing was changed.`
    if (!isKept) store.setState({ is: "failed", failure: { reason: "changed", say } }, true)
    return isKept
  }

  function take(kept: Kept) {
    seen = kept.revision
    onDisk = kept.text
    undescribed = null
    elsewhere = null
    editor.follow(kept.text)
    store.setState({ is: "saved" }, true)
  }

  return {
    store,
    start,
    flush,
    other: () => elsewhere?.text ?? null,
    async catchUp() {
      const kept = await home.read()
      if (kept === null || isDirty()) return
      if (kept.revision > seen) take(kept)
      if (kept.trail && kept.revision === seen && kept.text === present().text) editor.recall(kept.trail)
    },
    async insist() {
      if (elsewhere && !(await keep(elsewhere.text, t`From another tab`))) return
      if (elsewhere) seen = elsewhere.revision
      elsewhere = null
      await flush()
    },
    async yield() {
      if (!elsewhere || !(await keep(present().text, t`Before another tab's was taken`))) return
      take(elsewhere)
    },
  }
}

/** A home that broke where it should have answered is one that did not write. */
function notWritten(cause: unknown): Result<number, SaveFailure> {
  return err({ reason: "refused", say: cause instanceof Error ? cause.message : String(cause) })
}
