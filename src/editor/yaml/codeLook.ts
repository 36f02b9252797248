import type { monaco } from "./monaco.ts"

/** How every window of code looks and behaves: a part of the page, not a program of its own. */
export const codeLook = {
  automaticLayout: true,
  fontFamily: "'JetBrains Mono Variable', monospace",
  lineHeight: 20,
  minimap: { enabled: false },
  padding: { top: 12, bottom: 12 },
  scrollBeyondLastLine: false,
} as const satisfies monaco.editor.IStandaloneEditorConstructionOptions
