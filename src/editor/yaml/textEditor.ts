import { t } from "../../language/t.ts"
import type { Path } from "../../lib/json.ts"
import type { Editor } from "../editor.ts"
import type { PreviewService } from "../expression/previewService.ts"
import { factsOf, findingsOf, nodeAt } from "../facts.ts"
import { triggerOfNode } from "../scene.ts"
import { changeBetween } from "../textChange.ts"
import { codeLook } from "./codeLook.ts"
import { offerFile } from "./fileOffers.ts"
import { monaco } from "./monaco.ts"
import { explainWords, offerExpressions } from "./textHelp.ts"

/** A text editor on the page. */
export interface TextEditor {
  /** Goes to a place of the file and takes the focus. */
  reveal(path: Path): void
  destroy(): void
}

/**
 * The text of the open workflow, in an element of the page. What is typed goes to the workflow, what changes
 * there comes back as the smallest change of the text; cursor and selection follow each other. There is one
 * history: undo here is undo there.
 */
export function createTextEditor(
  host: HTMLElement,
  editor: Editor,
  previews: PreviewService | null = null,
): TextEditor {
  const { file, hasPen } = editor.store.getState()
  const model = monaco.editor.createModel(file.text, "yaml")
  model.updateOptions({ tabSize: 2, insertSpaces: true })
  const view = monaco.editor.create(host, {
    ...codeLook,
    model,
    ariaLabel: t`YAML of the workflow. Control M lets Tab leave it.`,
    fontSize: 12.5,
    overviewRulerBorder: false,
    // To its colouring every plain word of YAML is a string, and words are what is offered.
    quickSuggestions: { other: true, strings: true, comments: false },
    readOnly: !hasPen,
    readOnlyMessage: { value: t`It is edited in another tab. Take over to change it here.` },
    renderLineHighlight: "line",
    stickyScroll: { enabled: false },
    unicodeHighlight: { ambiguousCharacters: false },
    wordWrap: "on",
    wrappingIndent: "indent",
  })
  const marks = view.createDecorationsCollection()
  const stopOffering = offerExpressions(model, editor, previews)
  const stopFile = offerFile(model, editor)
  const stopExplaining = explainWords(model, editor)
  let isOurs = false
  let lastChosen = ""

  view.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyZ, () => editor.undo())
  view.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyZ, () => editor.redo())
  view.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyY, () => editor.redo())

  model.onDidChangeContent(() => {
    if (!isOurs) editor.type(model.getValue())
  })

  view.onDidChangeCursorPosition(event => {
    const isByHand =
      event.reason === monaco.editor.CursorChangeReason.Explicit &&
      (event.source === "mouse" || event.source === "keyboard")
    if (!isByHand) return
    const { file } = editor.store.getState()
    const id = nodeAt(file.workflow, file.pathAt(model.getOffsetAt(event.position)))
    lastChosen = id ?? ""
    editor.select(id === null ? [] : [id])
    markSelection()
  })

  const stop = editor.store.subscribe((state, before) => {
    if (state.file !== before.file) {
      const change = changeBetween(model.getValue(), state.file.text)
      if (change) {
        const from = model.getPositionAt(change.start)
        const to = model.getPositionAt(change.end)
        isOurs = true
        model.pushEditOperations(
          null,
          [{ range: monaco.Range.fromPositions(from, to), text: change.text }],
          () => null,
        )
        isOurs = false
      }
      markProblems()
      markSelection()
    }
    if (state.check !== before.check) markProblems()
    if (state.hasPen !== before.hasPen) view.updateOptions({ readOnly: !state.hasPen })
    if (state.selection !== before.selection) {
      markSelection()
      const [only] = state.selection
      const path = only === undefined || state.selection.size > 1 || only === lastChosen ? null : pathOf(only)
      lastChosen = only ?? ""
      if (path) view.revealLineInCenterIfOutsideViewport(state.file.placeOf(path).line)
    }
  })

  function pathOf(id: string): Path | null {
    const { file } = editor.store.getState()
    const trigger = triggerOfNode(id)
    if (trigger === null) return factsOf(file, editor.catalogue).steps.get(id)?.path ?? null
    const index = (file.workflow.triggers ?? []).findIndex(found => found.id === trigger)
    return index < 0 ? null : ["triggers", index]
  }

  function markSelection() {
    const { file, selection } = editor.store.getState()
    const ranges = [...selection].flatMap(id => {
      const path = pathOf(id)
      if (!path) return []
      const { line, end } = file.placeOf(path)
      const last = model.getPositionAt(Math.max(0, end - 1)).lineNumber
      return [new monaco.Range(line, 1, last, 1)]
    })
    marks.set(
      ranges.map(range => ({
        range,
        options: {
          isWholeLine: true,
          className: "yaml-selected",
          linesDecorationsClassName: "yaml-selected-edge",
        },
      })),
    )
  }

  function markProblems() {
    const { file, check } = editor.store.getState()
    const { problems } = findingsOf(file, editor.catalogue, check)
    monaco.editor.setModelMarkers(
      model,
      "rivulet",
      problems.slice(0, 500).map(({ at, severity, message, fix, code }) => {
        const startLineNumber = at?.line ?? 1
        const startColumn = at?.column ?? 1
        const end = at?.path ? model.getPositionAt(file.placeOf(at.path).end) : null
        const isOnLine = end?.lineNumber === startLineNumber && end.column > startColumn
        return {
          ...{ startLineNumber, startColumn, endLineNumber: startLineNumber, code },
          endColumn: isOnLine
            ? end.column
            : model.getLineMaxColumn(Math.min(startLineNumber, model.getLineCount())),
          message: fix ? `${message} ${fix.say}` : message,
          severity: severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
        }
      }),
    )
  }

  markProblems()
  markSelection()
  return {
    reveal(path) {
      const { line, column } = editor.store.getState().file.placeOf(path)
      view.setPosition({ lineNumber: line, column })
      view.revealLineInCenter(line)
      view.focus()
    },
    destroy() {
      stop()
      stopOffering()
      stopFile()
      stopExplaining()
      view.dispose()
      model.dispose()
    },
  }
}
