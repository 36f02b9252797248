import { createStore, type StoreApi } from "zustand/vanilla"
import type { OpenFile, openFile, openInParts, retype, tryEdit } from "../format/file.ts"
import type { Catalogue } from "../model/catalogue.ts"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { editorProblem } from "./editorProblems.ts"
import type { CheckInParts } from "./facts.ts"
import { idAfter } from "./renamed.ts"
import { createTyping, type Typing } from "./typing.ts"
import { fileAt, type Stop, stopsOf, type UndoTrail } from "./undoTrail.ts"

/*
 * One open workflow. Its document is the file: text and workflow are two sides of one value, which every edit
 * replaces, whether it comes from the canvas or from the keyboard. Undo keeps such values, and nothing besides:
 * what is selected and shown is no part of the document.
 */

/** What opens texts and changes them. It is large, and may come after the workflow is shown. */
export interface Format {
  readonly openFile: typeof openFile
  readonly openInParts: typeof openInParts
  readonly retype: typeof retype
  readonly tryEdit: typeof tryEdit
}

/** How the workflow is shown. */
export type View = "canvas" | "split" | "yaml" | "outline"

/** What is known of one open workflow. */
export interface EditorState {
  readonly file: OpenFile
  /** What undo goes back to, the nearest last. */
  readonly past: readonly Stop[]
  /** What redo goes on to, the nearest first. */
  readonly future: readonly Stop[]
  /** Whether the workflow may be changed here: of all tabs that show it, in one; see `pen.ts`. */
  readonly hasPen: boolean
  /** The ids of the boxes and wires that are selected. */
  readonly selection: ReadonlySet<string>
  readonly view: View
  /** The container whose inside the canvas shows alone; null for the whole workflow. */
  readonly within: string | null
  /** How often the canvas went to another ground; a container whose id is changed is the same one. */
  readonly grounds: number
  /** Finds what is wrong; null until it is loaded, which may be after the workflow is shown. */
  readonly check: CheckInParts | null
  /** Something stands in a field that the document does not say yet. */
  readonly isTyping: boolean
  /** Set while a burst of like edits goes on, which undo takes back as one. */
  readonly burst: { readonly name: string; readonly at: number } | null
}

/** How an edit behaves besides what it changes. */
export interface EditOptions {
  /** Edits of the same name that follow each other quickly are one step of undo. */
  readonly burst?: string
  /** What is selected afterwards. */
  readonly select?: readonly string[]
}

/** An open workflow, and what can be done to it. */
export interface Editor {
  readonly store: StoreApi<EditorState>
  readonly catalogue: Catalogue
  /** Edits by a hand that types, which follow when it rests. Whatever else is done to the document comes after them. */
  readonly typing: Typing
  /** Puts the workflow that the change gives in place of the present one. The same workflow changes nothing. */
  edit(change: (workflow: Workflow) => Workflow, options?: EditOptions): void
  /** Puts a text in place of the present one, as it was typed. */
  type(text: string): void
  /** Tells whoever edits that something could not be done. */
  refuse(problem: Problem): void
  /** Takes over a text that was saved elsewhere. */
  follow(text: string): void
  undo(): void
  redo(): void
  /** Says whether the workflow may be changed here; null while nobody knows: edits are then held back, and follow. */
  givePen(hasPen: boolean | null): void
  /** Takes up what could be undone when the present text was kept, where nothing has been done since. */
  recall(trail: UndoTrail): void
  select(ids: Iterable<string>): void
  show(view: View): void
  /** Shows the inside of a container alone on the canvas, or the whole workflow again. */
  enter(within: string | null): void
  /**
   * Reads the text with this, and makes the edits that were held back until then. What was read of it before is taken
   * as it is, unless the text is another one by now.
   */
  readWith(format: Format, read?: OpenFile): void
  /** Checks with this from now on. */
  checkWith(check: CheckInParts): void
}

const mostPast = 200
const burstGap = 900

interface EditorOptions {
  /** The file as it was opened, or as it was kept. */
  readonly file: OpenFile
  /** Without it edits are held back until the editor is told to read with one. */
  readonly format?: Format
  readonly catalogue: Catalogue
  readonly now: () => number
  /** Calls back after the time; without it what is typed is in the document at once. */
  readonly after?: (milliseconds: number, run: () => void) => () => void
  readonly view?: View
  /** Told of what cannot be: no text can say it, it changes a step that is locked. The file is as it was. */
  readonly refused?: (problem: Problem) => void
}

