import { createContext, startTransition, useContext, useDeferredValue, useEffect, useState } from "react"
import { useStore } from "zustand"
import type { OpenFile } from "../format/file.ts"
import { must } from "../lib/assert.ts"
import type { Editor, EditorState } from "./editor.ts"
import { type Facts, type Findings, factsOf, foundAlready, stepsOf } from "./facts.ts"
import { findSoon } from "./findSoon.ts"
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
  return factsOf(useDrawnFile(), useEditor().catalogue)
}

/** The steps of the open workflow, as it is at this moment. */
export function useSteps(): Facts["steps"] {
  return stepsOf(useEditorState(state => state.file.workflow))
}

/** The file that is drawn: while somebody types it comes a moment after the letter, which never waits for it. */
function useDrawnFile(): OpenFile {
  const file = useEditorState(state => state.file)
  const isTyped = useEditorState(state => state.burst !== null)
  const later = useDeferredValue(file)
  return isTyped ? later : file
}

/** What follows from the open workflow as the canvas shows it: all of it, or the inside of one container. */
export function useShownFacts(): Facts {
  const editor = useEditor()
  return factsOf(
    useDrawnFile(),
    editor.catalogue,
    useEditorState(state => state.within),
  )
}

/** What is wrong with the open workflow. It comes a moment after an edit, so that typing never waits for it. */
export function useFindings(): Findings {
  const { catalogue } = useEditor()
  const file = useEditorState(state => state.file)
  const check = useEditorState(state => state.check)
  const found = foundAlready(file, catalogue, check)
  const [last, setLast] = useState<Findings>(nothingFound)
  useEffect(() => {
    const hear = (next: Findings) => startTransition(() => setLast(next))
    if (found === null) return findSoon(file, { catalogue, check }, hear)
    hear(found)
  }, [file, catalogue, check, found])
  return found ?? last
}

const nothingFound: Findings = { problems: [], problemsByNode: new Map(), isChecked: false }
