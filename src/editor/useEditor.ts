import { createContext, useContext, useDeferredValue } from "react"
import { useStore } from "zustand"
import { must } from "../lib/assert.ts"
import type { Editor, EditorState } from "./editor.ts"
import { type Facts, type Findings, factsOf, findingsOf } from "./facts.ts"
import type { Pen } from "./pen.ts"
import type { Saving } from "./saving.ts"

/** Gives the open workflow to what is inside. */
export const EditorContext = createContext<Editor | null>(null)

/** Gives what keeps the open workflow on disk. */
export const SavingContext = createContext<Saving | null>(null)

/** What keeps the open workflow on disk. */
export function useSaving(): Saving {
  return must(useContext(SavingContext), "an open workflow around this component")
}

/** Gives the pen of the open workflow to what is inside. */
export const PenContext = createContext<Pen | null>(null)

/** The pen of the open workflow: whether it may be changed in this tab. */
export function usePen(): Pen {
  return must(useContext(PenContext), "an open workflow around this component")
}

/** The open workflow. */
export function useEditor(): Editor {
  return must(useContext(EditorContext), "an open workflow around this component")
}

/** A part of the open workflow's state. Select one field per hook. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select)
}

/** What follows from the open workflow: its scene, its steps. */
export function useFacts(): Facts {
  const editor = useEditor()
  return factsOf(
    useEditorState(state => state.file),
    editor.catalogue,
  )
}

/** What follows from the open workflow as the canvas shows it: all of it, or the inside of one container. */
export function useShownFacts(): Facts {
  const editor = useEditor()
  return factsOf(
    useEditorState(state => state.file),
    editor.catalogue,
    useEditorState(state => state.within),
  )
}

/** What is wrong with the open workflow. It comes a moment after an edit, so that typing never waits for it. */
export function useFindings(): Findings {
  const editor = useEditor()
  return findingsOf(
    useDeferredValue(useEditorState(state => state.file)),
    editor.catalogue,
    useEditorState(state => state.check),
  )
}
