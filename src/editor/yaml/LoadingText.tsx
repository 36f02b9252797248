import { t } from "../../language/t.ts"

/** Stands where the text editor will: the largest part of the builder comes when a text is to be seen. */
export function LoadingText() {
  return <p className="p-4 text-sm text-muted">{t`Loading the text editor`}</p>
}
