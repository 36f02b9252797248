import type { Completion } from "../../check/completion.ts"
import type { Editor } from "../editor.ts"
import type { PreviewService } from "../expression/previewService.ts"
import { factsOf, nodeAt } from "../facts.ts"
import { monaco } from "./monaco.ts"

/** So much of the text before the cursor is looked at: expressions are shorter. */
const looksBack = 8_000
/** So much after it: a word is shorter. */
const longestWord = 200

/** Offers in the text of the workflow what may be written inside braces; what it returns ends that. */
export function offerExpressions(
  model: monaco.editor.ITextModel,
  editor: Editor,
  service: PreviewService | null,
): () => void {
  const provider = monaco.languages.registerCompletionItemProvider("yaml", {
    triggerCharacters: [".", "{"],
    async provideCompletionItems(asked, position) {
      if (asked !== model) return null
      const offset = model.getOffsetAt(position)
      const start = Math.max(0, offset - looksBack)
      const before = model.getValue().slice(start, offset)
      if (!before.includes("{{")) return null
      const { file, step, path, help } = await placeAt(editor, offset)
      let found = help.complete({ step, path }, before, before.length)
      if (found === null) return null
      if (found.path !== undefined && service !== null) {
        const { withFields } = await import("../expression/withFields.ts")
        const incoming = help.incoming(step ?? null)
        const fields = await service.fieldsAt({
          ...{ workflow: file.workflow.id, step: step ?? null, path: found.path },
          sample: help.sample(step ?? null, before),
          ...(incoming === undefined ? {} : { incoming }),
        })
        found = withFields(found, fields)
      }
      const from = model.getPositionAt(start + found.from)
      const range = monaco.Range.fromPositions(from, position)
      return { suggestions: found.options.map((option, place) => suggestion(option, range, place)) }
    },
  })
  return () => provider.dispose()
}

/** Explains the word under the pointer, in expressions and around them; what it returns ends that. */
export function explainWords(model: monaco.editor.ITextModel, editor: Editor): () => void {
  const provider = monaco.languages.registerHoverProvider("yaml", {
    async provideHover(asked, position) {
      if (asked !== model) return null
      const offset = model.getOffsetAt(position)
      const start = Math.max(0, offset - looksBack)
      const { step, path, help } = await placeAt(editor, offset)
      const text = model.getValue().slice(start, offset + longestWord)
      const said = help.explain({ step, path }, text, offset - start)
      if (said === null) return null
      const [from, to] = [said.from, said.to].map(at => model.getPositionAt(start + at))
      const title = { value: `\`${said.title.replaceAll("`", "ˋ")}\`` }
      const doc = said.doc === "" ? [] : [{ value: escaped(said.doc) }]
      return {
        contents: [title, ...doc],
        ...(from && to ? { range: monaco.Range.fromPositions(from, to) } : {}),
      }
    },
  })
  return () => provider.dispose()
}

/** What stands at a place of the text, and what helps there. */
async function placeAt(editor: Editor, offset: number) {
  const { file } = editor.store.getState()
  const path = file.pathAt(offset)
  const node = nodeAt(file.workflow, path)
  const step = node === null || !factsOf(file, editor.catalogue).steps.has(node) ? undefined : node
  const { helpFor } = await import("../expression/expressionHelp.ts")
  return { file, path, step, help: helpFor(file.workflow, editor.catalogue) }
}

/** Text that stands as it is where Markdown is expected. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, "\\$&")
}

function suggestion(
  { label, insert, sort, detail, doc }: Completion,
  range: monaco.IRange,
  place: number,
): monaco.languages.CompletionItem {
  const isBracketed = insert.startsWith("[")
  return {
    ...{ label: { label, description: detail ?? "" }, insertText: insert, range, kind: kinds[sort] },
    sortText: String(place).padStart(4, "0"),
    filterText: label,
    ...(doc === undefined ? {} : { documentation: doc }),
    // A name that no dot can lead to stands in brackets, in place of the dot.
    ...(isBracketed
      ? {
          additionalTextEdits: [
            {
              range: { ...range, startColumn: range.startColumn - 1, endColumn: range.startColumn },
              text: "",
            },
          ],
        }
      : {}),
  }
}

const kinds: { readonly [Sort in Completion["sort"]]: monaco.languages.CompletionItemKind } = {
  name: monaco.languages.CompletionItemKind.Variable,
  step: monaco.languages.CompletionItemKind.Module,
  field: monaco.languages.CompletionItemKind.Field,
  function: monaco.languages.CompletionItemKind.Function,
  method: monaco.languages.CompletionItemKind.Method,
  secret: monaco.languages.CompletionItemKind.Constant,
}
