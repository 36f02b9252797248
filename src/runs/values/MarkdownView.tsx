import { t } from "../../language/t.ts"
import { cutText } from "../../lib/showText.ts"
import Markdown from "../../ui/Markdown.tsx"
import { saySize } from "./sayValue.ts"

const longest = 100_000

/** A text as Markdown, cut where it is long. */
export default function MarkdownView({ text }: { readonly text: string }) {
  const shown = text.length > longest ? cutBeforePicture(cutText(text, longest)) : text
  return (
    <div className="flex max-h-96 flex-col gap-2 overflow-auto rounded-lg bg-wash p-3 text-sm">
      <Markdown text={shown} />
      {text.length > longest && (
        <p className="text-xs text-muted">{t`The first ${saySize(shown.length)} of ${saySize(text.length)}.`}</p>
      )}
    </div>
  )
}

/** Without the picture in which the text was cut: half of it is none, and its letters say nothing. */
function cutBeforePicture(text: string): string {
  const at = text.lastIndexOf("](data:")
  if (at < 0 || text.indexOf(")", at) >= 0) return text
  return text.slice(0, Math.max(0, text.lastIndexOf("![", at)))
}
