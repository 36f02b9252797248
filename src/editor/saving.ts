import { createStore, type StoreApi } from "zustand/vanilla"
import type { OpenFile } from "../format/file.ts"
import { err, type Result } from "../lib/result.ts"
import type { Editor } from "./editor.ts"

/** Where an open workflow lives. A write names the revision that it has seen, and gives the one that it made. */
export interface Home {
  write(file: OpenFile, seen: number): Promise<Result<number, SaveFailure>>
  /** Calls back with what is kept whenever that changes, whoever changed it; null when it was deleted. */
  watch(onChange: (kept: { readonly text: string; readonly revision: number } | null) => void): () => void
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
  /** Writes over what somebody else has written meanwhile. */
  insist(): Promise<void>
  /** Takes what somebody else has written, and lets go of what is here. */
  yield(): void
}

interface SavingOptions {
  readonly editor: Editor
  readonly home: Home
  readonly revision: number
  /** Calls back after the time; gives the way to call it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void
}

/** A pause in typing that is long enough to write in; far below the 300 ms that a change may wait. */
const pause = 150

/** Writes each change soon after it was made, one write at a time, and follows what other tabs write. */
export function createSaving({ editor, home, revision, after }: SavingOptions): Saving {
  const store = createStore<SaveState>(() => ({ is: "saved" }))
  let seen = revision
  let onDisk = editor.store.getState().file.text
  let elsewhere: { text: string; revision: number } | null = null
  let callOff: (() => void) | null = null
  let writing: Promise<void> | null = null

  const present = () => editor.store.getState().file
  const isDirty = () => present().text !== onDisk

  async function write(): Promise<void> {
    while (isDirty()) {
      const file = present()
      const written = await home.write(file, seen).catch(notWritten)
      if (!written.ok) return store.setState({ is: "failed", failure: written.error }, true)
      seen = written.value
      onDisk = file.text
    }
    store.setState({ is: "saved" }, true)
  }

  function flush(): Promise<void> {
    // Even while a write is under way: a timer that has fired must not pass for one that is still to come.
    callOff?.()
    callOff = null
    writing ??= write().finally(() => {
      writing = null
    })
    return writing
  }

  function start(): () => void {
    const stopEditor = editor.store.subscribe((state, before) => {
      if (state.file.text === before.file.text) return
      if (!isDirty()) return store.setState({ is: "saved" }, true)
      store.setState({ is: "waiting" }, true)
      callOff ??= after(pause, () => void flush())
    })
    const stopHome = home.watch(kept => {
      if (!kept || kept.revision <= seen) return
      elsewhere = kept
      if (!isDirty() && !writing) take(kept)
    })
    return () => {
      stopEditor()
      stopHome()
      void flush()
    }
  }

  function take(kept: { text: string; revision: number }) {
    seen = kept.revision
    onDisk = kept.text
    elsewhere = null
    editor.follow(kept.text)
    store.setState({ is: "saved" }, true)
  }

  return {
    store,
    start,
    flush,
    async insist() {
      if (elsewhere) seen = elsewhere.revision
      elsewhere = null
      await flush()
    },
    yield() {
      if (elsewhere) take(elsewhere)
    },
  }
}

/** A home that broke where it should have answered is one that did not write. */
function notWritten(cause: unknown): Result<number, SaveFailure> {
  return err({ reason: "refused", say: cause instanceof Error ? cause.message : String(cause) })
}
