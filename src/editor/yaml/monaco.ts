import * as monaco from "monaco-editor/editor"
import EditorWorker from "monaco-editor/editor/editor.worker?worker"
import "monaco-editor/languages/definitions/yaml/register"
import "monaco-editor/features/bracketMatching/register"
import "monaco-editor/features/clipboard/register"
import "monaco-editor/features/comment/register"
import "monaco-editor/features/find/register"
import "monaco-editor/features/folding/register"
import "monaco-editor/features/gotoError/register"
import "monaco-editor/features/hover/register"
import "monaco-editor/features/linesOperations/register"
import "monaco-editor/features/multicursor/register"
// The feature of that name registers what stands in the text alone, and not the list.
import "monaco-editor/editor/contrib/suggest/browser/suggestController"
import "monaco-editor/features/toggleTabFocusMode/register"
import "monaco-editor/features/wordHighlighter/register"
import "monaco-editor/features/wordOperations/register"

/* Monaco with what a YAML file needs and nothing besides, its worker, and its themes in our colours. */

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

const themes = {
  light: {
    base: "vs",
    background: "#ffffff",
    ink: "17211f",
    comment: "5a6763",
    key: "0b7a75",
    text: "2f6fb3",
    number: "7a4fd0",
    line: "#eef1f0",
    faint: "#8b9792",
    raised: "#ffffff",
    edge: "#e3e7e5",
    chosen: "#e1f0ee",
    good: "#1a8f5a",
    bad: "#c2413b",
  },
  dark: {
    base: "vs-dark",
    background: "#161d1b",
    ink: "e7eeeb",
    comment: "93a19c",
    key: "3fb8ae",
    text: "7db3ea",
    number: "b497f2",
    line: "#1e2725",
    faint: "#66736f",
    raised: "#1c2523",
    edge: "#33403c",
    chosen: "#1f3a37",
    good: "#4cc38a",
    bad: "#ef7d76",
  },
} as const

for (const [side, colours] of Object.entries(themes)) {
  monaco.editor.defineTheme(`rivulet-${side}`, {
    base: colours.base,
    inherit: true,
    rules: [
      { token: "", foreground: colours.ink },
      { token: "comment", foreground: colours.comment },
      { token: "type", foreground: colours.key },
      { token: "string", foreground: colours.text },
      { token: "number", foreground: colours.number },
      { token: "keyword", foreground: colours.number },
    ],
    colors: {
      "editor.background": colours.background,
      "editor.foreground": `#${colours.ink}`,
      "editor.lineHighlightBackground": colours.line,
      "editor.lineHighlightBorder": "#00000000",
      "editorLineNumber.foreground": colours.faint,
      "editorLineNumber.activeForeground": `#${colours.key}`,
      "editorIndentGuide.background1": colours.line,
      "editorWidget.background": colours.raised,
      "editorWidget.border": colours.edge,
      "editorHoverWidget.background": colours.raised,
      "editorHoverWidget.border": colours.edge,
      // What came and what went, in the page's own green and red: a line lightly, and the words in it stronger.
      "diffEditor.insertedLineBackground": `${colours.good}1f`,
      "diffEditor.insertedTextBackground": `${colours.good}33`,
      "diffEditor.removedLineBackground": `${colours.bad}1f`,
      "diffEditor.removedTextBackground": `${colours.bad}33`,
      "diffEditor.unchangedRegionBackground": colours.line,
      "diffEditor.unchangedRegionForeground": `#${colours.comment}`,
      "editorSuggestWidget.foreground": `#${colours.ink}`,
      "editorSuggestWidget.selectedBackground": colours.chosen,
      "editorSuggestWidget.selectedForeground": `#${colours.ink}`,
      "editorSuggestWidget.highlightForeground": `#${colours.key}`,
      "editorSuggestWidget.focusHighlightForeground": `#${colours.key}`,
    },
  })
}

export { monaco }
