import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react"
import { phrase } from "../language/phrase.tsx"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { Button } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import type { ImportItem } from "./imports.ts"
import type { Library } from "./useLibrary.ts"

/** Shows what an import would bring, before anything is written; says why it cannot be where one file is no workflow. */
export default function ImportDialog({
  items,
  library,
}: {
  readonly items: readonly ImportItem[]
  readonly library: Library
}) {
  const refused = items.filter(item => item.refusals.length > 0)
  const isWhole = refused.length === 0
  const isStrange = items.some(item => item.strange.length > 0)
  return (
    <Dialog
      title={isWhole ? t`Import these workflows?` : t`Nothing was imported`}
      onClose={library.dismissImport}
      isWide
      actions={
        isWhole ? (
          <>
            <Button onPress={library.dismissImport}>{t`Cancel`}</Button>
            <Button look="primary" onPress={() => void library.confirmImport(items)}>
              {isStrange
                ? t`Import anyway`
                : items.length === 1
                  ? t`Import it`
                  : t`Import all ${items.length}`}
            </Button>
          </>
        ) : (
          <Button look="primary" onPress={library.dismissImport}>{t`Close`}</Button>
        )
      }
    >
      {!isWhole && (
        <p className="pb-3 text-muted">{t`Files come in all together or not at all. Mend or leave out what is marked, and import again.`}</p>
      )}
      <ul className="flex flex-col gap-2">
        {items.map(item => (
          <ImportLine key={item.id} item={item} />
        ))}
      </ul>
    </Dialog>
  )
}

function ImportLine({ item }: { readonly item: ImportItem }) {
  const isRefused = item.refusals.length > 0
  const isStrange = item.strange.length > 0
  const [Icon, look] = isRefused
    ? ([CircleAlert, "text-bad"] as const)
    : isStrange
      ? ([TriangleAlert, "text-warn-text"] as const)
      : ([CircleCheck, "text-good"] as const)
  return (
    <li className="flex gap-3 rounded-lg border border-line px-3 py-2">
      <Icon size={17} className={`mt-0.5 shrink-0 ${look}`} aria-hidden />
      <div className="min-w-0">
        <p className="truncate font-medium">{item.fileName}</p>
        {item.isRenamed && !isRefused && (
          <p className="text-xs text-muted">
            {phrase`There is a workflow with this id already; this one becomes ${<code className="font-mono">{item.id}</code>}.`}
          </p>
        )}
        {isStrange && !isRefused && (
          <p className="text-xs text-warn-text">
            {phrase`It uses what is not known here: ${<code className="font-mono break-words">{item.strange.slice(0, 8).join(", ")}</code>}. That is kept as it is, and is not run. A plugin may bring it.`}
          </p>
        )}
        {item.refusals.slice(0, 5).map(problem => (
          <p key={`${problem.code}${problem.at?.line}`} className="text-xs text-bad-text">
            {problem.at?.line !== undefined && t`Line ${problem.at.line}: `}
            {translated(problem.message)}
          </p>
        ))}
      </div>
    </li>
  )
}
