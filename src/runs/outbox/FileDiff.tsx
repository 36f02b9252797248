import { sayNumber } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import type { FileState } from "../../model/recording.ts"
import { LineDiff } from "../values/LineDiff.tsx"
import { useFileTexts } from "./useFileTexts.ts"

/** What would change in a file, line by line; of one that is no text, its size. */
export function FileDiff({ before, after }: { readonly before: FileState; readonly after: FileState }) {
  const texts = useFileTexts(before, after)
  if (texts === undefined) return <p className="text-xs text-muted">{t`Reading the file`}</p>
  if (after === "folder") return <p className="text-xs text-muted">{t`A folder`}</p>
  if (texts === null) {
    return (
      <p className="text-xs text-muted">{t`${saySize(before)} before, ${saySize(after)} after: it is no text, or too long to show`}</p>
    )
  }
  if (texts.before === "" && texts.after === "") return <p className="text-xs text-muted">{t`Empty`}</p>
  return <LineDiff {...texts} />
}

function saySize(state: FileState): string {
  if (state === null) return t`Nothing`
  if (state === "folder") return t`A folder`
  return t`${sayNumber(state.size)} bytes`
}
