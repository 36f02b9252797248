import { createEditor, type Editor } from "../editor.ts"
import { format } from "../format.ts"
import { testCatalogue } from "./testCatalogue.ts"

/** An editor of the text, with all that reads and writes it at hand. */
export function editorOf(
  text: string,
  options: Pick<Parameters<typeof createEditor>[0], "after" | "refused"> & {
    readonly now?: () => number
  } = {},
): Editor {
  return createEditor({
    ...{ file: format.openFile(text), format, catalogue: testCatalogue, now: () => 0 },
    ...options,
  })
}
