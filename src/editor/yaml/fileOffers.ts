import type { JsonMap } from "../../lib/json.ts"
import type { Editor } from "../editor.ts"
import { type FileOption, fileOptions } from "./fileCompletion.ts"
import { monaco } from "./monaco.ts"

/** Offers in the text of the workflow what the file may say there: fields, kinds, parameters, outlets, steps. What it returns ends that. */
export function offerFile(model: monaco.editor.ITextModel, editor: Editor): () => void {
  let schema: JsonMap | null = null
  const provider = monaco.languages.registerCompletionItemProvider("yaml", {
    triggerCharacters: [" ", "[", "{"],
    async provideCompletionItems(asked, position) {
      if (asked !== model) return null
      const { fileSchema } = await import("../../format/schema.ts")
      schema ??= fileSchema(editor.catalogue)
      const offset = model.getOffsetAt(position)
      const found = fileOptions(model.getValue(), offset, schema, editor.store.getState().file.workflow)
      if (found === null) return null
      const from = model.getPositionAt(offset - found.typed.length)
      const range = monaco.Range.fromPositions(from, position)
      return { suggestions: found.options.map((option, place) => suggestion(option, range, place)) }
    },
  })
  return () => provider.dispose()
}

function suggestion(
  { label, insert, detail, doc, sort }: FileOption,
  range: monaco.IRange,
  place: number,
): monaco.languages.CompletionItem {
  return {
    ...{ label: { label, description: detail }, insertText: insert, range, kind: kinds[sort] },
    sortText: String(place).padStart(4, "0"),
    ...(doc === "" ? {} : { documentation: doc }),
  }
}

const kinds: { readonly [Sort in FileOption["sort"]]: monaco.languages.CompletionItemKind } = {
  key: monaco.languages.CompletionItemKind.Property,
  value: monaco.languages.CompletionItemKind.EnumMember,
  kind: monaco.languages.CompletionItemKind.Class,
  step: monaco.languages.CompletionItemKind.Module,
}
