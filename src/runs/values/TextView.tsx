import { useMemo, useState } from "react"
import { t } from "../../language/t.ts"
import { cutText, showText } from "../../lib/showText.ts"
import { Button } from "../../ui/Button.tsx"
import { saySize } from "./sayValue.ts"

const firstPart = 20_000
/** More than this is no text that a page can show. */
const largest = 2_000_000

/** A text as it is, what cannot be seen written out; a long one begins with its first part. */
export function TextView({ text }: { readonly text: string }) {
  const [most, setMost] = useState(firstPart)
  const shown = useMemo(() => showText(cutText(text, most)), [text, most])
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <pre className="max-h-80 overflow-auto rounded-lg bg-wash p-2.5 font-mono text-xs break-words whitespace-pre-wrap">
        {shown}
      </pre>
      {text.length > most && (
        <p className="flex items-center gap-3 text-xs text-muted">
          {t`The first ${saySize(most)} of ${saySize(text.length)}.`}
          {most < largest && (
            <Button
              className="h-6.5 text-xs"
              onPress={() => setMost(Math.min(largest, most * 10))}
            >{t`Show more`}</Button>
          )}
        </p>
      )}
    </div>
  )
}