/** Opens a workflow. */
export function createEditor({
  file,
  format,
  catalogue,
  now,
  after,
  view = "canvas",
  refused = () => {},
}: EditorOptions): Editor {
  const store = createStore<EditorState>(() => ({
    file,
    past: [],
    future: [],
    hasPen: true,
    selection: new Set<string>(),
    view,
    within: null,
    grounds: 0,
    check: null,
    isTyping: false,
    burst: null,
  }))
  const tell = (isTyping: boolean) => store.setState({ isTyping })
  const typing = after === undefined ? atOnce : createTyping({ after, now, tell })

  function put(file: OpenFile, options: EditOptions = {}) {
    store.setState(state => {
      const selection = options.select === undefined ? state.selection : new Set(options.select)
      if (file.text === state.file.text) return { selection }
      const at = now()
      const goesOn =
        options.burst !== undefined && state.burst?.name === options.burst && at - state.burst.at < burstGap
      return {
        file,
        within: withinAfter(state, file),
        selection,
        past: goesOn ? state.past : [...state.past.slice(1 - mostPast), state.file],
        future: [],
        burst: options.burst === undefined ? null : { name: options.burst, at },
      }
    })
  }

  let canWrite = format
  let isPenKnown = true
  /** The edits of quick hands, made before it was known whether they may be, or before the text was read. */
  let heldBack: (() => void)[] = []

  /** What changes texts, where the workflow may be changed now; otherwise holds the edit back, or refuses it. */
  function mayChange(again: () => void): Format | null {
    if (!isPenKnown || !canWrite) heldBack.push(again)
    else if (store.getState().hasPen) return canWrite
    else refused(editorProblem("edited_elsewhere"))
    return null
  }

  function letGo() {
    if (!isPenKnown || !canWrite) return
    const held = heldBack
    heldBack = []
    for (const edit of held) edit()
  }

  const editor: Editor = {
    store,
    catalogue,
    typing,
    edit(change, options) {
      typing.settle()
      const format = mayChange(() => editor.edit(change, options))
      if (!format) return
      const { file } = store.getState()
      const after = change(file.workflow)
      const edited = format.tryEdit(file, after)
      if (edited.ok) put(edited.value, options)
      else refused(edited.error)
    },
    refuse: refused,
    type(text) {
      typing.settle()
      const format = mayChange(() => editor.type(text))
      if (format) put(format.retype(store.getState().file, text), { burst: "typing" })
    },
    follow(text) {
      // What was meant for another text is not done to this one.
      heldBack = []
      const followed = (file: OpenFile) => canWrite?.retype(file, text) ?? { ...file, text }
      store.setState(state => {
        const file = followed(state.file)
        return { file, within: withinAfter(state, file), past: [], future: [], burst: null }
      })
    },
    undo() {
      typing.settle()
      const format = mayChange(() => editor.undo())
      if (!format) return
      store.setState(({ file, within, past, future }) => {
        const before = past.at(-1)
        if (!before) return {}
        const earlier = fileAt(file, before, format.retype)
        const shown = withinAfter({ file, within }, earlier)
        return {
          file: earlier,
          within: shown,
          past: past.slice(0, -1),
          future: [file, ...future],
          burst: null,
        }
      })
    },
    redo() {
      typing.settle()
      const format = mayChange(() => editor.redo())
      if (!format) return
      store.setState(({ file, within, past, future }) => {
        const [after, ...later] = future
        if (!after) return {}
        const next = fileAt(file, after, format.retype)
        const shown = withinAfter({ file, within }, next)
        return { file: next, within: shown, past: [...past, file], future: later, burst: null }
      })
    },
    givePen(hasPen) {
      isPenKnown = hasPen !== null
      store.setState({ hasPen: hasPen ?? false })
      letGo()
    },
    recall(trail) {
      const { past, future } = store.getState()
      if (past.length === 0 && future.length === 0) store.setState(stopsOf(trail))
    },
    select(ids) {
      const selection = new Set(ids)
      const { selection: present } = store.getState()
      if (selection.size === present.size && [...selection].every(id => present.has(id))) return
      store.setState({ selection })
    },
    show(view) {
      store.setState({ view })
    },
    enter(within) {
      store.setState(state => (state.within === within ? {} : { within, grounds: state.grounds + 1 }))
    },
    readWith(given, read) {
      if (canWrite) return
      canWrite = given
      store.setState(({ file }) => ({
        file: read?.text === file.text ? read : given.openFile(file.text, file.workflow),
      }))
      letGo()
    },
    checkWith(check) {
      store.setState({ check })
    },
  }
  return editor
}

const atOnce: Typing = { soon: (_, act) => act(), settle() {} }

/** The container that is shown alone, by the id that it has in the file that comes now. */
function withinAfter({ file, within }: Pick<EditorState, "file" | "within">, next: OpenFile): string | null {
  return within === null ? null : idAfter(within, file.workflow, next.workflow)
}
