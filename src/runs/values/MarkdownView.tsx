import { t } from "../../language/t.ts"
import { cutText } from "../../lib/showText.ts"
import Markdown from "../../ui/Markdown.tsx"
import { saySize } from "./sayValue.ts"

const longest = 100_000

/** A text as Markdown, cut where it is long. */
export default function MarkdownView({ text }: { readonly text: string }) {
  return (
    <div className="flex max-h-96 flex-col gap-2 overflow-auto rounded-lg bg-wash p-3 text-sm">
      <Markdown text={cutText(text, longest)} />
      {text.length > longest && (
        <p className="text-xs text-muted">{t`The first ${saySize(longest)} of ${saySize(text.length)}.`}</p>
      )}
    </div>
  )
}
